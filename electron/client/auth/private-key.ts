import { createPrivateKey, type JsonWebKeyInput, type KeyObject } from "node:crypto";
import { FailureError } from "../../../shared/model/failure.ts";

export type KeyKind = "rsa" | "ec" | "ed25519" | "ed448" | "rsa-pss";

/**
 * A private key from PEM (PKCS#8, PKCS#1, SEC 1) or a JWK. Throws FailureError `input` that says what is wrong with it and never shows it:
 * none, encrypted, unreadable, public, or of another kind than the signature needs.
 */
export function privateKeyOf(text: string, kinds: readonly KeyKind[]): KeyObject {
  const key = read(text.trim());
  const kind = key.asymmetricKeyType;
  if (kinds.some((wanted) => wanted === kind)) return key;
  throw refuse(
    "auth-key-kind",
    `The private key is of kind ${kind ?? "unknown"}; this signature needs ${kinds.join(" or ")}.`,
    "Choose the algorithm that fits the key, or another key.",
  );
}

function read(text: string): KeyObject {
  if (text === "")
    throw refuse("auth-key-missing", "There is no private key.", "Paste it, or choose its file.");
  if (/-----BEGIN (?:RSA |EC )?PUBLIC KEY-----|-----BEGIN CERTIFICATE-----/.test(text))
    throw refuse(
      "auth-key-public",
      "This is a public key or a certificate; only the private key can sign.",
      "Use the private key that belongs to it.",
    );
  if (/ENCRYPTED/.test(text))
    throw refuse(
      "auth-key-encrypted",
      "The private key is protected by a passphrase.",
      "Save it without one (openssl pkey -in key.pem -out plain.pem) and keep it in the secret store.",
    );
  try {
    if (!text.startsWith("{")) return createPrivateKey(spelled(text));
    const jwk = JSON.parse(text) as JsonWebKeyInput["key"];
    return createPrivateKey({ key: jwk, format: "jwk" });
  } catch {
    throw refuse(
      "auth-key-unreadable",
      "The private key cannot be read.",
      "It must be PEM text that begins with -----BEGIN, or a JWK.",
    );
  }
}

/** A PEM whose line breaks became `\n` or spaces on its way through a form or an environment file. */
function spelled(text: string): string {
  const lines = text.replaceAll(String.raw`\n`, "\n");
  const flat = /^(-----BEGIN [A-Z ]+-----)\s*([A-Za-z0-9+/=\s]+?)\s*(-----END [A-Z ]+-----)$/.exec(
    lines,
  );
  if (flat === null) return lines;
  return `${flat[1] ?? ""}\n${(flat[2] ?? "").replace(/\s+/g, "\n")}\n${flat[3] ?? ""}\n`;
}

function refuse(code: string, message: string, remedy: string): FailureError {
  return new FailureError({
    kind: "input",
    code,
    message,
    remedy,
    phase: "prepare",
    place: "auth",
  });
}
