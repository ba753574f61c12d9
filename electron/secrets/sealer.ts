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

/** Seals with a key of 32 bytes: AES-256-GCM (NIST SP 800-38D), a new IV each time. The result is IV, tag, sealed text. */
export function keySealer(name: string, key: Uint8Array): Sealer {
  return {
    name,
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

/** The key file of app data, and the name its values are sealed under. */
export const ownKeyFile = "secret.key";
export const ownKeyName = "file-key-1";

/**
 * The key of `<folder>/secret.key`, mode 0600, made when there is none. Throws FailureError `storage/secret-key-unusable`.
 *
 * What it is for: values are not readable in backups of the values alone, in screenshots, in logs or by a search of the
 * disk for a known token. What it is not: protection from anybody who can read both files as this user. A passphrase or
 * the system's keychain is.
 */
export async function ownKey(folder: string): Promise<Buffer> {
  const file = path.join(folder, ownKeyFile);
  const found = await keyIn(file);
  if (found !== null) return found;
  // Two processes may start together: the one whose file is there first wins, the other reads it.
  await atomicWrite(file, freshKeyText(), { expectHash: null, mode: 0o600 });
  const key = await keyIn(file);
  if (key !== null) return key;
  throw unusable();
}

/** 32 random bytes as a line of hex: what a key file holds. */
export function freshKeyText(): string {
  return `${randomBytes(32).toString("hex")}\n`;
}

async function keyIn(file: string): Promise<Buffer | null> {
  let text: string;
  try {
    text = await fs.readFile(file, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw storageFailure(error, ownKeyFile);
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
    place: ownKeyFile,
  });
}
