import { all, type Given } from "../options/parse.ts";
import { badOption } from "../settings/values.ts";
import { readBytes } from "./files.ts";

export const dataNames = [
  "data",
  "data-ascii",
  "data-raw",
  "data-binary",
  "data-urlencode",
] as const;
type DataName = (typeof dataNames)[number];

/** The data options' bytes in the order given, joined with `&`; null when there are none. Rejects with FailureError. */
export async function dataOf(given: Given): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  for (const { name, value } of given) if (isDataName(name)) parts.push(await partOf(name, value));
  if (parts.length === 0) return null;
  const and = Buffer.from("&");
  return Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [and, part])));
}

function isDataName(name: string): name is DataName {
  return (dataNames as readonly string[]).includes(name);
}

function partOf(name: DataName, text: string): Promise<Buffer> | Buffer {
  switch (name) {
    case "data":
    case "data-ascii":
      return fileOrText(text, false);
    case "data-binary":
      return fileOrText(text, true);
    case "data-raw":
      return Buffer.from(text);
    case "data-urlencode":
      return urlEncoded(text);
  }
}

/** `@FILE` and `@-` are read; without `keep`, line breaks and NULs of a file go, as in curl -d. */
export async function fileOrText(text: string, keep: boolean): Promise<Buffer> {
  if (!text.startsWith("@")) return Buffer.from(text);
  const bytes = await readBytes(text.slice(1));
  return keep ? bytes : Buffer.from(bytes.toString("latin1").replace(/[\r\n\0]/g, ""), "latin1");
}

/** curl's --data-urlencode: `TEXT`, `=TEXT`, `NAME=TEXT`, `@FILE`, `NAME@FILE`; the name stays as it is. */
export async function urlEncoded(text: string): Promise<Buffer> {
  const [, name = "", mark = "", content = ""] = /^([^=@]*)([=@])(.*)$/s.exec(text) ?? [
    "",
    "",
    "=",
    text,
  ];
  const bytes = mark === "@" ? await readBytes(content) : Buffer.from(content);
  return Buffer.from(`${name === "" ? "" : `${name}=`}${encoded(bytes)}`);
}

/** Everything but RFC 3986's unreserved characters, a space as `+`. */
function encoded(bytes: Buffer): string {
  let text = "";
  for (const byte of bytes) {
    const letter = String.fromCharCode(byte);
    if (/[A-Za-z0-9._~-]/.test(letter)) text += letter;
    else text += byte === 0x20 ? "+" : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return text;
}

/** What --url-query adds: encoded like --data-urlencode, or after a `+` as it is. */
export async function queryParts(given: Given): Promise<readonly string[]> {
  const parts = all(given, "url-query").map(async (text) =>
    text.startsWith("+") ? text.slice(1) : (await urlEncoded(text)).toString("latin1"),
  );
  return Promise.all(parts);
}

/** The URL as typed with more in its query, before a fragment. */
export function withQuery(url: string, parts: readonly string[]): string {
  const added = parts.filter((part) => part !== "").join("&");
  if (added === "") return url;
  const [, base = url, fragment = ""] = /^([^#]*)(#.*)?$/s.exec(url) ?? [];
  const joint = !base.includes("?") ? "?" : /[?&]$/.test(base) ? "" : "&";
  const slash = /^(?:[a-z][a-z0-9+.-]*:\/\/)?[^/?#]+$/i.test(base) ? "/" : "";
  return `${base}${slash}${joint}${added}${fragment}`;
}

/** Data that goes into the query has to be text that can stand in a URL. */
export function dataAsQuery(data: Buffer): string {
  const text = data.toString("latin1");
  if (/[\x00-\x20\x7f]/.test(text))
    throw badOption(
      "--get",
      "The data holds white space or control characters, which cannot stand in a URL.",
      "Give it with --data-urlencode.",
    );
  return data.toString("utf8");
}
