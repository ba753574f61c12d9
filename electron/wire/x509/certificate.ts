import { type DerValue, derTags, oidText, readDer, readSequence, smallInteger } from "./der.ts";
import { extensionOids, purposeNames, signatureNames } from "./oids.ts";

interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  /** What is inside the OCTET STRING. */
  readonly value: Uint8Array;
}

/** What Node does not tell of a certificate (RFC 5280 §4.1). */
export interface Certificate {
  /** Object identifier of the algorithm it is signed with. */
  readonly signature: string;
  readonly signatureAlgorithm: string;
  readonly keyUsage: readonly string[];
  readonly extendedKeyUsage: readonly string[];
  readonly basicConstraints: {
    readonly authority: boolean;
    readonly pathLength: number | null;
  } | null;
  /** DNS names and others an authority may make certificates for, and may not. */
  readonly nameConstraints: {
    readonly permitted: readonly string[];
    readonly excluded: readonly string[];
  } | null;
  /** RFC 7633: it counts only with a stapled OCSP response. */
  readonly mustStaple: boolean;
  /** Critical extensions by object identifier. */
  readonly critical: readonly string[];
  /** DER of the issuer's name and of the serial number's content, and the bits of the public key: what OCSP compares. */
  readonly issuerName: Uint8Array;
  readonly subjectName: Uint8Array;
  readonly serial: Uint8Array;
  readonly publicKeyBits: Uint8Array;
  /** DER of the SubjectPublicKeyInfo. */
  readonly publicKeyInfo: Uint8Array;
}

/** Reads a certificate's DER. Throws RangeError on what is none. */
export function readCertificate(der: Uint8Array): Certificate {
  const [tbs, algorithm] = readSequence(der);
  const fields = [...readDer(required(tbs).content)];
  if (fields[0]?.tag === 0xa0) fields.shift();
  const [serial, , issuer, , subject, publicKey] = fields;
  const extensions = readExtensions(fields.find(({ tag }) => tag === 0xa3));
  const value = (oid: string): Uint8Array | null =>
    extensions.find((extension) => extension.oid === oid)?.value ?? null;
  const signature = oidText(required(readDer(required(algorithm).content)[0]).content);
  const feature = value(extensionOids.tlsFeature);
  return {
    signature,
    signatureAlgorithm: signatureNames[signature] ?? signature,
    keyUsage: keyUsage(value(extensionOids.keyUsage)),
    extendedKeyUsage: purposes(value(extensionOids.extendedKeyUsage)),
    basicConstraints: basicConstraints(value(extensionOids.basicConstraints)),
    nameConstraints: nameConstraints(value(extensionOids.nameConstraints)),
    // status_request is number 5.
    mustStaple: feature !== null && readSequence(feature).some((one) => one.content[0] === 5),
    critical: extensions.filter(({ critical }) => critical).map(({ oid }) => oid),
    issuerName: required(issuer).whole,
    subjectName: required(subject).whole,
    serial: required(serial).content,
    // A BIT STRING begins with the number of unused bits.
    publicKeyBits: required(readDer(required(publicKey).content)[1]).content.subarray(1),
    publicKeyInfo: required(publicKey).whole,
  };
}

function required(value: DerValue | undefined): DerValue {
  if (value === undefined) throw new RangeError("missing");
  return value;
}

function readExtensions(wrapper: DerValue | undefined): readonly Extension[] {
  if (wrapper === undefined) return [];
  return readSequence(wrapper.content).map((extension) => {
    const parts = readDer(extension.content);
    const [oid, second] = parts;
    return {
      oid: oidText(required(oid).content),
      critical: second?.tag === derTags.boolean && second.content[0] !== 0,
      value: required(parts.at(-1)).content,
    };
  });
}

/** By bit, first one first (RFC 5280 §4.2.1.3). */
const usages = [
  "digitalSignature",
  "contentCommitment",
  "keyEncipherment",
  "dataEncipherment",
  "keyAgreement",
  "keyCertSign",
  "cRLSign",
  "encipherOnly",
  "decipherOnly",
];

function keyUsage(value: Uint8Array | null): readonly string[] {
  if (value === null) return [];
  const bits = required(readDer(value)[0]).content.subarray(1);
  return usages.filter((_, at) => (((bits[at >> 3] ?? 0) >> (7 - (at & 7))) & 1) === 1);
}

function purposes(value: Uint8Array | null): readonly string[] {
  if (value === null) return [];
  return readSequence(value)
    .map(({ content }) => oidText(content))
    .map((oid) => purposeNames[oid] ?? oid);
}

function basicConstraints(value: Uint8Array | null): Certificate["basicConstraints"] {
  if (value === null) return null;
  const parts = readSequence(value);
  const authority = parts.find(({ tag }) => tag === derTags.boolean);
  const length = parts.find(({ tag }) => tag === derTags.integer);
  return {
    authority: authority !== undefined && authority.content[0] !== 0,
    pathLength: length === undefined ? null : smallInteger(length.content),
  };
}

function nameConstraints(value: Uint8Array | null): Certificate["nameConstraints"] {
  if (value === null) return null;
  const trees = readSequence(value);
  const names = (tag: number): readonly string[] =>
    trees
      .filter((tree) => tree.tag === tag)
      .flatMap((tree) => readDer(tree.content))
      .map((subtree) => generalName(required(readDer(subtree.content)[0])));
  return { permitted: names(0xa0), excluded: names(0xa1) };
}

/** A name in a constraint as "DNS:example.org", "IP:7f000001ff000000" (address and mask), or the number of its kind. */
function generalName({ tag, content }: DerValue): string {
  const bytes = Buffer.from(content);
  if (tag === 0x82) return `DNS:${bytes.toString("latin1")}`;
  if (tag === 0x87) return `IP:${bytes.toString("hex")}`;
  return `[${tag & 0x1f}]`;
}
