/** Nunjucks as Insomnia writes it, as far as it is a lookup: `{{ _.name }}` → `{{name}}`. */

/** A text in Envoi's terms, and what in it would have to be worked out. */
export interface Templated {
  readonly text: string;
  readonly kept: readonly string[];
}

const name = String.raw`[A-Za-z_$][\w$-]*`;
const path = new RegExp(
  String.raw`^(?:_\s*\.\s*|_(?=\[))?(${name}(?:\s*\.\s*${name}|\[\s*(?:\d+|'[^']*'|"[^"]*")\s*\])*|(?:\[\s*(?:'[^']*'|"[^"]*")\s*\])(?:\s*\.\s*${name}|\[\s*(?:\d+|'[^']*'|"[^"]*")\s*\])*)$`,
);

/** Replaces what is a lookup or has a dynamic value of the same meaning; everything else stays as it was written. */
export function insomniaTemplates(text: string): Templated {
  if (!text.includes("{{") && !text.includes("{%")) return { text, kept: [] };
  const kept: string[] = [];
  const out = text
    .replace(/\{\{-?\s*([^{}]*?)\s*-?\}\}/g, (whole, inner: string) => {
      const found = path.exec(inner)?.[1];
      if (found !== undefined) return `{{${plainPath(found)}}}`;
      kept.push(whole);
      return whole;
    })
    .replace(/\{%-?\s*([^%]*?)\s*-?%\}/g, (whole, inner: string) => {
      const value = dynamicValue(inner);
      if (value === null) kept.push(whole);
      return value ?? whole;
    });
  return { text: out, kept };
}

/** `a['b'].c[0]` → `a.b.c[0]`: the names nested data is flattened to. */
function plainPath(found: string): string {
  return found
    .replace(/'[^']*'|"[^"]*"|\s+/g, (part) => (part.trim() === "" ? "" : part))
    .replace(
      /\[(?:'([^']*)'|"([^"]*)")\]/g,
      (_, single?: string, double?: string) => `.${single ?? double ?? ""}`,
    )
    .replace(/^\./, "");
}

/** Tags with a dynamic value of the same meaning. */
function dynamicValue(tag: string): string | null {
  const [word = "", ...rest] = tag.split(/\s+/);
  const first = /^\s*(?:'([^']*)'|"([^"]*)")/.exec(rest.join(" "));
  const argument = first?.[1] ?? first?.[2] ?? "";
  if (word === "uuid") return "{{$guid}}";
  if (word === "timestamp") return "{{$timestamp}}";
  if (word === "now") {
    if (/^(?:iso|iso-8601|)$/i.test(argument)) return "{{$isoTimestamp}}";
    return /^unix/i.test(argument) ? "{{$timestamp}}" : null;
  }
  // `{{?name}}` asks when it is sent, as the tag did.
  return word === "prompt" && argument !== "" ? `{{?${argument.replace(/[{}]/g, "")}}}` : null;
}
