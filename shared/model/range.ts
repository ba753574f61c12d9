/** What a Range field asks of a representation of `size` bytes. `end` is exclusive. */
export type RangeChoice =
  | { readonly kind: "all" }
  | { readonly kind: "part"; readonly start: number; readonly end: number }
  | { readonly kind: "unsatisfiable" };

/**
 * Reads a Range field (RFC 9110 §14.1.2, §14.2): one byte range. Anything else (other units, several ranges, bad syntax) may be
 * ignored and is `all`.
 */
export function chooseRange(field: string | null | undefined, size: number): RangeChoice {
  const match = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(field ?? "");
  const first = match?.[1] ?? "";
  const last = match?.[2] ?? "";
  if (!match || (first === "" && last === "")) return { kind: "all" };
  if (first === "") {
    const suffix = Number(last);
    if (suffix === 0 || size === 0) return { kind: "unsatisfiable" };
    return { kind: "part", start: Math.max(0, size - suffix), end: size };
  }
  const start = Number(first);
  if (last !== "" && Number(last) < start) return { kind: "all" };
  if (start >= size) return { kind: "unsatisfiable" };
  return { kind: "part", start, end: last === "" ? size : Math.min(size, Number(last) + 1) };
}
