/** `{{?name}}` asks for a value before each send (Bruno's syntax). The question without its `?`; null for any other name. */
export function promptName(written: string): string | null {
  if (!written.startsWith("?")) return null;
  const name = written.slice(1).trim();
  return name === "" ? null : name;
}
