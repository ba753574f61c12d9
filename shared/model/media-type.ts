/** A parsed media type (RFC 9110 §8.3.1). */
export interface MediaType {
  /** `type/subtype`, lower case; "" when it is no media type. */
  readonly essence: string;
  /** Names lower case, values as written; the first of each name counts. */
  readonly parameters: Readonly<Record<string, string>>;
}

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Parses leniently, as the MIME sniffing standard's "parse a MIME type" does. Never throws. */
export function parseMediaType(text: string): MediaType {
  const stop = text.indexOf(";");
  const essence = (stop === -1 ? text : text.slice(0, stop)).trim().toLowerCase();
  const slash = essence.indexOf("/");
  if (slash < 1 || !token.test(essence.slice(0, slash)) || !token.test(essence.slice(slash + 1)))
    return { essence: "", parameters: {} };
  return { essence, parameters: stop === -1 ? {} : parseParameters(text.slice(stop)) };
}

/** `;name=value;name="quoted"` → names lower case. Shared by Content-Type and Content-Disposition. */
export function parseParameters(text: string): Record<string, string> {
  const found = new Map<string, string>();
  const pattern = /;\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))/g;
  for (const match of text.matchAll(pattern)) {
    const name = (match[1] ?? "").toLowerCase();
    const value =
      match[2] === undefined ? (match[3] ?? "").trim() : match[2].replace(/\\(.)/g, "$1");
    if (!found.has(name)) found.set(name, value);
  }
  return Object.fromEntries(found);
}

/** True for JSON by name: `application/json`, `text/json`, anything `+json`. */
export function isJsonType(essence: string): boolean {
  return /^(?:application|text)\/json$|\+json$/.test(essence);
}

/** True for XML by name: `application/xml`, `text/xml`, anything `+xml`. */
export function isXmlType(essence: string): boolean {
  return /^(?:application|text)\/xml$|\+xml$/.test(essence);
}

/** True when a person expects to read it as text. */
export function isTextType(essence: string): boolean {
  return (
    essence.startsWith("text/") ||
    isJsonType(essence) ||
    isXmlType(essence) ||
    /^application\/(?:javascript|ecmascript|graphql|x-www-form-urlencoded|yaml|x-yaml|toml|sql|x-ndjson|jsonl)$/.test(
      essence,
    )
  );
}

/** Raster images a browser draws and that can run nothing (SVG is not among them). */
export function isRasterImage(essence: string): boolean {
  return /^image\/(?:png|jpeg|gif|webp|avif|bmp|x-icon|vnd\.microsoft\.icon)$/.test(essence);
}
