import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { FailureError } from "../../shared/model/failure.ts";
import { atomicWrite } from "../base/atomic-write.ts";
import { errorCode, storageFailure } from "../base/storage-failure.ts";

/** Seals texts for storing and opens them again. */
export interface Sealer {
  /** Stored beside the values: another sealer cannot open them. */
  readonly name: string;
  seal(text: string): Uint8Array;
  /** Throws when the bytes were not sealed by this sealer with this key. */
  open(bytes: Uint8Array): string;
}

const ivBytes = 12;
const tagBytes = 16;

/**
 * A sealer with a random key in `<folder>/secret.key`, mode 0600 (AES-256-GCM, NIST SP 800-38D, a new IV each time).
 *
 * What it is for: values are not readable in backups of the values alone, in screenshots, in logs or by a search of the
 * disk for a known token. What it is not: protection from anybody who can read both files as this user. Where the system
 * has a keychain the desktop app uses that instead.
 */
export async function fileKeySealer(folder: string): Promise<Sealer> {
  const key = await readKey(path.join(folder, "secret.key"));
  return {
    name: "file-key-1",
    seal: (text) => {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv("aes-256-gcm", key, iv);
      const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
    },
    open: (bytes) => {
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, ivBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
      const text = Buffer.concat([
        decipher.update(bytes.subarray(ivBytes + tagBytes)),
        decipher.final(),
      ]);
      return text.toString("utf8");
    },
  };
}

async function readKey(file: string): Promise<Buffer> {
  const found = await keyIn(file);
  if (found !== null) return found;
  // Two processes may start together: the one whose file is there first wins, the other reads it.
  const fresh = `${randomBytes(32).toString("hex")}\n`;
  await atomicWrite(file, fresh, { expectHash: null, mode: 0o600 });
  const key = await keyIn(file);
  if (key !== null) return key;
  throw unusable();
}

async function keyIn(file: string): Promise<Buffer | null> {
  let text: string;
  try {
    text = await fs.readFile(file, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw storageFailure(error, "secret.key");
  }
  // Never replaced: a new key would make every stored secret unreadable for good.
  if (!/^[0-9a-f]{64}\n?$/.test(text)) throw unusable();
  return Buffer.from(text.trim(), "hex");
}

function unusable(): FailureError {
  return new FailureError({
    kind: "storage",
    code: "secret-key-unusable",
    message: "The key of the secret store cannot be read.",
    remedy: "Restore secret.key from a backup, or remove it and enter the secrets again.",
    place: "secret.key",
  });
}
