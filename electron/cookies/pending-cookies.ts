import { rm } from "node:fs/promises";
import * as v from "valibot";
import type { Cookie, JarId } from "../../shared/model/cookie.ts";
import { atomicWrite } from "../base/atomic-write.ts";
import { readJsonFile } from "../base/json-file.ts";
import { decryptWith, encryptFor, newIdentity } from "../secrets/age.ts";
import type { Vault } from "../secrets/vault.ts";
import { jarsIn, writeJars } from "./cookie-file.ts";

/**
 * Cookies that arrive while the store is locked, kept for the next unlock: encrypted (age) for a key whose other half is sealed in the same
 * file, so that anybody can put some in and only an unlocked store takes them out.
 */
export interface PendingCookies {
  /** Makes the key, a new one each time; without a passphrase there is nothing to lock, and no file. Rejects with FailureError `storage`. */
  prepare(): Promise<void>;
  /** Makes the key when there is none. */
  prepared(): Promise<void>;
  /** In place of what this run kept before. False: there is no key, so nothing was kept. */
  keep(jars: Iterable<readonly [JarId, readonly Cookie[]]>): Promise<boolean>;
  /** What was kept, oldest first; none while it is locked. */
  take(): Promise<readonly ReadonlyMap<JarId, readonly Cookie[]>[]>;
  /** Forgets it: it is in the jars, and they are on the disk. */
  clear(): Promise<void>;
}

const schema = v.object({
  version: v.literal(1),
  recipient: v.string(),
  identity: v.object({ sealer: v.string(), text: v.string() }),
  /** Each an age file in base64. */
  kept: v.array(v.string()),
});
type Content = v.InferOutput<typeof schema>;

/** @param file made when the store has a passphrase; mode 0600 */
export function pendingCookies(
  file: string,
  vault: Pick<Vault, "state" | "sealer" | "opener">,
): PendingCookies {
  /** What earlier runs kept: stays in front of what this one keeps. null: not looked at yet. */
  let earlier: readonly string[] | null = null;
  const read = (): Promise<Content | null> => readJsonFile(file, (value) => v.parse(schema, value));
  const write = (content: Content): Promise<unknown> =>
    atomicWrite(file, JSON.stringify(content), { mode: 0o600 });
  const prepare = async (): Promise<void> => {
    if (vault.state.get().kind !== "passphrase") return await rm(file, { force: true });
    const { identity, recipient } = await newIdentity();
    const { sealer } = vault;
    const text = Buffer.from(sealer.seal(identity)).toString("base64");
    earlier = [];
    await write({ version: 1, recipient, identity: { sealer: sealer.name, text }, kept: [] });
  };
  return {
    prepare,
    async prepared() {
      if ((await read()) === null) await prepare();
    },
    async keep(jars) {
      const content = await read();
      if (content === null) return false;
      earlier ??= content.kept;
      const mine = await encryptFor([content.recipient], writeJars(jars));
      await write({ ...content, kept: [...earlier, mine] });
      return true;
    },
    async take() {
      const content = await read();
      if (content === null || content.kept.length === 0) return [];
      const { sealer, text } = content.identity;
      let identity: string | undefined;
      try {
        identity = vault.opener(sealer)?.open(Buffer.from(text, "base64"));
      } catch {
        // Sealed with a key that is gone.
      }
      if (identity === undefined) return [];
      const keys = [identity];
      const texts = await Promise.all(content.kept.map((one) => decryptWith(keys, one)));
      return texts.flatMap((plain) => (plain === null ? [] : [jarsIn(JSON.parse(plain))]));
    },
    async clear() {
      const content = await read();
      earlier = [];
      if (content !== null && content.kept.length > 0) await write({ ...content, kept: [] });
    },
  };
}
