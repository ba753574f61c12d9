/** One challenge of a WWW-Authenticate or Proxy-Authenticate field (RFC 9110 §11.6.1). */
export interface Challenge {
  /** As sent; schemes compare case-insensitively. */
  readonly scheme: string;
  /** The one token some schemes carry (NTLM, Negotiate), or "". */
  readonly token: string;
  /** Names in lower case, quotes taken off, in order. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

const tokenAt = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y;
const token68At = /[ \t]*([A-Za-z0-9\-._~+/]+=*)[ \t]*(?=,|$)/y;
// A quote that is never closed holds all the rest.
const valueAt = /[ \t]*=[ \t]*(?:"((?:[^"\\]|\\[^])*)(?:"|\\?$)|([^\s,"]*))/y;

/**
 * All challenges of all fields, in order: several in one field, and commas that separate challenges as well as parameters. What cannot be
 * read is passed over. Fields come as a byte each character; a realm in UTF-8 is read as such, since its bytes are hashed and sent back. Pure.
 */
export function readChallenges(fields: readonly string[]): Challenge[] {
  return fields.flatMap((field) => readField(fieldText(field)));
}

/** The text of a received field: UTF-8 where its bytes are that, else a character each byte. */
export function fieldText(received: string): string {
  if (!/[\u0080-\u00ff]/.test(received)) return received;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(received, "latin1"));
  } catch {
    return received;
  }
}

function readField(text: string): Challenge[] {
  const found: { scheme: string; token: string; parameters: [string, string][] }[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) at = pattern.lastIndex;
    return match;
  };
  while (at < text.length) {
    const word = take(tokenAt)?.[0];
    if (word === undefined) {
      at += 1;
      continue;
    }
    const value = take(valueAt);
    const last = found.at(-1);
    if (value !== null) {
      const text = value[1]?.replace(/\\([^])/g, "$1") ?? value[2] ?? "";
      last?.parameters.push([word.toLowerCase(), text]);
      continue;
    }
    found.push({ scheme: word, token: take(token68At)?.[1] ?? "", parameters: [] });
  }
  return found;
}

/** The value of a parameter, or undefined. */
export function parameterOf(challenge: Challenge, name: string): string | undefined {
  return challenge.parameters.find(([known]) => known === name)?.[1];
}

/** Challenges of one scheme. */
export function challengesOf(challenges: readonly Challenge[], scheme: string): Challenge[] {
  return challenges.filter((one) => one.scheme.toLowerCase() === scheme.toLowerCase());
}

/** A quoted-string (RFC 9110 §5.6.4). The text must hold no line break. */
export function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}
