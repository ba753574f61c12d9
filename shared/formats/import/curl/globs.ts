/** More URLs than this are not made of one. */
const most = 100;

/**
 * The URLs curl makes of one: `{a,b}` and `[1-9]`, `[01-10:2]`, `[a-z]`. A brace without a comma and a bracket that is no range stay as
 * they are (`{{name}}`, `[::1]`, `{id}`); a backslash before one takes its meaning away. null when there would be too many.
 */
export function expandGlobs(url: string): readonly string[] | null {
  const pieces = url
    .split(
      /(\\[{}[\]]|\{\{[^{}]*\}\}|\{[^{}\\]*,[^{}\\]*\}|\[(?:\d+-\d+|[a-z]-[a-z]|[A-Z]-[A-Z])(?::\d+)?\])/,
    )
    .map((part, index) => {
      if (index % 2 === 0 || part.startsWith("{{")) return [part];
      return part.startsWith("\\") ? [part.slice(1)] : choices(part);
    });
  const total = pieces.reduce((product, list) => product * list.length, 1);
  if (total > most || total === 0) return null;
  return pieces.reduce<readonly string[]>(
    (urls, list) => urls.flatMap((before) => list.map((piece) => before + piece)),
    [""],
  );
}

function choices(part: string): readonly string[] {
  if (part.startsWith("{")) return part.slice(1, -1).split(",");
  const [, from = "", to = "", step = "1"] = /^\[(\w+)-(\w+)(?::(\d+))?\]$/.exec(part) ?? [];
  const digits = /^\d+$/.test(from);
  const first = digits ? Number(from) : from.charCodeAt(0);
  const last = digits ? Number(to) : to.charCodeAt(0);
  const by = Math.max(1, Number(step));
  const width = digits && from.startsWith("0") ? from.length : 0;
  const found: string[] = [];
  for (let value = first; value <= last && found.length <= most; value += by)
    found.push(digits ? String(value).padStart(width, "0") : String.fromCharCode(value));
  return found;
}
