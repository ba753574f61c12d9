import type { Row } from "../../../shared/model/request.ts";

/**
 * The rows in a pasted text, or null when it is better pasted as text. Understood: lines of `Name: value`, `name=value` or
 * tab-separated cells (name, value, description), and with `query` one line of `a=1&b=2`. A single line counts only
 * on an empty line of the table.
 */
export function readPastedRows(
  text: string,
  { lineIsBlank, query = false }: { readonly lineIsBlank: boolean; readonly query?: boolean },
): Row[] | null {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== "");
  const first = lines[0];
  if (first === undefined) return null;
  if (lines.length === 1) {
    if (!lineIsBlank) return null;
    if (query && /^\??[^\s=&]+=[^\s]*&/.test(first)) return readQuery(first);
    const row = readLine(first);
    return row !== null && !looksLikeUrl(first) ? [row] : null;
  }
  const rows = lines.map((line) => readLine(line) ?? { name: line.trim(), value: "" });
  return rows.some((row) => row.value !== "") ? rows : null;
}

function readQuery(text: string): Row[] {
  return text
    .trim()
    .replace(/^\?/, "")
    .split("&")
    .filter((part) => part !== "")
    .map((part) => {
      const at = part.indexOf("=");
      return at === -1
        ? { name: part, value: "" }
        : { name: part.slice(0, at), value: part.slice(at + 1) };
    });
}

/** One line as a row: a tab first, else whichever of `:` and `=` comes first. null when there is none of them. */
function readLine(line: string): Row | null {
  const off = line.startsWith("# ") || line.startsWith("// ");
  const text = off ? line.slice(line.indexOf(" ") + 1) : line;
  const switchedOff = off ? { disabled: true } : {};
  if (text.includes("\t")) {
    const [name = "", value = "", description = ""] = text.split("\t").map((cell) => cell.trim());
    return { name, value, ...(description === "" ? {} : { description }), ...switchedOff };
  }
  const at = text.slice(1).search(/[:=]/) + 1;
  if (at === 0) return null;
  const value = text.slice(at + 1);
  return {
    name: text.slice(0, at).trim(),
    value: text[at] === ":" ? value.trim() : value,
    ...switchedOff,
  };
}

function looksLikeUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text.trim());
}
