import { createHash, randomBytes, scrypt } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import * as v from "valibot";
import { FailureError } from "../../shared/model/failure.ts";
import { atomicWrite } from "../base/atomic-write.ts";
import { errorCode, storageFailure } from "../base/storage-failure.ts";

/** A key that seals values, and the name they are sealed under. The last one of a ring seals; all of them open. */
export interface RingKey {
  readonly name: string;
  readonly key: Buffer;
}

/** The name of a new key; those of a host's usual key begin with another word. */
export function newKeyName(): string {
  return `key-${randomBytes(8).toString("hex")}`;
}

/** True for a key that is in `secret-store.json` or nowhere. */
export function isRingKey(name: string): boolean {
  return name.startsWith("key-");
}

const kdf = v.object({
  name: v.literal("scrypt"),
  /** Bounded: a file from elsewhere must not make this program take all memory. */
  N: v.pipe(v.number(), v.integer(), v.minValue(1024), v.maxValue(1 << 20)),
  r: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16)),
  p: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8)),
  salt: v.string(),
});

/** `keys`: the ring, sealed, in base64. `check`: SHA-256 of the rest, so that damage is not taken for a wrong passphrase. */
const fileSchema = v.variant("kind", [
  v.object({
    version: v.literal(1),
    kind: v.literal("passphrase"),
    kdf,
    keys: v.string(),
    check: v.string(),
  }),
  v.object({
    version: v.literal(1),
    kind: v.literal("key-file"),
    file: v.string(),
    keys: v.string(),
    check: v.string(),
  }),
  v.object({
    version: v.literal(1),
    kind: v.literal("keychain"),
    keys: v.string(),
    check: v.string(),
  }),
]);

export type StoreFile = v.InferOutput<typeof fileSchema>;
export type Kdf = v.InferOutput<typeof kdf>;
type WithoutCheck<T> = T extends unknown ? Omit<T, "check"> : never;

export const storeFileName = "secret-store.json";

/** null: there is none, so the usual store of the host counts. Throws FailureError `storage`; a damaged file stays as it is. */
export async function readStoreFile(folder: string): Promise<StoreFile | null> {
  let text: string;
  try {
    text = await fs.readFile(path.join(folder, storeFileName), "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw storageFailure(error, storeFileName);
  }
  try {
    const found = v.parse(fileSchema, JSON.parse(text));
    if (found.check === checkOf(found)) return found;
  } catch {
    // Said below, whatever is wrong with it.
  }
  throw new FailureError({
    kind: "storage",
    code: "secret-store-damaged",
    message: "The file that holds the keys of the secret store is damaged, so it was not touched.",
    remedy: "Restore secret-store.json from a backup, or move it away and enter the secrets again.",
    place: storeFileName,
  });
}

/** Replaces the file whole; mode 0600. Throws FailureError `storage`, and the old one is then intact. */
export async function writeStoreFile(
  folder: string,
  content: WithoutCheck<StoreFile>,
): Promise<StoreFile> {
  const whole: StoreFile = { ...content, check: checkOf(content) };
  await atomicWrite(path.join(folder, storeFileName), `${JSON.stringify(whole, null, 2)}\n`, {
    mode: 0o600,
  });
  return whole;
}

function checkOf(content: object): string {
  const sorted = Object.entries(content)
    .filter(([key]) => key !== "check")
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(sorted)).digest("hex");
}

/** New parameters: 128 MiB and some tenths of a second for each guess (RFC 7914; OWASP's password storage advice). */
export function newKdf(cost = 1 << 17): Kdf {
  return { name: "scrypt", N: cost, r: 8, p: 1, salt: randomBytes(16).toString("base64") };
}

/** 32 bytes out of a passphrase. The same letters typed on another keyboard give the same key (NFKC). */
export function keyOfPassphrase(passphrase: string, { N, r, p, salt }: Kdf): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { N, r, p, maxmem: 256 * N * r };
    scrypt(passphrase.normalize("NFKC"), Buffer.from(salt, "base64"), 32, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

/** Least and most bytes of a key file. */
const smallestKey = 32;
const largestKey = 1 << 20;

/** 32 bytes out of any file. Throws FailureError `not-found` or `input`. */
export async function keyOfFile(file: string): Promise<Buffer> {
  let bytes: Buffer;
  try {
    const { size } = await fs.stat(file);
    if (size < smallestKey || size > largestKey) throw unusableKeyFile(file);
    bytes = await fs.readFile(file);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw storageFailure(error, path.basename(file));
    throw new FailureError({
      kind: "not-found",
      code: "key-file-missing",
      message: "The key file of the secret store is not there.",
      remedy: "Bring it back to its place: mount the disk it lies on, or restore it from a backup.",
      place: file,
    });
  }
  return createHash("sha256").update(bytes).digest();
}

function unusableKeyFile(file: string): FailureError {
  return new FailureError({
    kind: "input",
    code: "key-file-unusable",
    message: "A key file has 32 bytes at least and 1 MiB at most.",
    remedy: "Choose another file, or the name of one that is not there yet.",
    place: file,
  });
}

const ringSchema = v.array(v.object({ name: v.string(), key: v.string() }));

export function printRing(ring: readonly RingKey[]): string {
  return JSON.stringify(ring.map(({ name, key }) => ({ name, key: key.toString("base64") })));
}

export function readRing(text: string): readonly RingKey[] {
  return v
    .parse(ringSchema, JSON.parse(text))
    .map(({ name, key }) => ({ name, key: Buffer.from(key, "base64") }));
}
