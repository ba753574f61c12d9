/** A parsed media type (RFC 9110 §8.3.1). */
export interface MediaType {
  /** `type/subtype`, lower case; "" when it is no media type. */
  readonly essence: string;
  /** Names lower case, values as written; the first of each name counts. */
  readonly parameters: Readonly<Record<string, string>>;
}

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Parses as the MIME Sniffing standard's "parse a MIME type" (§4.4) does: leniently. Never throws. */
export function parseMediaType(text: string): MediaType {
  const bare = trimmed(text);
  const stop = bare.indexOf(";");
  const [type = "", subtype = "", ...more] = (stop === -1 ? bare : bare.slice(0, stop)).split("/");
  const kind = subtype.replace(/[\t\n\r ]+$/, "");
  if (more.length > 0 || !token.test(type) || !token.test(kind))
    return { essence: "", parameters: {} };
  const parameters = stop === -1 ? {} : mediaParameters(bare, stop);
  return { essence: `${type}/${kind}`.toLowerCase(), parameters };
}

/** A media type as the standard writes it (§4.5): values that are no tokens are quoted. "" for none. */
export function mediaTypeText({ essence, parameters }: MediaType): string {
  const written = Object.entries(parameters).map(([name, value]) =>
    token.test(value)
      ? `;${name}=${value}`
      : `;${name}="${value.replace(/["\\]/g, String.raw`\$&`)}"`,
  );
  return essence === "" ? "" : essence + written.join("");
}

/** HTTP white space (Fetch standard §2.2) at both ends. */
function trimmed(text: string): string {
  return text.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, "");
}

/** What may stand in a value: HTTP quoted-string code points (Fetch standard §2.2). */
const quotable = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;

function mediaParameters(text: string, from: number): Record<string, string> {
  const found = new Map<string, string>();
  let at = from;
  while (at < text.length) {
    at += 1;
    const begin = at + (/^[\t\n\r ]*/.exec(text.slice(at))?.[0].length ?? 0);
    const end = nextOf(text, begin, ";=");
    const name = text.slice(begin, end).toLowerCase();
    at = end;
    if (text[at] !== "=") continue;
    const quoted = text[at + 1] === '"';
    const { value, next } = quoted ? quotedString(text, at + 1) : plainValue(text, at + 1);
    at = next;
    if ((quoted || value !== "") && token.test(name) && quotable.test(value) && !found.has(name))
      found.set(name, value);
  }
  return Object.fromEntries(found);
}

function nextOf(text: string, from: number, stops: string): number {
  let at = from;
  while (at < text.length && !stops.includes(text[at] ?? "")) at += 1;
  return at;
}

function plainValue(text: string, from: number): { readonly value: string; readonly next: number } {
  const next = nextOf(text, from, ";");
  return { value: text.slice(from, next).replace(/[\t\n\r ]+$/, ""), next };
}

/** From its opening quote; one that does not end takes the rest. What follows it, up to the next semicolon, counts for nothing. */
function quotedString(
  text: string,
  from: number,
): { readonly value: string; readonly next: number } {
  let value = "";
  let at = from + 1;
  for (; at < text.length && text[at] !== '"'; at += 1) {
    // A backslash at the very end stands for itself.
    if (text[at] === "\\" && at + 1 < text.length) at += 1;
    value += text[at] ?? "";
  }
  return { value, next: nextOf(text, at, ";") };
}

/** `;name=value;name="quoted"` → names lower case, of a Content-Disposition: more is allowed there than in a media type. */
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
