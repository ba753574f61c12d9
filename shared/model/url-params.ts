import { percentEncode } from "./percent.ts";
import type { Param } from "./request.ts";
import { maskTemplates, splitUrl } from "./url.ts";

/** The URL is the truth for query parameters: these functions keep the table and the text in step without re-encoding anything. */

interface Piece {
  /** As spelled between two `&`. */
  readonly spelling: string;
  readonly name: string;
  readonly value: string;
}

function pieces(query: string | null): Piece[] {
  if (query === null) return [];
  const masked = maskTemplates(query);
  const out: Piece[] = [];
  let start = 0;
  while (start <= query.length) {
    const next = masked.indexOf("&", start);
    const end = next === -1 ? query.length : next;
    const equals = masked.slice(start, end).indexOf("=");
    const nameEnd = equals === -1 ? end : start + equals;
    out.push({
      spelling: query.slice(start, end),
      name: query.slice(start, nameEnd),
      value: equals === -1 ? "" : query.slice(nameEnd + 1, end),
    });
    start = end + 1;
  }
  return out;
}

/** The query of a URL as rows, spelled as in the URL (nothing decoded). Duplicates stay; the empty run between `&&` is no row. */
export function queryOf(url: string): Param[] {
  return pieces(splitUrl(url).query)
    .filter((piece) => piece.spelling !== "")
    .map(({ name, value }) => ({ name, value, type: "query" }));
}

/** Encodes only what would end the row or break the request line; `{{variables}}` and everything else stay as typed. */
function escapePart(text: string, breaks: RegExp): string {
  const masked = maskTemplates(text);
  let out = "";
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    out += breaks.test(masked.charAt(index)) ? percentEncode(character, "value", false) : character;
  }
  return out;
}

const breaksName = /[\u0000-\u0020\u007f&#=]/;
const breaksValue = /[\u0000-\u0020\u007f&#]/;

/** How a row of the table is spelled in a URL. */
export function spellParam(row: { readonly name: string; readonly value: string }): string {
  return `${escapePart(row.name, breaksName)}=${escapePart(row.value, breaksValue)}`;
}

function sameRow(row: { readonly name: string; readonly value: string }, piece: Piece): boolean {
  if (row.name === piece.name && row.value === piece.value) return true;
  return spellParam(row) === piece.spelling;
}

/**
 * The URL with the enabled query rows of `params`. A row that is already in the URL keeps its spelling (`?a` stays `?a`); when the rows
 * are the URL's own, the text comes back unchanged, `&&` included. The fragment stays.
 */
export function withQuery(url: string, params: readonly Param[]): string {
  const rows = params.filter((row) => row.type === "query" && row.disabled !== true);
  const parts = splitUrl(url);
  const old = pieces(parts.query);
  const named = old.filter((piece) => piece.spelling !== "");
  if (
    named.length === rows.length &&
    rows.every((row, index) => {
      const piece = named[index];
      return piece !== undefined && sameRow(row, piece);
    })
  )
    return rows.length === 0 && parts.query !== null && params.length > 0 ? cut(url, "") : url;
  const left = [...named];
  const spelled = rows
    .filter((row) => row.name !== "" || row.value !== "")
    .map((row) => {
      const at = left.findIndex((piece) => sameRow(row, piece));
      return at === -1 ? spellParam(row) : (left.splice(at, 1)[0]?.spelling ?? "");
    });
  return cut(url, spelled.length === 0 ? "" : `?${spelled.join("&")}`);
}

/** The URL with everything from `?` to `#` replaced. */
function cut(url: string, query: string): string {
  const masked = maskTemplates(url);
  const hash = masked.indexOf("#");
  const end = hash === -1 ? url.length : hash;
  const mark = masked.slice(0, end).indexOf("?");
  return url.slice(0, mark === -1 ? end : mark) + query + url.slice(end);
}

/** Names of the `:name` segments of the path, in order. */
export function pathNames(url: string): string[] {
  const path = splitUrl(url).path;
  const masked = maskTemplates(path);
  const names: string[] = [];
  for (const match of masked.matchAll(/\/:([^/]+)/g))
    names.push(path.slice(match.index + 2, match.index + match[0].length));
  return names;
}

/**
 * The URL with each `:name` segment that has an enabled path row replaced by its value. As in Postman and Bruno a value may hold slashes and
 * what is encoded already; what no path may hold is percent-encoded, so that it stays a path. Other segments stay.
 */
export function applyPathParams(url: string, params: readonly Param[]): string {
  const rows = params.filter((row) => row.type === "path" && row.disabled !== true);
  if (rows.length === 0) return url;
  const parts = splitUrl(url);
  const at = pathStart(url, parts.path);
  const path = parts.path.replace(/\/:([^/]+)/g, (segment, name: string) => {
    const row = rows.find((candidate) => candidate.name === name);
    return row === undefined ? segment : `/${percentEncode(row.value, "path", true)}`;
  });
  return url.slice(0, at) + path + url.slice(at + parts.path.length);
}

function pathStart(url: string, path: string): number {
  const masked = maskTemplates(url);
  const stop = masked.search(/[?#]/);
  return (stop === -1 ? url.length : stop) - path.length;
}

/**
 * The table after the URL was edited: enabled query rows from the URL (a row keeps its description, and its own spelling while it still
 * means the same), disabled rows where they were, path rows for the `:name` segments (a renamed one keeps its value).
 */
export function paramsOf(url: string, params: readonly Param[]): Param[] {
  const left = params.filter((row) => row.type === "query" && row.disabled !== true);
  const fresh: Param[] = pieces(splitUrl(url).query)
    .filter((piece) => piece.spelling !== "")
    .map((piece) => {
      let at = left.findIndex((row) => sameRow(row, piece));
      if (at !== -1) return left.splice(at, 1)[0] ?? { ...piece, type: "query" };
      at = left.findIndex((row) => row.name === piece.name);
      const kept = at === -1 ? undefined : left.splice(at, 1)[0];
      return { ...kept, name: piece.name, value: piece.value, type: "query" };
    });
  params.forEach((row, index) => {
    if (row.type !== "query" || row.disabled !== true) return;
    const before = params.slice(0, index).filter((other) => other.type === "query").length;
    fresh.splice(Math.min(before, fresh.length), 0, row);
  });
  return [...fresh, ...pathRows(url, params)];
}

function pathRows(url: string, params: readonly Param[]): Param[] {
  const names = [...new Set(pathNames(url))];
  const old = params.filter((row) => row.type === "path");
  const gone = old.filter((row) => !names.includes(row.name));
  const added = names.filter((name) => !old.some((row) => row.name === name));
  return names.map((name) => {
    const known = old.find((row) => row.name === name);
    if (known) return known;
    const renamed = gone.length === 1 && added.length === 1 ? gone[0] : undefined;
    return renamed ? { ...renamed, name } : { name, value: "", type: "path" };
  });
}
