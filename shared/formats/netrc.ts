/** One `machine` (or `default`, with host null) of a netrc file. */
export interface NetrcEntry {
  readonly host: string | null;
  readonly login: string;
  readonly password: string;
}

/**
 * The entries of a netrc file (inetutils' format, as curl reads it): words separated by white space, those it knows in any case, values in double quotes with `\` escapes,
 * `#` comments, `macdef` up to an empty line. What cannot be understood is passed over. Pure.
 */
export function readNetrc(text: string): NetrcEntry[] {
  const found: { host: string | null; login: string; password: string }[] = [];
  const words = wordsOf(text);
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]?.toLowerCase();
    const last = found.at(-1);
    if (word === "machine") {
      at += 1;
      found.push({ host: words[at] ?? "", login: "", password: "" });
    } else if (word === "default") found.push({ host: null, login: "", password: "" });
    else if (word === "login" || word === "password" || word === "account") {
      at += 1;
      if (last !== undefined && word !== "account") last[word] = words[at] ?? "";
    }
  }
  return found;
}

function wordsOf(text: string): string[] {
  const words: string[] = [];
  const pattern = /#[^\n]*|"((?:[^"\\\n]|\\.)*)"|(macdef\s[^]*?(?:\n[ \t]*\r?\n|$))|(\S+)/gi;
  for (const [, quoted, macro, plain] of text.matchAll(pattern)) {
    if (quoted !== undefined) words.push(unescaped(quoted));
    else if (macro === undefined && plain !== undefined) words.push(plain);
  }
  return words;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, char: string) => ({ n: "\n", r: "\r", t: "\t" })[char] ?? char);
}

/**
 * The login for a host: the first entry for it (with that user name or none, when one is given) that has a password, else the first, else the default.
 * null: there is none.
 */
export function netrcLogin(
  entries: readonly NetrcEntry[],
  host: string,
  username: string,
): NetrcEntry | null {
  const fits = ({ login }: NetrcEntry): boolean =>
    username === "" || login === username || login === "";
  const own = entries.filter(
    (entry) => entry.host?.toLowerCase() === host.toLowerCase() && fits(entry),
  );
  const found =
    own.find(({ password }) => password !== "") ??
    own[0] ??
    entries.find((entry) => entry.host === null && fits(entry));
  return found === undefined ? null : { ...found, login: found.login || username };
}

/** The login of an entry that names this very host and has a password; null: there is none. The default is nobody's in particular. */
export function ownLogin(entries: readonly NetrcEntry[], host: string): NetrcEntry | null {
  const named = entries.filter((entry) => entry.host !== null && entry.password !== "");
  return netrcLogin(named, host, "");
}
