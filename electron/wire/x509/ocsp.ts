import type { X509Certificate } from "node:crypto";
import type { OcspView } from "../../../shared/model/tls-view.ts";
import { lateCrypto } from "../../base/late.ts";
import { type Certificate, readCertificate } from "./certificate.ts";
import { type DerValue, derTags, oidText, readDer, readSequence, timeText } from "./der.ts";
import { signatureHashes } from "./oids.ts";

const basicResponse = "1.3.6.1.5.5.7.48.1.1";
const hashes: Readonly<Record<string, string>> = {
  "1.3.14.3.2.26": "sha1",
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
};

const unreadable: OcspView = {
  status: "unreadable",
  producedAt: "",
  thisUpdate: "",
  nextUpdate: "",
  revokedAt: "",
  signed: false,
};

/**
 * What a stapled response (RFC 6960 §4.2.1) says about `leaf`. `leaf` and `issuer` are DER; null: the issuer is not known, then neither
 * name nor signature is compared. Never throws.
 */
export function readOcsp(
  response: Uint8Array,
  leaf: Uint8Array,
  issuer: Uint8Array | null,
): OcspView {
  try {
    const basic = basicOf(response);
    const [data, algorithm, signature, certificates] = basic;
    if (data === undefined) return unreadable;
    const certificate = readCertificate(leaf);
    const signer = issuer === null ? null : readCertificate(issuer);
    const fields = readDer(data.content);
    const produced = fields.find(({ tag }) => tag === derTags.generalizedTime);
    // responses is the only SEQUENCE in it; a version and a responder's name are tagged.
    const responses = fields.find(({ tag }) => tag === derTags.sequence);
    const one = readDer(responses?.content ?? new Uint8Array())
      .map(({ content }) => readDer(content))
      .find(([id]) => id !== undefined && isAbout(id, certificate, signer));
    if (one === undefined) return unreadable;
    const [, status, thisUpdate, ...rest] = one;
    const next = rest.find(({ tag }) => tag === 0xa0);
    return {
      status: statusOf(status),
      producedAt: time(produced),
      thisUpdate: time(thisUpdate),
      nextUpdate: next === undefined ? "" : time(readDer(next.content)[0]),
      revokedAt: status?.tag === 0xa1 ? time(readDer(status.content)[0]) : "",
      signed:
        issuer !== null &&
        isSigned(data.whole, algorithm, signature, signersOf(issuer, certificates)),
    };
  } catch {
    return unreadable;
  }
}

function basicOf(response: Uint8Array): readonly DerValue[] {
  const [status, wrapped] = readSequence(response);
  if (status?.tag !== derTags.enumerated || status.content[0] !== 0) return [];
  const [type, bytes] = readSequence(wrapped?.content ?? new Uint8Array());
  if (type === undefined || bytes === undefined || oidText(type.content) !== basicResponse)
    return [];
  return readSequence(bytes.content);
}

/** CertID: hash algorithm, hash of the issuer's name, hash of its key, serial number. */
function isAbout(id: DerValue, leaf: Certificate, issuer: Certificate | null): boolean {
  const [algorithm, name, key, serial] = readDer(id.content);
  if (serial === undefined || !Buffer.from(serial.content).equals(leaf.serial)) return false;
  const hash =
    hashes[
      oidText(readDer(algorithm?.content ?? new Uint8Array())[0]?.content ?? new Uint8Array())
    ];
  if (hash === undefined) return false;
  const equal = (found: DerValue | undefined, of: Uint8Array): boolean =>
    found !== undefined && lateCrypto().createHash(hash).update(of).digest().equals(found.content);
  return equal(name, leaf.issuerName) && (issuer === null || equal(key, issuer.publicKeyBits));
}

function statusOf(status: DerValue | undefined): OcspView["status"] {
  // [0] NULL, [1] SEQUENCE, [2] NULL, all implicit.
  if (status?.tag === 0x80) return "good";
  if (status?.tag === 0xa1) return "revoked";
  return status?.tag === 0x82 ? "unknown" : "unreadable";
}

function time(value: DerValue | undefined): string {
  return value?.tag === derTags.generalizedTime ? timeText(value.content) : "";
}

/** The issuer itself, and responders it made a certificate for (RFC 6960 §4.2.2.2). */
function signersOf(issuer: Uint8Array, wrapped: DerValue | undefined): readonly X509Certificate[] {
  const { X509Certificate } = lateCrypto();
  const authority = new X509Certificate(issuer);
  const others = wrapped?.tag === 0xa0 ? readSequence(wrapped.content) : [];
  const made = others
    .filter(({ whole }) => readCertificate(whole).extendedKeyUsage.includes("OCSPSigning"))
    .map(({ whole }) => new X509Certificate(whole))
    .filter((one) => one.checkIssued(authority) && one.verify(authority.publicKey));
  return [authority, ...made];
}

function isSigned(
  data: Uint8Array,
  algorithm: DerValue | undefined,
  signature: DerValue | undefined,
  signers: readonly X509Certificate[],
): boolean {
  const oid = oidText(
    readDer(algorithm?.content ?? new Uint8Array())[0]?.content ?? new Uint8Array(),
  );
  const hash = signatureHashes[oid];
  if (hash === undefined || signature === undefined) return false;
  const bits = signature.content.subarray(1);
  return signers.some(({ publicKey }) => lateCrypto().verify(hash, data, publicKey, bits));
}
