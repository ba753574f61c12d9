import { FailureError } from "../../../shared/model/failure.ts";
import type { TlsView } from "../../../shared/model/tls-view.ts";
import { lateCrypto } from "../../base/late.ts";
import { publicKeyPin } from "../x509/public-key-pin.ts";
import type { Target } from "./connector.ts";
import type { LoadedFile } from "./tls-material.ts";
import { derOf } from "./verify-reason.ts";

/**
 * What the settings demand of the server beyond a certificate that is verified: a certain public key, and the word of its authority that
 * it is not revoked. Held to also where nothing is verified, as curl does. null: all is met.
 */
export function unmetDemand(view: TlsView, target: Target): FailureError | null {
  const { network, material } = target;
  const staple = network.requireStaple ? stapleProblem(view) : null;
  if (staple !== null) return refused(staple, view);
  if (network.pinnedKey === "") return null;
  const leaf = view.chain[0];
  const pins = pinsOf(network.pinnedKey, material.pin);
  const own = leaf === undefined ? null : publicKeyPin(derOf(leaf.pem));
  return own !== null && pins.includes(own) ? null : refused("PINNED_KEY_MISMATCH", view);
}

/** A session that is resumed staples nothing: the response was there when it began. */
function stapleProblem({ ocsp, resumed }: TlsView): keyof typeof sentences | null {
  if (resumed) return null;
  if (ocsp === null || ocsp === undefined) return "OCSP_STATUS_MISSING";
  if (ocsp.status === "revoked") return "OCSP_STATUS_REVOKED";
  const over = ocsp.nextUpdate !== "" && Date.parse(ocsp.nextUpdate) < Date.now();
  return ocsp.status === "good" && ocsp.signed && !over ? null : "OCSP_STATUS_UNPROVEN";
}

/** `sha256//…` each, in the order they are written. Throws FailureError `input` for what is no pin, or for a file without a key. */
export function pinsOf(setting: string, file: LoadedFile | null): readonly string[] {
  if (file !== null) {
    if (file.kind === "failed") throw new FailureError(file.failure);
    const pin = pinOfFile(file.bytes);
    if (pin !== null) return [pin];
    throw unusable(
      "The file of the pinned key holds no public key.",
      "Pick a PEM or DER file of it, as openssl pkey -pubout writes it.",
    );
  }
  const pins = setting.split(";").map((one) => one.trim());
  if (pins.every((pin) => /^sha256\/\/[A-Za-z0-9+/]{43}=$/.test(pin))) return pins;
  throw unusable(
    "A pinned key is no SHA-256 in base64.",
    "Write sha256// and 44 characters, several with a semicolon; the certificate view has that of a server.",
  );
}

/** Of a public key in PEM or DER, or of the key of a certificate; null: there is none. */
function pinOfFile(bytes: Buffer): string | null {
  const { createHash, createPublicKey, X509Certificate } = lateCrypto();
  try {
    const key = bytes.includes("-----BEGIN PUBLIC KEY-----")
      ? createPublicKey(bytes)
      : bytes[0] === 0x30 && !isCertificate(bytes)
        ? createPublicKey({ key: bytes, format: "der", type: "spki" })
        : new X509Certificate(bytes).publicKey;
    const der = key.export({ type: "spki", format: "der" });
    return `sha256//${createHash("sha256").update(der).digest("base64")}`;
  } catch {
    return null;
  }
}

function isCertificate(bytes: Buffer): boolean {
  return publicKeyPin(bytes) !== null;
}

const sentences = {
  PINNED_KEY_MISMATCH: [
    "The server's public key is not the pinned one.",
    "If the server was given another key on purpose, pin that: the certificate view shows it. Otherwise somebody may be in between.",
  ],
  OCSP_STATUS_MISSING: [
    "The TLS settings require a stapled OCSP response, and the server sent none.",
    "The server must staple one; or do not require it.",
  ],
  OCSP_STATUS_REVOKED: [
    "The stapled OCSP response says that the certificate was revoked.",
    "Do not trust this certificate.",
  ],
  OCSP_STATUS_UNPROVEN: [
    "The stapled OCSP response does not prove that the certificate is good: unknown, too old, or not signed by its authority.",
    "Look at the response in the certificate view; the server must staple a current one, or do not require it.",
  ],
} as const satisfies Readonly<Record<string, readonly [message: string, remedy: string]>>;

function refused(code: keyof typeof sentences, { chain }: TlsView): FailureError {
  const [message, remedy] = sentences[code];
  const leaf = chain[0];
  return new FailureError({
    kind: "tls",
    code,
    message,
    phase: "tls",
    remedy,
    ...(leaf === undefined ? {} : { place: `certificate ${leaf.fingerprint256}` }),
  });
}

function unusable(message: string, remedy: string): FailureError {
  const code = "tls-pinned-key";
  return new FailureError({
    kind: "input",
    code,
    message,
    phase: "tls",
    place: "pinnedKey",
    remedy,
  });
}
