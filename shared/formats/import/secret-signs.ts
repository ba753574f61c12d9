/** What gives a literal secret away: where it stands, how it is named, how it looks. */

/** Fields of OpenCollection auth that hold a secret. */
export const authSecretFields: ReadonlySet<string> = new Set([
  "token",
  "password",
  "value",
  "secret",
  "key",
  "clientSecret",
  "consumerSecret",
  "accessToken",
  "accessTokenSecret",
  "refreshToken",
  "secretAccessKey",
  "sessionToken",
  "clientToken",
  "privateKey",
  "passphrase",
]);

const headerName =
  /^(?:authorization|proxy-authorization|cookie|set-cookie|private-token|x-amz-security-token|x-auth|x-token)$|api[-_]?key|(?:auth|access|session|refresh|csrf|xsrf)[-_]?token|secret|subscription-key|password/i;

/** `X-Key`, `Acme-Token`, `X-Session`: fields of somebody's own. */
const ownHeader =
  /^(?!accept)(?:.*[-_])?(?:key|token|auth|session(?:[-_]?id)?|passw(?:or)?d|passphrase|pin|jwt|credentials?)$/i;
const harmlessHeader =
  /(?:idempot\w*|websocket|surrogate|cache|partition|routing|sort|primary|public|encryption|dedup\w*|continuation|page|next|sync|delta|cursor|message|object|row)[-_]?(?:key|token)$/i;

/** True for a header field whose value proves who one is. */
export function isSecretHeader(name: string): boolean {
  return headerName.test(name) || (ownHeader.test(name) && !harmlessHeader.test(name));
}

const variableName =
  /token|secret|passw(?:or)?d|passphrase|\bpwd\b|api[-_]?key|private[-_]?key|access[-_]?key|credential|\bjwt\b|bearer|cookie|auth(?:orization)?$/i;
const harmlessName =
  /(?:url|uri|endpoint|host|path|name|type|expir(?:y|es|ation)\w*|ttl|length|count|id|header|enabled|method|location|field)$/i;

/** True for a variable or parameter whose name says that its value is a secret. */
export function isSecretName(name: string): boolean {
  return variableName.test(name) && !harmlessName.test(name);
}

const looks: readonly RegExp[] = [
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  /\bgh[pousr]_[0-9A-Za-z]{20,}\b/,
  /\bgithub_pat_\w{20,}\b/,
  /\bglpat-[\w-]{20,}/,
  /\bxox[abprs]-[\w-]{10,}/,
  /\b[srp]k_(?:live|test)_\w{10,}/,
  /\bAIza[\w-]{35}\b/,
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/,
  /\bnpm_[0-9A-Za-z]{30,}\b/,
  /\bsk-(?:proj-|ant-)?[\w-]{20,}/,
  /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/,
];

/** True for text that has the form of a known kind of token or key. */
export function looksSecret(value: string): boolean {
  return looks.some((look) => look.test(value));
}

const placeholder =
  /^(?:<[^<>]*>|\[[^[\]]*\]|\$\{[^{}]*\}|\*+|x+|\.{3,}|…|your[-_ ].*|.*(?:placeholder|change[-_ ]?me|your[-_](?:token|key|secret)).*|true|false|null|none|undefined)$/i;

/** True for a value that is somebody's: not empty, not made of variables, not a placeholder. */
export function isLiteral(value: string): boolean {
  const rest = value.replace(/\{\{[^{}]*\}\}/g, "").trim();
  if (rest === "" || /^(?:bearer|basic|token|apikey|api-key)$/i.test(rest)) return false;
  return !placeholder.test(value.trim());
}
