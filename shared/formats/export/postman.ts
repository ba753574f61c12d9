import type { Defaults } from "../../model/collection.ts";
import type {
  FileChoice,
  GraphqlBody,
  HttpRequest,
  Param,
  RequestBody,
  Row,
} from "../../model/request.ts";
import { splitUrl } from "../../model/url.ts";
import { paramsOf } from "../../model/url-params.ts";
import type { Variable } from "../../model/variable.ts";
import type { ImportedCollection, ImportedItem } from "../import/imported.ts";
import { asHttpRequest } from "../graphql/as-http.ts";
import { inQuery } from "../graphql/over-http.ts";
import { readDefaults } from "../opencollection/defaults.ts";
import { listAt, mapAt } from "../opencollection/fields.ts";
import { readRequest } from "../opencollection/request.ts";
import type { YamlMap } from "../yaml/data.ts";
import {
  type Example,
  examplesOf,
  type ExportFormat,
  isHttp,
  mergedHeaders,
  otherKind,
  scriptsOf,
} from "./exported.ts";
import { postmanAuth } from "./postman-auth.ts";
import { postmanBehaviour } from "./postman-behaviour.ts";

type Json = Readonly<Record<string, unknown>>;
type Left = (place: string, what: string) => void;

/** Postman Collection 2.1 (schema.getpostman.com). */
export const postman: ExportFormat = {
  id: "postman",
  name: "Postman Collection 2.1",
  extension: ".postman_collection.json",
  write(collection) {
    const left: string[] = [];
    const add: Left = (place, what) => left.push(`${place}: ${what} has no place in Postman.`);
    if (collection.environments.length > 0)
      left.push("Environments are files of their own in Postman and are not in this one.");
    return { text: `${JSON.stringify(collectionOf(collection, add), null, 2)}\n`, left };
  },
};

function collectionOf(collection: ImportedCollection, left: Left): Json {
  const { data, name, children } = collection;
  const defaults = readDefaults(data);
  return without({
    info: without({
      name,
      description: defaults.docs || undefined,
      schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
    }),
    item: children.flatMap((item) => itemOf(item, { path: [], levels: [defaults] }, left)),
    event: events(mapAt(data, "request"), name, left),
    variable: variables(defaults.variables),
    auth: postmanAuth(defaults.auth, (what) => left(name, what)),
    // Envoi sends URLs as they are typed unless a collection says otherwise.
    protocolProfileBehavior: behaviourOf(
      { ...defaults, settings: { encodeUrl: false, ...defaults.settings } },
      (what) => left(name, what),
    ),
  });
}

/** What is above an item: names, and what collection and folders give, outermost first. */
interface Above {
  readonly path: readonly string[];
  readonly levels: readonly Defaults[];
}

function itemOf(item: ImportedItem, above: Above, left: Left): readonly Json[] {
  const path = [...above.path, item.name];
  const place = path.join(" / ");
  if (item.kind === "folder") {
    const defaults = readDefaults(item.data);
    const folder = without({
      name: item.name,
      description: defaults.docs || undefined,
      item: item.children.flatMap((child) =>
        itemOf(child, { path, levels: [...above.levels, defaults] }, left),
      ),
      event: events(mapAt(item.data, "request"), place, left),
      variable: variables(defaults.variables),
      auth: postmanAuth(defaults.auth, (what) => left(place, what)),
      protocolProfileBehavior: behaviourOf(defaults, (what) => left(place, what)),
    });
    return [folder];
  }
  if (!isHttp(item)) {
    left(place, otherKind(item));
    return [];
  }
  const request = asPostmanSends(readRequest(item.data));
  if (request.raw) {
    left(place, "A raw exchange");
    return [];
  }
  const bodiless = /^(?:get|head|copy|purge|unlock)$/i.test(request.method);
  const lose = (what: string): void => left(place, what);
  const body = bodyOf(request.body, lose);
  const type = names(request).has("content-type") ? "" : typeToSay(request.body);
  loseParts(item.data, request, lose);
  const headers: readonly Row[] = [
    ...inherited(above.levels, request),
    ...request.headers,
    ...(type === "" ? [] : [{ name: "Content-Type", value: type }]),
  ];
  return [
    without({
      name: item.name,
      event: events(mapAt(item.data, "runtime"), place, left),
      variable: variables(request.variables),
      protocolProfileBehavior: postmanBehaviour(
        { ...request.settings, ...(bodiless && body !== undefined ? { keepsBody: true } : {}) },
        lose,
      ),
      request: without({
        method: request.method,
        header: headers.map(row),
        body,
        url: urlOf(request.url, request.params),
        auth: postmanAuth(request.auth, lose),
        description: request.docs || undefined,
      }),
      response: examplesOf(item.data).map(responseOf),
    }),
  ];
}

/** Settings of a collection or folder: those of requests, and how they travel. */
function behaviourOf(
  { settings, network }: Pick<Defaults, "settings" | "network">,
  left: (what: string) => void,
): Json | undefined {
  return postmanBehaviour({ ...settings, ...(network === undefined ? {} : { network }) }, left);
}

/** The Content-Type Envoi sends by itself and Postman would not: it has no SPARQL, takes a file's type from its name, and sends nothing for a form without rows. */
function typeToSay(body: RequestBody): string {
  if (body.kind === "sparql") return "application/sparql-query";
  if (body.kind === "file") return chosenFile(body.files)?.contentType ?? "";
  const empty = body.kind === "form" && body.rows.every(({ disabled }) => disabled === true);
  return empty ? "application/x-www-form-urlencoded" : "";
}

/** Names what a request has beside what is sent and Postman keeps nowhere. */
function loseParts(data: YamlMap, request: HttpRequest, lose: (what: string) => void): void {
  if (listAt(mapAt(data, "runtime"), "assertions").length > 0) lose("An assertion");
  if ((request.actions ?? []).length > 0) lose("A value taken from the response");
  if (request.tags.length > 0) lose("A tag");
  if (examplesOf(data).some(({ description }) => description !== ""))
    lose("An example's description");
  if (request.body.kind === "multipart" && request.body.parts.length === 0)
    lose("A multipart body without parts");
}

/** Postman has GraphQL as a body only: with a method that has none, the parameters are in the URL there. */
function asPostmanSends(request: HttpRequest): HttpRequest {
  if (request.body.kind !== "graphql" || !inQuery(request.method)) return request;
  const sent = asHttpRequest(request);
  return { ...sent, params: paramsOf(sent.url, sent.params) };
}

/** Postman gives header fields to requests only: what collection and folders give is written into each. */
function inherited(levels: readonly Defaults[], request: HttpRequest): readonly Row[] {
  const own = new Set(request.headers);
  return mergedHeaders(
    levels.map(({ headers }) => headers),
    request,
  ).filter((field) => !own.has(field));
}

const names = ({ headers }: HttpRequest): ReadonlySet<string> =>
  new Set(headers.map(({ name }) => name.toLowerCase()));

/** The URL in parts where the parts give it back, else as one text. A query row without `=` has no value. */
function urlOf(url: string, params: readonly Param[]): Json {
  const parts = splitUrl(url);
  const typed = parts.query === null ? [] : parts.query.split("&");
  let at = 0;
  const query = params
    .filter(({ type }) => type === "query")
    .map((param) => {
      const bare = param.disabled !== true && typed[at++]?.includes("=") === false;
      return { ...row(param), ...(bare ? { value: null } : {}) };
    });
  const path = params.filter(({ type }) => type === "path").map(row);
  const plain = parts.userinfo === null && parts.scheme !== "" && !parts.path.startsWith("//");
  return without({
    raw: url,
    ...(plain
      ? {
          protocol: parts.scheme,
          host: /\{\{/.test(parts.host) ? [parts.host] : parts.host.split("."),
          port: parts.port ?? undefined,
          ...(parts.path === "" ? {} : { path: parts.path.slice(1).split("/") }),
        }
      : {}),
    query: query.length === 0 ? undefined : query,
    hash: parts.fragment ?? undefined,
    variable: path.length === 0 ? undefined : path,
  });
}

function bodyOf(body: RequestBody, left: (what: string) => void): Json | undefined {
  switch (body.kind) {
    case "none":
      return undefined;
    case "json":
    case "xml":
    case "text":
    case "sparql": {
      if (body.text === "") return undefined;
      const language = body.kind === "sparql" ? "text" : body.kind;
      return { mode: "raw", raw: body.text, options: { raw: { language } } };
    }
    case "form":
      return {
        mode: "urlencoded",
        urlencoded: body.rows.map((one) => ({ ...row(one), type: "text" })),
      };
    case "multipart":
      return {
        mode: "formdata",
        formdata: body.parts.map((part) =>
          without({
            key: part.name,
            ...(part.kind === "file"
              ? { type: "file", src: part.paths.length === 1 ? part.paths[0] : part.paths }
              : { type: "text", value: part.value }),
            contentType: part.contentType,
            description: part.description,
            disabled: part.disabled,
          }),
        ),
      };
    case "file":
      if (body.files.length > 1) left("A second body file");
      return { mode: "file", file: { src: chosenFile(body.files)?.path ?? "" } };
    case "graphql":
      return graphqlBody(body);
    case "websocket":
      return undefined;
    case "other":
      left(`A body of kind ${body.type}`);
      return undefined;
  }
}

const chosenFile = (files: readonly FileChoice[]): FileChoice | undefined =>
  files.find(({ selected }) => selected) ?? files[0];

function graphqlBody({ query, operation, variables }: GraphqlBody): Json {
  return { mode: "graphql", graphql: without({ query, operationName: operation, variables }) };
}

function events(holder: YamlMap, place: string, left: Left): readonly Json[] | undefined {
  const list = scriptsOf(holder).flatMap(({ type, code }): Json[] => {
    const listen =
      type === "before-request"
        ? "prerequest"
        : /^(?:tests|after-response)$/.test(type)
          ? "test"
          : null;
    if (listen === null) {
      left(place, `A script of kind ${type}`);
      return [];
    }
    return [{ listen, script: { type: "text/javascript", exec: code.split("\n") } }];
  });
  return list.length === 0 ? undefined : list;
}

function variables(list: readonly Variable[]): readonly Json[] | undefined {
  if (list.length === 0) return undefined;
  return list.map(({ name, value, type, secret, description, disabled }) =>
    without({
      key: name,
      value:
        type === "number" && value.trim() !== ""
          ? Number(value)
          : type === "boolean"
            ? value === "true"
            : value,
      // The schema has no word for a secret one; Postman passes over keys of others that begin so.
      ...(secret === true ? { type: "any", _secret: true } : {}),
      description,
      disabled,
    }),
  );
}

function responseOf(example: Example): Json {
  return without({
    name: example.name,
    originalRequest: {
      method: example.method,
      header: example.requestHeaders.map(row),
      url: { raw: example.url },
    },
    status: example.statusText || undefined,
    code: example.status,
    header: example.headers.map(row),
    body: example.body,
  });
}

function row({ name, value, description, disabled }: Row): Json {
  return without({ key: name, value, description, disabled });
}

/** The same without what is undefined. */
function without(json: Json): Json {
  return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));
}
