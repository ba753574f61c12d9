/** A header's or field's name as the name of a variable. */
export function variableName(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const [first = "secret", ...rest] = words;
  const lower = /^[A-Z0-9]+$/.test(first)
    ? first.toLowerCase()
    : first.charAt(0).toLowerCase() + first.slice(1);
  return lower + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
