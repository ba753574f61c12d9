import { emptyRequest, type RequestBody, type Row } from "../../../model/request.ts";
import { queryOf } from "../../../model/url-params.ts";
import { splitUrl } from "../../../model/url.ts";
import { mapAt, textOf } from "../../opencollection/fields.ts";
import { isYamlList, isYamlMap, type YamlMap } from "../../yaml/data.ts";
import { requestItem } from "../build.ts";
import { handshakeAsSocket } from "../web-socket.ts";
import type { ImportedRequest } from "../imported.ts";
import { anyText } from "../json-text.ts";
import type { Notes } from "../note.ts";
import { readJson } from "../read-json.ts";
import { createRemark, type Remark } from "../remark.ts";
import { dataBody } from "./body.ts";
import { requestName } from "./name.ts";

/** Reads calls of `fetch` whose arguments are plain data: what the network panels of browsers copy. Others are named and left out. */
export function fetchItems(text: string, notes: Notes): readonly ImportedRequest[] {
  return callsIn(text).flatMap(({ inner, line }) => {
    const { data, problem } = readJson(`[${inner.replace(/,\s*$/, "")}]`);
    const [url, options] = isYamlList(data) ? data : [];
    if (problem !== null || typeof url !== "string") {
      notes.add("warning", "broken-text", { reason: problem?.reason ?? "fetch" }, { line });
      return [];
    }
    return [fetchItem(url, isYamlMap(options) ? options : new Map(), notes)];
  });
}

/** What stands between the brackets of each call. */
function callsIn(text: string): readonly { readonly inner: string; readonly line: number }[] {
  const calls: { readonly inner: string; readonly line: number }[] = [];
  const begin = /\bfetch\(/g;
  for (let found = begin.exec(text); found !== null; found = begin.exec(text)) {
    const from = begin.lastIndex;
    const end = closing(text, from);
    calls.push({
      inner: text.slice(from, end),
      line: text.slice(0, found.index).split("\n").length,
    });
    begin.lastIndex = end;
  }
  return calls;
}

/** Where the bracket that was opened before `from` closes; the end of the text where it never does. */
function closing(text: string, from: number): number {
  const piece = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|[()]/gs;
  piece.lastIndex = from;
  let depth = 1;
  for (let found = piece.exec(text); found !== null; found = piece.exec(text)) {
    if (found[0] === "(") depth += 1;
    if (found[0] === ")") depth -= 1;
    if (depth === 0) return found.index;
  }
  return text.length;
}

/** The Fetch standard's RequestInit. */
function fetchItem(url: string, options: YamlMap, notes: Notes): ImportedRequest {
  const method = (textOf(options.get("method")) || "GET").toUpperCase();
  const name = requestName({ method, url }, "");
  const remark = createRemark(notes, [name]);
  const headers: Row[] = [...mapAt(options, "headers")].map(([field, value]) => ({
    name: field,
    value: anyText(value),
  }));
  const has = (field: string) => headers.some((row) => row.name.toLowerCase() === field);
  const referrer = textOf(options.get("referrer"));
  if (/^https?:/i.test(referrer) && !has("referer"))
    headers.push({ name: "Referer", value: sentReferrer(referrer, url) });
  if (textOf(options.get("credentials")) === "include" && !has("cookie"))
    remark.tell("info", "cookies-of-browser");
  const known = /^(?:method|headers|body|referrer|credentials|mode|redirect|referrerPolicy)$/;
  for (const [key, value] of options)
    if (!known.test(key))
      remark.add("info", "no-place-value", { what: key, value: anyText(value) });
  const { body, sent } = bodyOf(textOf(options.get("body")), headers, remark);
  return requestItem({
    request: handshakeAsSocket({
      ...emptyRequest,
      name,
      method,
      url,
      params: queryOf(url),
      headers: sent,
      body,
      auth: { kind: "none" },
      settings: { followRedirects: !/^(?:manual|error)$/.test(textOf(options.get("redirect"))) },
    }),
    remarks: remark.remarks,
  });
}

/** The policy of browsers where a page sets none: the whole address within one origin, else the origin alone. */
function sentReferrer(referrer: string, url: string): string {
  const origin = (one: string): string => /^[a-z]+:\/\/[^/?#]*/i.exec(one)?.[0] ?? "";
  return splitUrl(url).host !== "" && origin(referrer) === origin(url)
    ? referrer
    : `${origin(referrer)}/`;
}

function bodyOf(
  text: string,
  headers: readonly Row[],
  remark: Remark,
): { readonly body: RequestBody; readonly sent: readonly Row[] } {
  if (text === "") return { body: { kind: "none" }, sent: headers };
  const field = headers.find((row) => row.name.toLowerCase() === "content-type");
  const declared = field?.value ?? "text/plain;charset=UTF-8";
  const { body } = dataBody([{ option: "data-raw", value: text }], declared, null, remark);
  // A form of parts gets its boundary when it is sent.
  if (body.kind === "multipart") return { body, sent: headers.filter((row) => row !== field) };
  return {
    body,
    sent: field === undefined ? [...headers, { name: "Content-Type", value: declared }] : headers,
  };
}
