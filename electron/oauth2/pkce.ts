import { createHash } from "node:crypto";

/** A code verifier of 43 characters (RFC 7636 §4.1) from 32 random bytes. */
export function codeVerifier(random: Buffer): string {
  return random.toString("base64url");
}

/** The code challenge (RFC 7636 §4.2). */
export function codeChallenge(verifier: string, method: "S256" | "plain"): string {
  return method === "plain" ? verifier : createHash("sha256").update(verifier).digest("base64url");
}
