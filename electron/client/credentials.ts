/** Names Envoi treats as credentials, so that a redirect to another origin does not carry them. */

const known = new Set([
  "authorization",
  "proxy-authorization",
  "cookie",
  "cookie2",
  "x-amz-security-token",
  "x-amz-date",
  "x-csrftoken",
  "x-xsrf-token",
  "authentication",
  "x-authorization",
]);

/** Look like keys by their words, but prove nothing about anyone. */
const harmless = new Set([
  "idempotency-key",
  "x-idempotency-key",
  "sec-websocket-key",
  "surrogate-key",
  "x-cache-key",
]);

const word =
  /(?:^|[-_])(?:api-?key|app-?key|access-?key|apikey|key|token|secret|passw(?:or)?d|pwd|credentials?|auth|authorization|signature|session(?:-?id)?|sid|jwt|bearer|oauth|csrf|xsrf)(?:[-_]|$)/;

/** True for a field whose value may let somebody act as the person: the standard ones, and names that look like keys. */
export function isCredentialField(name: string): boolean {
  const lower = name.toLowerCase();
  if (harmless.has(lower)) return false;
  return known.has(lower) || word.test(lower) || /(?:apikey|token|secret|password)$/.test(lower);
}
