import { emptyRequest, type HttpRequest, type Row } from "../../../model/request.ts";
import { mapAt, textOf } from "../../opencollection/fields.ts";
import { isYamlList, isYamlMap, type YamlData, type YamlMap } from "../../yaml/data.ts";
import { folderItem, type ImportedAuth, requestItem } from "../build.ts";
import type { ImportedItem } from "../imported.ts";
import { anyText, fenced, jsonText } from "../json-text.ts";
import type { Notes } from "../note.ts";
import { createRemark, type Remark } from "../remark.ts";
import { descriptionOf } from "../loose.ts";
import { postmanAuth } from "./auth.ts";
import { besideAuth } from "./auth-field.ts";
import { type Behaviour, postmanBehaviour, requestSettings, withConnection } from "./behaviour.ts";
import { postmanBody } from "./body.ts";
import { postmanExamples } from "./examples.ts";
import { postmanHeaders } from "./headers.ts";
import { specialOf } from "./special.ts";
import { postmanScripts } from "./scripts.ts";
import { postmanUrl } from "./url.ts";
import { postmanVariables } from "./variables.ts";

interface Above {
  readonly notes: Notes;
  readonly path: readonly string[];
  /** `protocolProfileBehavior` of collection and folders, outermost first. */
  readonly behaviour: readonly Behaviour[];
  /** What "inherit" comes to. */
  readonly auth: ImportedAuth;
}

/** Items of a collection or folder, v2 form. What is no item is noted. */
export function postmanItems(data: YamlData | undefined, above: Above): readonly ImportedItem[] {
  if (!isYamlList(data)) {
    if (data !== undefined && data !== null)
      above.notes.add("error", "missing-part", { what: "item" }, { item: above.path });
    return [];
  }
  return data.flatMap((item, index): readonly ImportedItem[] => {
    if (isYamlMap(item)) return [postmanItem(item, above, index)];
    above.notes.add("error", "missing-part", { what: `item ${index + 1}` }, { item: above.path });
    return [];
  });
}

const ids = [
  "id",
  "_postman_id",
  "uid",
  "_postman_isSubFolder",
  "isFolder",
  "createdAt",
  "updatedAt",
  "owner",
];
const ofItem = new Set([
  ...ids,
  "name",
  "description",
  "variable",
  "event",
  "events",
  "protocolProfileBehavior",
]);
const ofFolder = new Set([...ofItem, "item", "auth"]);
const ofRequestItem = new Set([...ofItem, "request", "response", "$kind", "$data"]);
const ofRequest = new Set([
  ...ids,
  "name",
  "url",
  "method",
  "header",
  "body",
  "auth",
  "proxy",
  "certificate",
  "description",
]);

function postmanItem(item: YamlMap, above: Above, index: number): ImportedItem {
  const name = anyText(item.get("name")).trim() || (item.has("item") ? `Folder ${index + 1}` : "");
  if (item.has("item")) {
    const path = [...above.path, name];
    const remark = createRemark(above.notes, path);
    unknownFields(item, ofFolder, remark);
    const own = postmanBehaviour(item.get("protocolProfileBehavior"), remark);
    const auth = postmanAuth(item.get("auth"), { kind: "inherit" }, remark);
    const parts = {
      name,
      settings: own.basics,
      network: own.network,
      auth,
      variables: postmanVariables(item.get("variable")),
      scripts: postmanScripts(item.get("event"), remark),
      docs: descriptionOf(item.get("description")),
    };
    const children = postmanItems(item.get("item"), {
      ...above,
      path,
      behaviour: [...above.behaviour, own],
      auth: inherits(auth) ? above.auth : auth,
    });
    return folderItem({ ...parts, remarks: remark.remarks }, children);
  }
  return postmanRequest(item, name, above, index);
}

function postmanRequest(item: YamlMap, given: string, above: Above, index: number): ImportedItem {
  const data = item.get("request") ?? null;
  // A request may be written as its URL alone.
  const request = isYamlMap(data) ? data : new Map<string, YamlData>([["url", textOf(data)]]);
  const { url, params } = postmanUrl(request.get("url"));
  const name = given || descriptiveName(url) || `Request ${index + 1}`;
  const remark = createRemark(above.notes, [...above.path, name]);
  if (!isYamlMap(data) && typeof data !== "string")
    remark.add("error", "missing-part", { what: "request" });
  unknownFields(item, ofRequestItem, remark);
  unknownFields(request, ofRequest, remark);
  const own = postmanBehaviour(item.get("protocolProfileBehavior"), remark);
  const keepsBody =
    [...above.behaviour, own].findLast((level) => level.keepsBody !== undefined)?.keepsBody ===
    true;
  // Postman's programs write every method in capitals.
  const typed = (textOf(request.get("method")) || "GET").trim();
  const method = typed.includes("{{") ? typed : typed.toUpperCase();
  const auth = postmanAuth(request.get("auth") ?? item.get("auth"), { kind: "inherit" }, remark);
  const headers = besideAuth(
    postmanHeaders(request.get("header")),
    inherits(auth) ? above.auth : auth,
    remark,
  );
  const declared = contentTypeOf(headers);
  const { body, contentType, special } = postmanBody(
    request.get("body"),
    { method, declared, keepsBody },
    remark,
  );
  const model: HttpRequest = {
    ...emptyRequest,
    name,
    method,
    url,
    params,
    headers:
      contentType === null ? headers : [...headers, { name: "Content-Type", value: contentType }],
    body,
    variables: postmanVariables(item.get("variable")),
    settings: withConnection(requestSettings(above.behaviour, own), request),
    docs: descriptionOf(request.get("description")) || descriptionOf(item.get("description")),
  };
  const kind = textOf(item.get("$kind"));
  // Outside the header Postman's OAuth 1 goes into a form, and into the query where there is none.
  const placed: ImportedAuth =
    "kind" in auth && auth.kind === "oauth1" && auth.placement === "query" && body.kind === "form"
      ? { ...auth, placement: "body" }
      : auth;
  return requestItem({
    request: model,
    auth: placed,
    special: special ?? specialOf(kind, mapAt(item, "$data"), remark),
    scripts: postmanScripts(item.get("event") ?? item.get("events"), remark),
    examples: postmanExamples(item.get("response"), request, remark),
    remarks: remark.remarks,
  });
}

function inherits(auth: ImportedAuth): boolean {
  return "kind" in auth && auth.kind === "inherit";
}

function contentTypeOf(headers: readonly Row[]): string {
  const row = headers.find(
    (field) => field.disabled !== true && field.name.toLowerCase() === "content-type",
  );
  return row?.value ?? "";
}

function descriptiveName(url: string): string {
  return url.replace(/^[a-z]+:\/\//i, "").replace(/[?#].*$/s, "");
}

/** Keys nobody reads are named, so that nothing goes unseen. Keys that begin with `_` are Postman's own marks. */
export function unknownFields(map: YamlMap, known: ReadonlySet<string>, remark: Remark): void {
  const left = [...map].filter(
    ([key, value]) => !known.has(key) && !key.startsWith("_") && says(value),
  );
  if (left.length === 0) return;
  const names = left.map(([key]) => key).join(", ");
  remark.add("info", "unknown-fields", { names, value: fenced(jsonText(new Map(left)), "json") });
}

function says(value: YamlData): boolean {
  if (isYamlMap(value)) return value.size > 0;
  return isYamlList(value) ? value.length > 0 : anyText(value) !== "";
}
