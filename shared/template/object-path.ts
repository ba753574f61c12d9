/**
 * A part of a variable whose value is a JSON object or list: `user.name`, `user.roles[0]`. `open` gives the value of a name, null when
 * there is no such object. The longest name that is one counts; its own keys are looked up, nothing else. Text comes back as it is, all
 * other values as JSON. null: there is no such part.
 */
export function partOfObject<T extends { readonly text: string }>(
  written: string,
  open: (base: string) => T | null,
): { readonly whole: T; readonly text: string } | null {
  for (let at = written.length - 1; at > 0; at -= 1) {
    const mark = written[at];
    if (mark !== "." && mark !== "[") continue;
    const keys = keysOf(written.slice(at));
    const whole = keys === null ? null : open(written.slice(0, at));
    if (keys === null || whole === null) continue;
    const part = partAt(whole.text, keys);
    if (part === undefined) return null;
    return { whole, text: typeof part === "string" ? part : JSON.stringify(part) };
  }
  return null;
}

/** `.name` and `[0]`, one after the other; null for anything else. */
function keysOf(path: string): readonly string[] | null {
  const keys: string[] = [];
  const step = /\.([^.[\]]+)|\[(\d+)\]/y;
  while (step.lastIndex < path.length) {
    const found = step.exec(path);
    if (found === null) return null;
    keys.push(found[1] ?? found[2] ?? "");
  }
  return keys;
}

function partAt(text: string, keys: readonly string[]): unknown {
  let part: unknown;
  try {
    part = JSON.parse(text);
  } catch {
    return undefined;
  }
  for (const key of keys) {
    if (typeof part !== "object" || part === null || !Object.hasOwn(part, key)) return undefined;
    part = (part as Readonly<Record<string, unknown>>)[key];
  }
  return part;
}
