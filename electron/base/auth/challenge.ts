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
 * read is passed over. Pure.
 */
export function readChallenges(fields: readonly string[]): Challenge[] {
  return fields.flatMap(readField);
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
