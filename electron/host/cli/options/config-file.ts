import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { FailureError } from "../../../../shared/model/failure.ts";
import { readStdin } from "../stdin.ts";

/** Config files that name config files: deeper than this is a circle. */
const deepest = 10;

/**
 * The words of the command line with every `-K FILE` replaced by the words in the file (curl(1), --config). Rejects with FailureError
 * `not-found` for a file that cannot be read, `input` for files that name each other without end.
 */
export async function withConfigFiles(
  words: readonly string[],
  depth = 0,
): Promise<readonly string[]> {
  const out: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (word === "--") return [...out, ...words.slice(at)];
    const inline = /^(?:-K|--config=)(.+)$/s.exec(word)?.[1];
    const file = inline ?? (word === "-K" || word === "--config" ? words[(at += 1)] : undefined);
    if (file === undefined) {
      out.push(word);
      continue;
    }
    if (depth >= deepest)
      throw new FailureError({
        kind: "input",
        code: "bad-option",
        message: "Config files name each other without end.",
        place: basename(file),
      });
    out.push(...(await withConfigFiles(configWords(await read(file)), depth + 1)));
  }
  return out;
}

async function read(file: string): Promise<string> {
  if (file === "-") return (await readStdin()).toString("utf8");
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new FailureError(
      {
        kind: "not-found",
        code: (cause as NodeJS.ErrnoException).code ?? "read",
        message: "The config file could not be read.",
        place: basename(file),
        remedy: "Check the path given with --config.",
      },
      { cause },
    );
  }
}

/** One option a line: `name = value`, `name: value`, `name value`, `-x value`; `#` begins a comment, quotes keep white space. */
export function configWords(text: string): readonly string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const trimmed = line.trim();
    if (trimmed === "" || trimmed.startsWith("#")) return [];
    // What begins with a dash ends at white space, as on the command line: -uuser:password.
    const [, name = "", rest = ""] =
      /^(-\S+)(?:\s+=(?=\s))?\s*(.*)$/s.exec(trimmed) ??
      /^([^\s=:]+)\s*[=:]?\s*(.*)$/s.exec(trimmed) ??
      [];
    const dashed = name.startsWith("-") ? name : `--${name}`;
    const value = valueOf(rest);
    return value === null ? [dashed] : [dashed, value];
  });
}

const escapes: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", v: "\v" };

function valueOf(text: string): string | null {
  if (text === "") return null;
  const quoted = /^"((?:[^"\\]|\\.)*)"/s.exec(text)?.[1];
  if (quoted !== undefined)
    return quoted.replace(/\\(.)/gs, (_, letter: string) => escapes[letter] ?? letter);
  // Without quotes the value ends at white space; what follows is passed over, as curl does.
  return /^\S+/.exec(text)?.[0] ?? null;
}
