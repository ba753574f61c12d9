import fs from "node:fs/promises";
import path from "node:path";
import {
  noSharedSecrets,
  parseSharedSecrets,
  printSharedSecrets,
  type SharedSecrets,
  sharedSecretsFile,
} from "../../shared/formats/shared-secrets/file.ts";
import { type Failure, FailureError, toFailure } from "../../shared/model/failure.ts";
import type { SharedSecretsView } from "../../shared/model/shared-secrets.ts";
import { atomicWrite, sha256 } from "../base/atomic-write.ts";
import { errorCode, storageFailure } from "../base/storage-failure.ts";
import {
  checkRecipient,
  decryptWith,
  encryptFor,
  newIdentity,
  recipientOf,
  stanzasOf,
} from "./age.ts";
import { identitiesId, type Secrets } from "./secrets.ts";
import type { SecretPlace, SecretSource } from "./sources.ts";

/** Secrets that lie encrypted in the collection's folder, for a team to share through git. Functions reject with FailureError. */
export interface SharedStore extends SecretSource {
  view(place: SecretPlace): Promise<SharedSecretsView>;
  /** Recipients of this machine's identities; makes an identity when there is none. */
  ownRecipients(): Promise<readonly string[]>;
  /** Keeps an identity in this machine's store; gives its recipient. */
  keepIdentity(identity: string): Promise<string>;
  /** Writes a value; the first one of a file makes this machine its first recipient. */
  set(place: SecretPlace, name: string, value: string): Promise<void>;
  remove(place: SecretPlace, name: string): Promise<void>;
  addRecipient(place: SecretPlace, key: string, label: string): Promise<void>;
  removeRecipient(place: SecretPlace, key: string): Promise<void>;
  /** Encrypts every value anew for the list as it is: after a merge. */
  encryptAgain(place: SecretPlace): Promise<void>;
  /** The file follows its environment to its new name. */
  rename(root: string, from: string, to: string): Promise<void>;
  /** A value follows its variable to its new name, encrypted as it is. */
  renameVariable(place: SecretPlace, from: string, to: string): Promise<void>;
}

interface Read {
  readonly shared: SharedSecrets;
  /** Hash of the file's bytes; null: there is none. */
  readonly hash: string | null;
}

/** @param more identities besides those of the store (a file named for one run) */
export function createSharedStore(
  secrets: Pick<Secrets, "open" | "set">,
  more: () => Promise<readonly string[]> = async () => [],
): SharedStore {
  /** Opening takes milliseconds and is wanted at every look at a request, so what was opened stays in memory while the store is open. */
  const openedBefore = new Map<string, string>();
  const recipientsBefore = new Map<string, string>();
  const open = async (keys: readonly string[], sealed: string): Promise<string | null> => {
    const before = openedBefore.get(sealed);
    if (before !== undefined) return before;
    const text = await decryptWith(keys, sealed);
    if (text !== null) openedBefore.set(sealed, text);
    return text;
  };
  const recipient = async (identity: string): Promise<string> => {
    const known = recipientsBefore.get(identity) ?? (await recipientOf(identity));
    recipientsBefore.set(identity, known);
    return known;
  };
  const identities = async (): Promise<{
    readonly keys: readonly string[];
    readonly locked: Failure | null;
  }> => {
    const { values, missing } = await secrets.open(identitiesId, "");
    const [locked = null] = missing.values();
    if (locked !== null) {
      openedBefore.clear();
      recipientsBefore.clear();
    }
    return { keys: [...values.values(), ...(await more())], locked };
  };

  async function read({ root, environment }: SecretPlace): Promise<Read> {
    const file = sharedSecretsFile(environment);
    try {
      const bytes = await fs.readFile(await inside(root, file));
      return { shared: parseSharedSecrets(bytes.toString("utf8")), hash: sha256(bytes) };
    } catch (error) {
      if (error instanceof FailureError) {
        const { place } = error.failure;
        throw new FailureError({
          ...error.failure,
          place: place === undefined ? file : `${file}, ${place}`,
        });
      }
      if (errorCode(error) === "ENOENT") return { shared: noSharedSecrets, hash: null };
      throw storageFailure(error, file);
    }
  }

  async function write(place: SecretPlace, { hash }: Read, next: SharedSecrets): Promise<void> {
    const file = sharedSecretsFile(place.environment);
    if (next.recipientConflict || next.conflicts.size > 0) throw unfinishedMerge(file, next);
    const result = await atomicWrite(path.join(place.root, file), printSharedSecrets(next), {
      expectHash: hash,
      root: place.root,
    });
    if (result.kind === "conflict")
      throw new FailureError({
        kind: "conflict",
        code: "shared-secrets-changed",
        message: "The file of shared secrets was changed by another program in this moment.",
        remedy: "Do it again.",
        place: file,
      });
  }

  /** All values as texts; rejects when one of them cannot be opened here, because it would be lost. */
  async function texts({ shared }: Read): Promise<ReadonlyMap<string, string>> {
    const { keys, locked } = await identities();
    if (locked !== null) throw new FailureError(locked);
    const opened = new Map<string, string>();
    for (const [name, sealed] of shared.values) {
      const text = await open(keys, sealed);
      if (text === null)
        throw new FailureError({
          ...notForYou(name),
          message:
            "A value cannot be opened on this machine, so the list of people was not changed.",
        });
      opened.set(name, text);
    }
    return opened;
  }

  async function encryptAll(
    place: SecretPlace,
    before: Read,
    recipients: SharedSecrets["recipients"],
  ): Promise<void> {
    const keys = recipients.map(({ key }) => key);
    const values = new Map<string, string>();
    for (const [name, text] of await texts(before)) values.set(name, await encryptFor(keys, text));
    await write(place, before, { ...before.shared, recipients, values });
  }

  async function ownRecipients(): Promise<readonly string[]> {
    const { keys, locked } = await identities();
    if (locked !== null) throw new FailureError(locked);
    if (keys.length > 0) return await Promise.all(keys.map(recipient));
    const made = await newIdentity();
    await secrets.set(identitiesId, "", made.recipient, made.identity);
    return [made.recipient];
  }

  return {
    ownRecipients,
    async open(place, names) {
      const values = new Map<string, string>();
      const missing = new Map<string, Failure>();
      let found: Read;
      try {
        found = await read(place);
      } catch (thrown) {
        for (const name of names) missing.set(name, toFailure(thrown));
        return { values, missing };
      }
      const wanted = names.filter((name) => found.shared.values.has(name));
      if (wanted.length === 0) return { values, missing };
      const { keys, locked } = await identities();
      for (const name of wanted) {
        const sealed = found.shared.values.get(name) ?? "";
        if (found.shared.conflicts.has(name)) missing.set(name, twoValues(name));
        else if (locked !== null && keys.length === 0)
          // A lock is named by the secret; whatever else is wrong with the store by its own place.
          missing.set(name, locked.code === "secrets-locked" ? { ...locked, place: name } : locked);
        else {
          const text = await open(keys, sealed);
          if (text === null) missing.set(name, notForYou(name));
          else values.set(name, text);
        }
      }
      return { values, missing };
    },
    async view(place) {
      const { shared, hash } = await read(place);
      const { keys } = await identities();
      const own = new Set(await Promise.all(keys.map(recipient)));
      return {
        file: hash === null ? null : sharedSecretsFile(place.environment),
        recipients: shared.recipients.map(({ key, label }) => ({ key, label, own: own.has(key) })),
        names: [...shared.values.keys()],
        conflicts: [...shared.conflicts],
        recipientConflict: shared.recipientConflict,
        stale: [...shared.values]
          .filter(([, sealed]) => stanzasOf(sealed) !== shared.recipients.length)
          .map(([name]) => name),
      };
    },
    async keepIdentity(identity) {
      const own = await recipientOf(identity);
      await secrets.set(identitiesId, "", own, identity);
      return own;
    },
    async set(place, name, value) {
      const before = await read(place);
      const { shared } = before;
      const [own = ""] = await ownRecipients();
      const recipients =
        shared.recipients.length > 0 ? shared.recipients : [{ key: own, label: "" }];
      const sealed = await encryptFor(
        recipients.map(({ key }) => key),
        value,
      );
      await write(place, before, {
        ...shared,
        recipients,
        values: new Map([...shared.values, [name, sealed]]),
        conflicts: new Set([...shared.conflicts].filter((other) => other !== name)),
      });
    },
    async remove(place, name) {
      const before = await read(place);
      const values = new Map(before.shared.values);
      if (!values.delete(name)) return;
      const conflicts = new Set([...before.shared.conflicts].filter((other) => other !== name));
      await write(place, before, { ...before.shared, values, conflicts });
    },
    async addRecipient(place, key, label) {
      await checkRecipient(key);
      const before = await read(place);
      const others = before.shared.recipients.filter((one) => one.key !== key);
      const [own = ""] = others.length === 0 ? await ownRecipients() : [];
      const first = own === "" || own === key ? [] : [{ key: own, label: "" }];
      await encryptAll(place, before, [...first, ...others, { key, label: oneLine(label) }]);
    },
    async removeRecipient(place, key) {
      const before = await read(place);
      const { recipients } = before.shared;
      const left = recipients.filter((one) => one.key !== key && one.label !== key);
      if (left.length === recipients.length) throw noSuchRecipient(key);
      if (left.length === 0) throw lastRecipient();
      await encryptAll(place, before, left);
    },
    async encryptAgain(place) {
      const before = await read(place);
      if (before.hash !== null) await encryptAll(place, before, before.shared.recipients);
    },
    async rename(root, from, to) {
      const file = await inside(root, sharedSecretsFile(from)).catch(() => null);
      if (file === null) return;
      const target = path.join(root, sharedSecretsFile(to));
      // Never over another's.
      if (await fs.stat(target).catch(() => null)) return;
      await fs.rename(file, target).catch((error: unknown) => {
        throw storageFailure(error, sharedSecretsFile(to));
      });
    },
    async renameVariable(place, from, to) {
      const before = await read(place);
      const sealed = before.shared.values.get(from);
      if (sealed === undefined) return;
      const values = new Map([...before.shared.values, [to, sealed] as const]);
      values.delete(from);
      await write(place, before, { ...before.shared, values });
    },
  };
}

/** The file's real path; rejects when it is not there or lies outside the collection behind a link. */
async function inside(root: string, file: string): Promise<string> {
  const real = await fs.realpath(path.join(root, file));
  if (real.startsWith(root + path.sep)) return real;
  throw new FailureError({
    kind: "policy",
    code: "outside-root",
    message: "This file lies outside its folder, behind a link.",
    remedy: "Replace the link by a file.",
    place: file,
  });
}

function oneLine(label: string): string {
  return label.replaceAll(/[\r\n#]+/g, " ").trim();
}

function notForYou(name: string): Failure {
  return {
    kind: "policy",
    code: "shared-secret-not-for-you",
    message: "This shared secret is not encrypted for any identity of this machine.",
    remedy:
      "Send your public key (envoi secrets identity) to somebody who can open it, and ask to be added.",
    place: name,
  };
}

function twoValues(name: string): Failure {
  return {
    kind: "conflict",
    code: "shared-secret-conflict",
    message: "This shared secret has two values after a merge.",
    remedy: "Write the value that counts.",
    place: name,
  };
}

function unfinishedMerge(
  file: string,
  { recipientConflict, conflicts }: SharedSecrets,
): FailureError {
  return new FailureError({
    kind: "conflict",
    code: "shared-secrets-merge",
    message: recipientConflict
      ? "A merge left two lists of people in the file of shared secrets."
      : "A merge left two values for a name in the file of shared secrets.",
    remedy: recipientConflict
      ? "Decide in the file who is to be on the list, take git's marks out, and encrypt again."
      : `Write the value that counts for: ${[...conflicts].join(", ")}.`,
    place: file,
  });
}

function noSuchRecipient(key: string): FailureError {
  return new FailureError({
    kind: "not-found",
    code: "no-recipient",
    message: "Nobody of that key or name can open these secrets.",
    place: key.slice(0, 80),
  });
}

function lastRecipient(): FailureError {
  return new FailureError({
    kind: "input",
    code: "last-recipient",
    message: "This is the last one who can open these secrets: nobody could afterwards.",
    remedy: "Add somebody else first, or remove the values.",
  });
}
