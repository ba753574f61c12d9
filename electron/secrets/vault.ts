import { randomBytes } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { type Failure, FailureError, toFailure } from "../../shared/model/failure.ts";
import {
  type SecretStoreChoice,
  type SecretStoreState,
  shortestPassphrase,
} from "../../shared/model/secret-store.ts";
import { atomicWrite } from "../base/atomic-write.ts";
import { createCurrent, type Current } from "../base/current.ts";
import { storageFailure } from "../base/storage-failure.ts";
import { freshKeyText, keySealer, ownKey, ownKeyFile, ownKeyName, type Sealer } from "./sealer.ts";
import {
  type Kdf,
  keyOfFile,
  keyOfPassphrase,
  newKdf,
  newKeyName,
  printRing,
  readRing,
  readStoreFile,
  type RingKey,
  type StoreFile,
  writeStoreFile,
} from "./store-file.ts";
import { forgetSession, keepSession, sessionKey } from "./store-session.ts";
import {
  keyringGone,
  lockedFailure,
  noKeychainHere,
  noKeyring,
  noPassphrase,
  otherKey,
  relativeKeyFile,
  shortPassphrase,
  wrongPassphrase,
} from "./vault-failures.ts";

/** Something on disk that the vault seals: it is sealed anew when the key changes. */
export interface Sealed {
  /** Seals everything that can be opened with the vault's newest key. Rejects with FailureError `storage`. */
  reseal(): Promise<void>;
  /** Names of the sealers its values are sealed by. */
  sealers(): Promise<ReadonlySet<string>>;
  /** Called after an unlock: what was locked can be read now. */
  unlocked?(): void;
  /** Called before the keys are forgotten: what was opened with them is to be forgotten too. */
  locked?(): void;
}

/** The key of this machine's secrets: whether it is at hand, and what it is kept with. */
export interface Vault {
  /** Seals with the newest key. Throws FailureError `storage` (`why`) while locked. */
  readonly sealer: Sealer;
  /** Why nothing can be sealed or opened now: locked, no keyring, or what is wrong with the store. null: it can. */
  why(): Failure | null;
  /** Whoever sealed it: null when this machine cannot open it (now). */
  opener(name: string): Sealer | null;
  readonly state: Current<SecretStoreState>;
  register(sealed: Sealed): void;
  /** Looks again where the store could not be opened: the key file may be back, the store restored. Rejects with FailureError: what is wrong still. */
  reopen(): Promise<void>;
  /** Rejects with FailureError `input/passphrase-wrong`. `session`: until the person logs out, other Envois too. */
  unlock(passphrase: string, session?: boolean): Promise<void>;
  /** Forgets the keys; only a passphrase gives them back. Failure `input` for a store that has none. */
  lock(): Promise<void>;
  /** Keeps the keys with something else from now on, and seals everything with a new one. */
  choose(choice: SecretStoreChoice): Promise<void>;
  /** A new key; everything is sealed anew and the old key is gone. */
  rotate(): Promise<void>;
}

export interface VaultOptions {
  /** Exists. */
  readonly dataFolder: string;
  /** The system's keychain; absent in hosts without one. */
  readonly keychain?: (Sealer & { available(): boolean }) | undefined;
  /** Where `XDG_RUNTIME_DIR` is looked up; default: the process's. */
  readonly environment?: NodeJS.ProcessEnv;
  /** scrypt's N; default 2^17. */
  readonly cost?: number;
}

/** How the ring is wrapped in the store's file: known while unlocked. */
interface Wrap {
  seal(ring: string): Promise<StoreFile>;
}

/** Opens the store; what cannot be opened now is `locked`. Rejects with FailureError `storage` only when app data cannot be read at all. */
export async function openVault(options: VaultOptions): Promise<Vault> {
  const { dataFolder, keychain } = options;
  const environment = options.environment ?? process.env;
  const registered: Sealed[] = [];
  let stored: StoreFile | null = null;
  let ring: readonly RingKey[] = [];
  let wrap: Wrap | null = null;
  let problem: Failure | null = null;

  const keyFileWrap = (file: string, key: Buffer): Wrap => ({
    seal: (text) =>
      writeStoreFile(dataFolder, { version: 1, kind: "key-file", file, keys: wrapped(key, text) }),
  });
  const passphraseWrap = (kdf: Kdf, key: Buffer): Wrap => ({
    seal: (text) =>
      writeStoreFile(dataFolder, { version: 1, kind: "passphrase", kdf, keys: wrapped(key, text) }),
  });
  const keychainWrap = (chain: Sealer): Wrap => ({
    seal: (text) => {
      const keys = Buffer.from(chain.seal(text)).toString("base64");
      return writeStoreFile(dataFolder, { version: 1, kind: "keychain", keys });
    },
  });

  const state = createCurrent<SecretStoreState>(stateNow());
  await begin();

  async function begin(): Promise<void> {
    try {
      stored = await readStoreFile(dataFolder);
      await openWithoutPassphrase();
      problem = null;
    } catch (thrown) {
      problem = toFailure(thrown);
    }
    state.set(stateNow());
  }

  function usesKeychain(): boolean {
    return stored === null ? keychain !== undefined : stored.kind === "keychain";
  }
  function locked(): boolean {
    if (problem !== null) return true;
    if (stored === null && keychain !== undefined) return !keychain.available();
    return ring.length === 0;
  }
  function stateNow(): SecretStoreState {
    const kind = usesKeychain()
      ? "keychain"
      : stored?.kind === "passphrase"
        ? "passphrase"
        : "key-file";
    const file = stored?.kind === "key-file" ? stored.file : "";
    return {
      kind,
      locked: locked(),
      keyFile: kind === "key-file" ? file || path.join(dataFolder, ownKeyFile) : null,
      keychain: keychain?.available() === true,
      problem,
    };
  }

  async function openWithoutPassphrase(): Promise<void> {
    if (stored === null) {
      if (keychain !== undefined) return;
      ring = [{ name: ownKeyName, key: await ownKey(dataFolder) }];
      wrap = keyFileWrap("", await keyOfFile(path.join(dataFolder, ownKeyFile)));
      return;
    }
    switch (stored.kind) {
      case "keychain":
        if (keychain === undefined) throw noKeychainHere();
        ring = readRing(keychain.open(Buffer.from(stored.keys, "base64")));
        wrap = keychainWrap(keychain);
        return;
      case "key-file": {
        const key = await keyOfFile(stored.file || path.join(dataFolder, ownKeyFile));
        const { file } = stored;
        ring = opened(stored, key, () => otherKey(file || ownKeyFile));
        wrap = keyFileWrap(file, key);
        return;
      }
      case "passphrase": {
        const key = await sessionKey(dataFolder, environment);
        if (key === null) return;
        try {
          ring = opened(stored, key, wrongPassphrase);
          wrap = passphraseWrap(stored.kdf, key);
        } catch {
          // The passphrase was changed since: this one opens nothing.
          await forgetSession(dataFolder, environment);
        }
        return;
      }
    }
  }

  async function wrapFor(choice: SecretStoreChoice): Promise<Wrap> {
    switch (choice.kind) {
      case "keychain":
        if (keychain?.available() !== true) throw noKeychainHere();
        return keychainWrap(keychain);
      case "passphrase": {
        if (choice.passphrase.length < shortestPassphrase) throw shortPassphrase();
        const kdf = newKdf(options.cost);
        return passphraseWrap(kdf, await keyOfPassphrase(choice.passphrase, kdf));
      }
      case "key-file": {
        const file = choice.file === "" ? path.join(dataFolder, ownKeyFile) : choice.file;
        if (!path.isAbsolute(file)) throw relativeKeyFile();
        await makeKeyFile(file);
        return keyFileWrap(choice.file, await keyOfFile(file));
      }
    }
  }

  /** The new key is on disk before anything is sealed by it, and the old one until nothing is: a crash at any point leaves all readable. */
  async function renew(next: Wrap): Promise<void> {
    const fresh = { name: newKeyName(), key: randomBytes(32) };
    const both = [...ring, fresh];
    stored = await next.seal(printRing(both));
    wrap = next;
    ring = both;
    problem = null;
    state.set(stateNow());
    const used = new Set<string>();
    for (const sealed of registered) {
      await sealed.reseal();
      for (const name of await sealed.sealers()) used.add(name);
    }
    ring = both.filter((key) => key === fresh || used.has(key.name));
    stored = await next.seal(printRing(ring));
  }

  function mustBeOpen(): Wrap | null {
    const reason = why();
    if (reason !== null) throw new FailureError(reason);
    return wrap;
  }

  /** A system without a keyring, before anything else was chosen. */
  function keyless(): boolean {
    return problem === null && stored === null && keychain?.available() === false;
  }

  function why(): Failure | null {
    if (problem !== null || !locked()) return problem;
    return keyless() ? noKeyring : lockedFailure;
  }

  /** What a keyring sealed earlier cannot be sealed anew without it. */
  async function mustHaveNothing(): Promise<void> {
    for (const sealed of registered)
      if (keychain !== undefined && (await sealed.sealers()).has(keychain.name))
        throw keyringGone();
  }

  const own = (): Sealer | null => {
    if (locked()) return null;
    const newest = ring.at(-1);
    if (newest !== undefined) return keySealer(newest.name, newest.key);
    return keychain ?? null;
  };
  const sealer: Sealer = {
    get name() {
      return own()?.name ?? "";
    },
    seal: (text) => {
      const now = own();
      if (now === null) throw new FailureError(why() ?? lockedFailure);
      return now.seal(text);
    },
    open: (bytes) => {
      const now = own();
      if (now === null) throw new FailureError(why() ?? lockedFailure);
      return now.open(bytes);
    },
  };

  let last: Promise<unknown> = Promise.resolve();
  /** One change at a time. */
  const alone = (work: () => Promise<void>): Promise<void> => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };

  return {
    sealer,
    why,
    state,
    opener: (name) => {
      const key = ring.find((one) => one.name === name);
      if (key !== undefined) return keySealer(key.name, key.key);
      return keychain !== undefined && keychain.name === name && keychain.available()
        ? keychain
        : null;
    },
    register: (sealed) => void registered.push(sealed),
    reopen: () =>
      alone(async () => {
        if (problem === null) return;
        await begin();
        if (problem !== null) throw new FailureError(problem);
        if (!locked()) for (const sealed of registered) sealed.unlocked?.();
      }),
    unlock: (passphrase, session = false) =>
      alone(async () => {
        if (problem !== null) throw new FailureError(problem);
        if (stored?.kind !== "passphrase") throw noPassphrase();
        const key = await keyOfPassphrase(passphrase, stored.kdf);
        ring = opened(stored, key, wrongPassphrase);
        wrap = passphraseWrap(stored.kdf, key);
        if (session) await keepSession(dataFolder, environment, key);
        state.set(stateNow());
        for (const sealed of registered) sealed.unlocked?.();
      }),
    lock: () =>
      alone(async () => {
        if (stored?.kind !== "passphrase") throw noPassphrase();
        for (const sealed of registered) sealed.locked?.();
        for (const { key } of ring) key.fill(0);
        ring = [];
        wrap = null;
        await forgetSession(dataFolder, environment);
        state.set(stateNow());
      }),
    choose: (choice) =>
      alone(async () => {
        if (keyless() && choice.kind !== "keychain") await mustHaveNothing();
        else mustBeOpen();
        const before = state.get();
        await renew(await wrapFor(choice));
        await forgetSession(dataFolder, environment);
        const own = path.join(dataFolder, ownKeyFile);
        const still = stateNow().keyFile === own;
        // Envoi's own key file served the old store only. One the person chose is theirs.
        if (before.keyFile === own && !still) await fs.rm(own, { force: true });
        state.set(stateNow());
      }),
    rotate: () =>
      alone(async () => {
        const now = mustBeOpen() ?? (await wrapFor({ kind: "keychain" }));
        await renew(now);
        state.set(stateNow());
      }),
  };
}

function wrapped(key: Buffer, text: string): string {
  return Buffer.from(keySealer("", key).seal(text)).toString("base64");
}

function opened(
  stored: Extract<StoreFile, { kind: "passphrase" | "key-file" }>,
  key: Buffer,
  refused: () => FailureError,
): readonly RingKey[] {
  try {
    return readRing(keySealer("", key).open(Buffer.from(stored.keys, "base64")));
  } catch {
    // The file's checksum was right, so it is the key that is not.
    throw refused();
  }
}

/** A key file of this name, made when there is none. */
async function makeKeyFile(file: string): Promise<void> {
  const there = await fs.stat(file).then(
    (stat) => stat.isFile(),
    () => null,
  );
  if (there === true) return;
  try {
    await atomicWrite(file, freshKeyText(), { expectHash: null, mode: 0o600 });
  } catch (error) {
    throw storageFailure(error, path.basename(file));
  }
}
