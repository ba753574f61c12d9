import type { KeyObject, X509Certificate } from "node:crypto";
import type { SecureContextOptions } from "node:tls";
import type { FailureError } from "../../../shared/model/failure.ts";
import { lateCrypto, lateTls } from "../../base/late.ts";
import { derTags, readSequence } from "../x509/der.ts";
import { bytesOf, checked, codeOf, nameOf, unusable } from "./tls-input.ts";
import type { ClientIdentity } from "./tls-material.ts";

/** A client certificate as OpenSSL takes it. Throws FailureError `input`: a file or a passphrase that does not do. */
export function identityOptions(identity: ClientIdentity): SecureContextOptions {
  const { passphrase } = identity;
  if (identity.type === "pkcs12") {
    const pfx = bytesOf(identity.pkcs12);
    try {
      lateTls().createSecureContext({ pfx, passphrase });
    } catch (thrown) {
      throw pkcs12Failure(thrown, pfx, nameOf(identity.pkcs12));
    }
    return { pfx, passphrase };
  }
  const cert = bytesOf(identity.certificate);
  const key = bytesOf(identity.key);
  const pair = checkPair(cert, key, identity);
  // OpenSSL's context takes PEM only.
  return {
    cert: isDer(cert) ? pair.certificate.toString() : cert,
    ...(isDer(key)
      ? { key: pair.secret.export({ type: "pkcs8", format: "pem" }) }
      : { key, passphrase }),
  };
}

function isDer(bytes: Buffer): boolean {
  return bytes[0] === 0x30;
}

/** PKCS#8, also encrypted, or the older shapes of RSA and of elliptic curves. */
function derKey(key: Buffer, passphrase: string): KeyObject {
  const shapes = ["pkcs8", "pkcs1", "sec1"] as const;
  for (const type of shapes.slice(0, -1))
    try {
      return lateCrypto().createPrivateKey({ key, format: "der", type, passphrase });
    } catch (thrown) {
      // It is one, and the passphrase is not its own.
      if (/BAD_DECRYPT/.test(codeOf(thrown))) throw thrown;
    }
  return lateCrypto().createPrivateKey({ key, format: "der", type: "sec1", passphrase });
}

function checkPair(
  cert: Buffer,
  key: Buffer,
  identity: Extract<ClientIdentity, { type: "pem" }>,
): { readonly certificate: X509Certificate; readonly secret: KeyObject } {
  const certificate = checked(
    () => new (lateCrypto().X509Certificate)(cert),
    "client-certificate-unreadable",
    "The file of the client certificate holds no certificate that can be read.",
    nameOf(identity.certificate),
  );
  const keyName = nameOf(identity.key);
  let secret: KeyObject;
  try {
    const { passphrase } = identity;
    secret = isDer(key)
      ? derKey(key, passphrase)
      : lateCrypto().createPrivateKey({ key, passphrase });
  } catch (thrown) {
    throw keyFailure(thrown, key, keyName);
  }
  if (!certificate.checkPrivateKey(secret))
    throw unusable(
      "client-key-mismatch",
      "The private key is not the one of the client certificate.",
      keyName,
    );
  return { certificate, secret };
}

function keyFailure(thrown: unknown, key: Buffer, name: string): FailureError {
  // A wrong passphrase gives garbage, and OpenSSL says what it thinks of that; the file itself says that it is locked.
  return key.includes("ENCRYPTED") || /BAD_DECRYPT/.test(codeOf(thrown))
    ? wrongPassphrase(name)
    : unusable("client-key-unreadable", "The file holds no private key that can be read.", name);
}

function pkcs12Failure(thrown: unknown, bytes: Buffer, name: string): FailureError {
  if (codeOf(thrown) === "ERR_CRYPTO_UNSUPPORTED_OPERATION")
    return unusable(
      "pkcs12-unsupported",
      "The PKCS#12 file is encrypted in an old way that OpenSSL no longer opens.",
      name,
      "Export it again with AES, as OpenSSL 3 does by default.",
    );
  // Node says it in words only, without a code: a file of the right shape leaves the passphrase.
  return isPkcs12(bytes)
    ? wrongPassphrase(name)
    : unusable("pkcs12-unreadable", "The file is no PKCS#12 file that can be read.", name);
}

/** PFX ::= SEQUENCE { version 3, authSafe, macData OPTIONAL } (RFC 7292 §4). */
function isPkcs12(bytes: Buffer): boolean {
  try {
    const [version, safe] = readSequence(bytes);
    return version?.tag === derTags.integer && version.content[0] === 3 && safe?.tag === 0x30;
  } catch {
    return false;
  }
}

function wrongPassphrase(name: string): FailureError {
  return unusable(
    "client-passphrase",
    "The passphrase does not open the key of the client certificate.",
    name,
    "Correct the passphrase; it may be a secret variable without its value on this machine.",
  );
}
