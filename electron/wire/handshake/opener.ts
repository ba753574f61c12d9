import type { CipherGCMTypes } from "node:crypto";
import { lateCrypto } from "../../base/late.ts";
import type { TlsRecord } from "./records.ts";

interface Suite {
  readonly cipher: CipherGCMTypes | "chacha20-poly1305";
  readonly hash: string;
  /** Bytes. */
  readonly keyLength: number;
}

const suites: Readonly<Record<number, Suite>> = {
  0x1301: { cipher: "aes-128-gcm", hash: "sha256", keyLength: 16 },
  0x1302: { cipher: "aes-256-gcm", hash: "sha384", keyLength: 32 },
  0x1303: { cipher: "chacha20-poly1305", hash: "sha256", keyLength: 32 },
};

/** A record's true type and content; null: it could not be opened. Called with each record of one direction, in order. */
export type OpenRecord = (
  record: TlsRecord,
) => { readonly type: number; readonly content: Uint8Array } | null;

/**
 * Opens the encrypted part of a TLS 1.3 handshake (RFC 8446 §5.2, §7.3) with the traffic secret of its sender: Envoi reads its own
 * handshakes, to show which certificates were in them. null: a suite nobody here opens.
 */
export function createOpener(cipherNumber: number, secret: Uint8Array): OpenRecord | null {
  const suite = suites[cipherNumber];
  if (suite === undefined) return null;
  const key = expandLabel(suite.hash, secret, "key", suite.keyLength);
  const iv = expandLabel(suite.hash, secret, "iv", 12);
  let sequence = 0;
  return ({ header, payload }) => {
    const tag = payload.length - 16;
    if (tag < 1) return null;
    const nonce = Buffer.from(iv);
    nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ sequence) >>> 0, 8);
    sequence += 1;
    try {
      const decipher = lateCrypto().createDecipheriv(suite.cipher as CipherGCMTypes, key, nonce, {
        authTagLength: 16,
      });
      decipher.setAAD(header);
      decipher.setAuthTag(payload.subarray(tag));
      const inner = Buffer.concat([decipher.update(payload.subarray(0, tag)), decipher.final()]);
      // The type is the last byte that is not zero.
      let end = inner.length;
      while (end > 0 && inner[end - 1] === 0) end -= 1;
      return end === 0 ? null : { type: inner[end - 1] ?? 0, content: inner.subarray(0, end - 1) };
    } catch {
      return null;
    }
  };
}

/** HKDF-Expand-Label (RFC 8446 §7.1) with an empty context, for lengths of one block of the hash. */
function expandLabel(hash: string, secret: Uint8Array, label: string, length: number): Buffer {
  const name = `tls13 ${label}`;
  const info = Buffer.concat([
    Buffer.from([length >> 8, length & 0xff, name.length]),
    Buffer.from(name, "latin1"),
    Buffer.from([0, 1]),
  ]);
  return lateCrypto().createHmac(hash, secret).update(info).digest().subarray(0, length);
}
