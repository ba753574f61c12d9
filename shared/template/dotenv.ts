import type { Variable } from "../model/variable.ts";

const line = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*=\s*(.*)$/;

/** Lines one quoted value may take; keeps a file of open quotes from being read again and again. */
const maxLines = 100;

/**
 * The variables of a `.env` text, in order. `NAME=value`, optional `export`, `#` comments, single quotes as they are,
 * double quotes with `\n \r \t \" \\`, quoted values over several lines. Lines it does not understand are passed over.
 * Nothing is expanded or run.
 */
export function parseDotenv(text: string): readonly Variable[] {
  const variables: Variable[] = [];
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\n|\r/);
  for (let index = 0; index < lines.length; index += 1) {
    const match = line.exec(lines[index] ?? "");
    const name = match?.[1];
    if (name === undefined) continue;
    let rest = match?.[2] ?? "";
    const quote = rest[0];
    if (quote === '"' || quote === "'") {
      let next = index;
      while (closing(rest, quote) < 0 && next + 1 < lines.length && next - index < maxLines) {
        next += 1;
        rest += `\n${lines[next] ?? ""}`;
      }
      const end = closing(rest, quote);
      if (end >= 0) {
        index = next;
        const inner = rest.slice(1, end);
        variables.push({ name, value: quote === '"' ? unescape(inner) : inner });
        continue;
      }
      rest = match?.[2] ?? "";
    }
    variables.push({ name, value: rest.replace(/(?:^|\s)#.*$/, "").trim() });
  }
  return variables;
}

function closing(text: string, quote: string): number {
  for (let at = 1; at < text.length; at += 1) {
    if (quote === '"' && text[at] === "\\") at += 1;
    else if (text[at] === quote) return at;
  }
  return -1;
}

function unescape(text: string): string {
  return text.replace(/\\([nrt"\\])/g, (_, letter: string) => {
    if (letter === "n") return "\n";
    if (letter === "r") return "\r";
    return letter === "t" ? "\t" : letter;
  });
}
