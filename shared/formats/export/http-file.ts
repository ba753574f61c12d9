import type { Auth } from "../../model/auth.ts";
import type { HttpRequest, MultipartPart, Row } from "../../model/request.ts";
import { applyPathParams } from "../../model/url-params.ts";
import { asHttpRequest } from "../graphql/as-http.ts";
import { graphqlJson } from "../graphql/over-http.ts";
import { readDefaults } from "../opencollection/defaults.ts";
import { type Entry, entriesOf } from "./document.ts";
import { formText } from "../form-text.ts";
import type { ExportFormat } from "./exported.ts";

/** `.http`, as JetBrains' HTTP client and VS Code's REST Client both read it: inherited fields are written out. */
export const httpFile: ExportFormat = {
  id: "http",
  name: ".http",
  extension: ".http",
  write(collection) {
    const left: string[] = [];
    const { variables } = readDefaults(collection.data);
    const lines = variables
      .filter((variable) => variable.secret !== true && variable.disabled !== true)
      .flatMap(({ name, value }) => {
        if (/^[\w.-]+$/.test(name) && !/[\r\n]/.test(value)) return [`@${name} = ${value}`];
        left.push(`The variable ${name} cannot stand in a .http file.`);
        return [];
      });
    const requests = entriesOf(collection).flatMap((entry) =>
      entry.kind === "folder" ? [] : [requestText(entry, left)],
    );
    const head = lines.length === 0 ? "" : `${lines.join("\n")}\n\n`;
    return { text: head + requests.filter((text) => text !== "").join("\n"), left };
  },
};

function requestText(entry: Exclude<Entry, { kind: "folder" }>, left: string[]): string {
  const lose = (what: string): void =>
    void left.push(`${entry.name}: ${what} has no place in a .http file.`);
  if (entry.kind === "other") {
    lose("A request that is not HTTP");
    return "";
  }
  const request = asHttpRequest(entry.request);
  if (request.raw) {
    lose("A raw exchange");
    return "";
  }
  const { body, fields } = bodyOf(request, lose);
  const path = request.params.filter(({ type, disabled }) => type === "path" && disabled !== true);
  const url = applyPathParams(request.url, path);
  const auth = authOf(entry.auth, lose);
  const named = new Set(entry.headers.map(({ name }) => name.toLowerCase()));
  const all = [
    ...entry.headers,
    ...[...auth.fields, ...fields].filter(({ name }) => !named.has(name.toLowerCase())),
  ];
  const docs = request.docs
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => line.trimEnd());
  return [
    `### ${oneLine(entry.name)}`,
    ...docs.map((line) => `# ${line}`),
    ...(request.settings.followRedirects === false ? ["# @no-redirect"] : []),
    `${request.method} ${url}${auth.query === "" ? "" : `${url.includes("?") ? "&" : "?"}${auth.query}`}`,
    ...all.map(({ name, value }) => `${name}: ${value}`),
    ...(body === "" ? [] : ["", body.replace(/\n$/, "")]),
    "",
  ].join("\n");
}

function authOf(
  auth: Auth,
  lose: (what: string) => void,
): { readonly fields: readonly Row[]; readonly query: string } {
  const field = (name: string, value: string): { fields: readonly Row[]; query: string } => ({
    fields: [{ name, value }],
    query: "",
  });
  switch (auth.kind) {
    case "none":
    case "inherit":
      return { fields: [], query: "" };
    case "basic":
      return field("Authorization", `Basic ${auth.username} ${auth.password}`);
    case "digest":
      return field("Authorization", `Digest ${auth.username} ${auth.password}`);
    case "bearer":
      return field("Authorization", `Bearer ${auth.token}`);
    case "apikey":
      return auth.placement === "header"
        ? field(auth.key, auth.value)
        : { fields: [], query: `${auth.key}=${auth.value}` };
    default:
      lose(`The authentication scheme ${auth.kind}`);
      return { fields: [], query: "" };
  }
}

const boundary = "envoi-boundary";

function bodyOf(
  { body }: HttpRequest,
  lose: (what: string) => void,
): { readonly body: string; readonly fields: readonly Row[] } {
  const typed = (type: string, text: string): { body: string; fields: readonly Row[] } => {
    // A line of three hashes begins the next request, wherever it stands.
    if (/^###/m.test(text)) lose("A body with a line that begins with ###");
    const safe = /^###/m.test(text) ? "" : text;
    return { body: safe, fields: safe === "" ? [] : [{ name: "Content-Type", value: type }] };
  };
  switch (body.kind) {
    case "none":
      return { body: "", fields: [] };
    case "json":
      return typed("application/json", body.text);
    case "xml":
      return typed("application/xml", body.text);
    case "text":
      return typed("text/plain", body.text);
    case "sparql":
      return typed("application/sparql-query", body.text);
    case "form":
      return typed("application/x-www-form-urlencoded", formText(body.rows));
    case "file": {
      const chosen = body.files.find(({ selected }) => selected) ?? body.files[0];
      if (chosen === undefined) return { body: "", fields: [] };
      return typed(chosen.contentType || "application/octet-stream", `< ${chosen.path}`);
    }
    case "multipart": {
      const parts = body.parts.filter(({ disabled }) => disabled !== true).flatMap(partText);
      if (parts.length === 0) return { body: "", fields: [] };
      return typed(
        `multipart/form-data; boundary=${boundary}`,
        [...parts, `--${boundary}--`].join("\n"),
      );
    }
    case "graphql":
      return typed("application/json", graphqlJson(body));
    case "other":
      lose(`A body of kind ${body.type}`);
      return { body: "", fields: [] };
  }
}

function partText({ name, kind, value, paths, contentType }: MultipartPart): readonly string[] {
  const type = contentType === undefined ? [] : [`Content-Type: ${contentType}`];
  const head = (more: string): readonly string[] => [
    `--${boundary}`,
    `Content-Disposition: form-data; name="${name.replaceAll('"', "%22")}"${more}`,
    ...type,
    "",
  ];
  if (kind === "text") return [...head(""), value];
  return paths.flatMap((path) => {
    const file = path.split(/[/\\]/).at(-1) ?? path;
    return [...head(`; filename="${file.replaceAll('"', "%22")}"`), `< ${path}`];
  });
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
