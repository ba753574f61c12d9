import type { AuthEffect } from "./effect.ts";

/** Bearer (RFC 6750 §2.1). White space around a pasted token is dropped. */
export function bearer(token: string): AuthEffect {
  return { field: { name: "Authorization", value: `Bearer ${token.trim()}` }, query: null };
}
