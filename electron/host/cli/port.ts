/** The value of `--port N`; null when it is absent. */
export function portOf(words: readonly string[]): number | null | "bad" {
  const at = words.findIndex((word) => word === "--port" || word.startsWith("--port="));
  if (at < 0) return null;
  const text = words[at]?.includes("=") ? words[at]?.slice(7) : words[at + 1];
  const port = /^\d{1,5}$/.test(text ?? "") ? Number(text) : Number.NaN;
  return port <= 65_535 ? port : "bad";
}
