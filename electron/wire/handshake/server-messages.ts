import { nameText } from "../x509/name.ts";
import { cipherName } from "./cipher-names.ts";
import { Cursor, extensionsOf } from "./cursor.ts";
import { groupName, versionName } from "./names.ts";

export interface ServerHello {
  readonly version: string;
  readonly cipher: string;
  readonly cipherNumber: number;
  /** "" before TLS 1.3: it comes with the key exchange then. */
  readonly group: string;
  /** Only a wish for another key share (RFC 8446 §4.1.4); the real one follows. */
  readonly retry: boolean;
  /** It takes the session that was offered (§4.2.11): no certificate follows, and none is asked for (§4.3.2). */
  readonly resumes: boolean;
}

const retryRandom = Buffer.from(
  "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c",
  "hex",
);

/** Handshake message 2. Throws RangeError when it is cut, as all of these do. */
export function readServerHello(body: Uint8Array): ServerHello {
  const cursor = new Cursor(body);
  let version = cursor.number(2);
  const random = cursor.take(32);
  cursor.skipVector(1);
  const cipherNumber = cursor.number(2);
  cursor.skip(1);
  let group = "";
  let resumes = false;
  const extensions = cursor.left > 0 ? cursor.inner(2) : cursor;
  while (extensions.left > 0) {
    const number = extensions.number(2);
    const content = extensions.inner(2);
    if (number === 43) version = content.number(2);
    else if (number === 51) group = groupName(content.number(2));
    else if (number === 41) resumes = true;
  }
  return {
    version: versionName(version),
    cipher: cipherName(cipherNumber),
    cipherNumber,
    group,
    retry: retryRandom.equals(random),
    resumes,
  };
}

/** Handshake message 11: the certificates as DER, in the order they were sent. */
export function readCertificates(body: Uint8Array, tls13: boolean): readonly Buffer[] {
  const cursor = new Cursor(body);
  if (tls13) cursor.vector(1);
  return new Cursor(cursor.vector(3)).all((list) => {
    const der = Buffer.from(list.vector(3));
    if (tls13) list.vector(2);
    return der;
  });
}

/** Handshake message 13: the names of the authorities the server accepts client certificates of; empty: any. */
export function readCertificateRequest(
  body: Uint8Array,
  tls12: boolean,
  tls13: boolean,
): readonly string[] {
  const cursor = new Cursor(body);
  cursor.vector(1);
  let names: Uint8Array | undefined;
  if (tls13) names = extensionsOf(cursor.vector(2)).get(47);
  else {
    if (tls12) cursor.vector(2);
    names = cursor.take(cursor.left);
  }
  if (names === undefined || names.length === 0) return [];
  return new Cursor(new Cursor(names).vector(2)).all((list) => nameText(list.vector(2)));
}

export interface KeyExchange {
  /** "" for a finite field. */
  readonly group: string;
  /** The prime of a finite field; null for a curve. */
  readonly prime: Buffer | null;
}

/** Handshake message 12 (RFC 8422 §5.4, RFC 5246 §7.4.3) of a cipher by its name. */
export function readKeyExchange(body: Uint8Array, cipher: string): KeyExchange {
  const cursor = new Cursor(body);
  if (/^(?:DHE|ADH|EXP-DHE)-/.test(cipher)) {
    return { group: "", prime: Buffer.from(cursor.vector(2)) };
  }
  const named = cipher.startsWith("ECDHE-") && cursor.number(1) === 3;
  return { group: named ? groupName(cursor.number(2)) : "", prime: null };
}
