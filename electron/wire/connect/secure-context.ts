import type { SecureContext, SecureContextOptions, SecureVersion } from "node:tls";
import type { TlsVersion } from "../../../shared/model/network/tls.ts";
import { lateCrypto, lateTls } from "../../base/late.ts";
import { identityOptions } from "./client-identity.ts";
import { bytesOf, checked, nameOf, unusable } from "./tls-input.ts";
import type { Target } from "./connector.ts";
import { type ClientIdentity, hashOf, identityFor, type LoadedFile } from "./tls-material.ts";

/** Gives the OpenSSL contexts for a target. Throws FailureError: a file, a passphrase or a setting that does not do. */
export type ContextsFor = (target: Target) => TargetContexts;

/** Two of the same settings: OpenSSL tells the secrets of handshakes by context, and Node takes longer for it than most handshakes are worth. */
export interface TargetContexts {
  /** For handshakes whose secrets are listened to. */
  readonly telling: SecureContext;
  /** For those that are expected to need none; `telling` where another is costly. */
  quiet(): SecureContext;
  /** Somebody began to listen on the quiet one, which tells from now on: the next is another. */
  disturbed(): void;
}

const versions: Readonly<Record<TlsVersion, SecureVersion>> = {
  "1.0": "TLSv1",
  "1.1": "TLSv1.1",
  "1.2": "TLSv1.2",
  "1.3": "TLSv1.3",
};

/** Contexts kept. Making one with authorities of one's own takes a tenth of a second: all built-in ones are read again. */
const most = 32;

/** So often another quiet one is made: a server that takes no session back would have one made for each connection. */
const mostQuiet = 10;

/** `extra`: PEM certificates to trust beside the built-in ones. */
export function createContexts(extra: readonly string[]): ContextsFor {
  const kept = new Map<string, TargetContexts>();
  return (target) => {
    const identity = identityFor(target.material, target.host, target.port);
    const { tlsMin, tlsMax, ciphers, groups, signatures, caMode } = target.network;
    const { ca, crl } = target.material;
    const files = ca === null && identity === null && crl === null ? "" : hashOf(ca, identity, crl);
    const key = JSON.stringify([tlsMin, tlsMax, ciphers, groups, signatures, caMode, files]);
    const known = kept.get(key);
    const own = ca !== null || crl !== null || extra.length > 0;
    const contexts = known ?? contextsOf(() => createContext(target, identity, extra), own);
    kept.delete(key);
    kept.set(key, contexts);
    for (const oldest of kept.keys()) {
      if (kept.size <= most) break;
      kept.delete(oldest);
    }
    return contexts;
  };
}

function contextsOf(make: () => SecureContext, costly: boolean): TargetContexts {
  const telling = make();
  let quiet: SecureContext | null = costly ? telling : null;
  let made = 0;
  return {
    telling,
    quiet() {
      if (quiet !== null) return quiet;
      made += 1;
      return (quiet = made > mostQuiet ? telling : make());
    },
    disturbed() {
      if (quiet !== telling) quiet = null;
    },
  };
}

function createContext(
  target: Target,
  identity: ClientIdentity | null,
  extra: readonly string[],
): SecureContext {
  const { network, material } = target;
  if (network.tlsMin > network.tlsMax)
    throw unusable("tls-versions", "The lowest TLS version is above the highest.", "tlsMin");
  const authorities = trusted(material.ca, network.caMode, extra);
  const { signatures } = network;
  const options: SecureContextOptions = {
    minVersion: versions[network.tlsMin],
    maxVersion: versions[network.tlsMax],
    ...(authorities === null ? {} : { ca: authorities }),
    ...(identity === null ? {} : identityOptions(identity)),
    ...(material.crl === null ? {} : { crl: revocationLists(material.crl) }),
    ...(signatures === "" ? {} : { sigalgs: signatures }),
  };
  const list = cipherList(network.ciphers, network.tlsMin);
  if (network.ciphers !== "")
    checked(
      () => lateTls().createSecureContext({ ciphers: list }),
      "tls-ciphers",
      "OpenSSL knows none of the ciphers named.",
      "ciphers",
    );
  if (signatures !== "")
    checked(
      () => lateTls().createSecureContext({ sigalgs: signatures }),
      "tls-signatures",
      "OpenSSL does not know one of the signatures named.",
      "signatures",
    );
  if (network.groups === "") return lateTls().createSecureContext({ ...options, ciphers: list });
  const curves = { ecdhCurve: network.groups };
  checked(
    () => lateTls().createSecureContext(curves),
    "tls-groups",
    "OpenSSL does not know one of the groups named.",
    "groups",
  );
  return lateTls().createSecureContext({ ...options, ...curves, ciphers: list });
}

/** True: TLS 1.0 or 1.1 is allowed and nobody chose a level, so that OpenSSL's is lowered for them. */
export function lowersLevel({ tlsMin, ciphers }: Target["network"]): boolean {
  return tlsMin < "1.2" && !ciphers.includes("@SECLEVEL");
}

/**
 * Level 2: no RSA below 2048 bits, no SHA-1 and MD5 signatures, no DH below 2048 (openssl-ciphers, SECLEVEL). TLS 1.0 and 1.1 sign with
 * SHA-1 and MD5, so they need level 0. TLS 1.3 suites and older ciphers are apart in OpenSSL: naming only one kind leaves the other.
 */
function cipherList(named: string, min: TlsVersion): string {
  const parts = named.split(/[:,\s]+/).filter((part) => part !== "");
  const own = parts.some((part) => !part.startsWith("TLS_") && !part.startsWith("@"));
  const level = named.includes("@SECLEVEL") ? [] : [`@SECLEVEL=${min < "1.2" ? 0 : 2}`];
  return [...(own ? [] : ["DEFAULT"]), ...parts, ...level].join(":");
}

/** null: the built-in ones as OpenSSL keeps them, which costs nothing. */
function trusted(
  file: LoadedFile | null,
  mode: "add" | "replace",
  extra: readonly string[],
): string[] | null {
  if (file === null && extra.length === 0) return null;
  const own = file === null ? [] : certificatesIn(bytesOf(file), nameOf(file));
  return mode === "replace" && file !== null
    ? own
    : [...lateTls().rootCertificates, ...extra, ...own];
}

/** The certificates of a PEM file, or the one of a DER file, as PEM. */
function certificatesIn(bytes: Buffer, name: string): string[] {
  const pem = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]*-----END [A-Z0-9 ]+-----/g;
  const found = bytes[0] === 0x30 ? [bytes] : (bytes.toString("latin1").match(pem) ?? []);
  try {
    if (found.length > 0)
      return found.map((one) => new (lateCrypto().X509Certificate)(one).toString());
  } catch {
    // Said below.
  }
  throw unusable(
    "tls-ca-file",
    "The file of authorities holds no certificate that can be read.",
    name,
  );
}

/** Throws FailureError `input`. Each list of a PEM file, or the one of a DER file, as PEM: Node takes one at a time. With one there, OpenSSL wants one of every authority. */
export function revocationLists(file: LoadedFile): string[] {
  const bytes = bytesOf(file);
  const pem = /-----BEGIN X509 CRL-----[^-]*-----END X509 CRL-----/g;
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  const found =
    bytes[0] === 0x30
      ? [`-----BEGIN X509 CRL-----\n${lines.join("\n")}\n-----END X509 CRL-----\n`]
      : (bytes.toString("latin1").match(pem) ?? []);
  const unread = unusable(
    "tls-crl-file",
    "The file of revocation lists holds none that can be read.",
    nameOf(file),
  );
  if (found.length === 0) throw unread;
  try {
    lateTls().createSecureContext({ ca: [], crl: found });
  } catch {
    throw unread;
  }
  return found;
}
