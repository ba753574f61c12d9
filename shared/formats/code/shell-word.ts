/** Bytes of one argument, its NUL among them (Linux' MAX_ARG_STRLEN is 128 KiB); a quarter is left for what the option says besides. */
const mostBytes = 96 << 10;

/** True when a text can be a word of a command line at all: an argument ends at a NUL, and is not endless. */
export function isWordText(text: string): boolean {
  if (text.includes("\u0000")) return false;
  return text.length * 3 <= mostBytes || new TextEncoder().encode(text).length <= mostBytes;
}

/** The same for cmd: a line feed is the only control character it passes on, and a command has 8,191 characters, quoting and all. */
export function isCmdText(text: string): boolean {
  return !/[\u0000-\u0009\u000b-\u001f]/.test(text) && cmdWord(text).length <= 6_000;
}

/** The same for a program PowerShell starts: CreateProcess takes 32,767 characters. */
export function isPowershellText(text: string): boolean {
  return !text.includes("\u0000") && text.length <= 24_000;
}

const plain = /^[A-Za-z0-9_@%+=:,./-]+$/;
const control = /[\u0000-\u001f\u007f]/;

/** A word for bash, zsh and other shells that know `$'…'`; POSIX quoting wherever no control character is in it. */
export function bashWord(text: string): string {
  if (plain.test(text) && !text.startsWith("=")) return text;
  if (!control.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  if (!/[\u0000-\u0008\u000b-\u001f\u007f\t]/.test(text))
    return `'${text.replaceAll("'", "'\\''")}'`;
  let out = "";
  for (const character of text) {
    if (character === "'" || character === "\\") out += `\\${character}`;
    else if (character === "\n") out += "\\n";
    else if (character === "\r") out += "\\r";
    else if (character === "\t") out += "\\t";
    // Octal of three digits ends by itself; \x would take the next digit too.
    else if (control.test(character))
      out += `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`;
    else out += character;
  }
  return `$'${out}'`;
}

/**
 * A word for cmd.exe and the argument rules of Microsoft's C library: quotes doubled by a backslash, everything cmd reads for itself
 * behind a caret, the quotes too, so that `%name%` is not replaced. A line feed is a caret and two line ends.
 */
export function cmdWord(text: string): string {
  if (plain.test(text) && !text.includes("%")) return text;
  // Backslashes before a quote count twice (CommandLineToArgvW), those at the end stand before the closing quote.
  const argument = text.replace(/(\\*)("|$)/g, (_, slashes: string, quote: string) =>
    quote === "" ? slashes + slashes : `${slashes}${slashes}\\"`,
  );
  const escaped = `"${argument}"`
    .replace(/\r\n?/g, "\n")
    .replace(/[^A-Za-z0-9_@+=:,./\- \n\u0080-\uffff]/g, (character) => `^${character}`)
    .replaceAll("\n", "^\n\n");
  return escaped;
}

/** Typographic quotes are quotes to PowerShell. */
const singleQuotes = /['\u2018\u2019\u201a\u201b]/g;

/** A PowerShell string: single-quoted, or double-quoted with backticks when a control character is in it. */
export function powershellString(text: string): string {
  if (!/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/.test(text))
    return `'${text.replace(singleQuotes, "$&$&")}'`;
  let out = "";
  for (const character of text) {
    const code = character.charCodeAt(0);
    if (/[`$"\u201c\u201d\u201e]/.test(character)) out += `\`${character}`;
    else if (character === "\n") out += "`n";
    else if (character === "\r") out += "`r";
    else if (character === "\t") out += "`t";
    else if (code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0x2028 || code === 0x2029)
      out += `$([char]${code})`;
    else out += character;
  }
  return `"${out}"`;
}

/** A word for a program started by PowerShell: 7.3 passes quotes on as they are; a plain word stays plain. */
export function powershellWord(text: string): string {
  return /^[A-Za-z0-9_+=:./-]+$/.test(text) && !text.startsWith("-")
    ? text
    : powershellString(text);
}
