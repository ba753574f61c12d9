import { sentJson } from "../json/comments.ts";
import type { Auth, AwsV4Auth } from "../../model/auth.ts";
import type { HttpVersionChoice } from "../../model/network/message.ts";
import type {
  HttpRequest,
  MultipartPart,
  RequestSettings,
  Row,
  SocketBody,
} from "../../model/request.ts";
import { applyPathParams } from "../../model/url-params.ts";
import { asHttpRequest } from "../graphql/as-http.ts";
import { graphqlJson } from "../graphql/over-http.ts";
import { readDefaults } from "../opencollection/defaults.ts";
import { fileTypeOf } from "../../model/file-type.ts";
import { bytesToBase64 } from "../../model/raw-bytes.ts";
import type { Variable } from "../../model/variable.ts";
import { type Entry, entriesOf, type RequestEntry } from "./document.ts";
import { createInnerVariables, mapSentTexts, withValues } from "./placed-values.ts";
import { unsaid, unsaidSettings } from "./unsaid.ts";
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
    // What cannot stand at the top of the file is put where it is used.
    const unsayable: Variable[] = [];
    const lines = variables
      .filter((variable) => variable.secret !== true && variable.disabled !== true)
      .flatMap((variable) => {
        const { name, value } = variable;
        if (/^[\w.-]+$/.test(name) && !/[\r\n]/.test(value)) return [`@${name} = ${value}`];
        unsayable.push(variable);
        return [];
      });
    const inner = createInnerVariables();
    inner.enter(0, unsayable);
    const requests = entriesOf(collection).flatMap((entry) => {
      inner.enter(entry.depth, entry.kind === "folder" ? entry.defaults.variables : []);
      if (entry.kind === "folder") return [];
      if (entry.kind === "other") return [otherText(entry, left)];
      const own = entry.request.variables;
      const change = (text: string) => withValues(text, (name) => inner.value(name, own));
      return [requestText(mapSentTexts(entry, change), left)];
    });
    const head = lines.length === 0 ? "" : `${lines.join("\n")}\n\n`;
    const where = "a .http file";
    return {
      text: head + requests.filter((text) => text !== "").join("\n"),
      left: [
        ...left,
        ...unsaid(
          collection,
          ["scripts", "assertions", "actions", "examples", "environments"],
          where,
        ),
        ...unsaidSettings(collection, saidSettings, where, true),
      ],
    };
  },
};

const noPlace =
  (name: string, left: string[]) =>
  (what: string): void =>
    void left.push(`${name}: ${what} has no place in a .http file.`);

function otherText({ name, what }: Extract<Entry, { kind: "other" }>, left: string[]): string {
  noPlace(name, left)(what);
  return "";
}

function requestText(entry: RequestEntry, left: string[]): string {
  const lose = noPlace(entry.name, left);
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
  const socket = request.body.kind === "websocket";
  const chosen = socket ? "auto" : (entry.settings.network?.httpVersion ?? "auto");
  const version = versions.get(chosen) ?? "";
  return [
    `### ${oneLine(entry.name)}`,
    ...docs.map((line) => `# ${line}`),
    ...settingLines(entry.settings),
    `${socket ? "WEBSOCKET" : request.method} ${url}${auth.query === "" ? "" : `${url.includes("?") ? "&" : "?"}${auth.query}`}${version}`,
    ...all.map(({ name, value }) => `${name}: ${value}`),
    ...(body === "" ? [] : ["", body.replace(/\n$/, "")]),
    "",
  ].join("\n");
}

/** Settings that a line of a .http file says; the names of all others are left out. */
const saidSettings: ReadonlySet<string> = new Set([
  "followRedirects",
  "timeout",
  "verifyTls",
  "encodeUrl",
  "httpVersion",
  "connectTimeout",
  "sendCookies",
  "storeCookies",
]);

const versions: ReadonlyMap<HttpVersionChoice, string> = new Map([
  ["1.1", " HTTP/1.1"],
  ["2", " HTTP/2"],
]);

/** JetBrains' words, and httpYac's where it alone has one. */
function settingLines(settings: RequestSettings): readonly string[] {
  const { timeout, followRedirects, verifyTls, network = {} } = settings;
  const { connectTimeout = 0, sendCookies, storeCookies } = network;
  return [
    followRedirects === false ? "# @no-redirect" : "",
    typeof timeout === "number" && timeout > 0 ? `# @timeout ${timeout} ms` : "",
    connectTimeout > 0 ? `# @connection-timeout ${connectTimeout} ms` : "",
    sendCookies === false || storeCookies === false ? "# @no-cookie-jar" : "",
    verifyTls === false ? "# @noRejectUnauthorized" : "",
  ].filter((line) => line !== "");
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
      return field("Authorization", `Basic ${login(auth)}`);
    case "digest":
      if (!isPlainLogin(auth)) lose("A Digest login with blanks in it");
      return field("Authorization", `Digest ${auth.username} ${auth.password}`);
    case "awsv4":
      return field("Authorization", awsField(auth, lose));
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

type Login = { readonly username: string; readonly password: string };

/** Two words, as every reader of these files takes them apart. */
function isPlainLogin({ username, password }: Login): boolean {
  return /^\S+$/.test(username) && /^\S(?:.*\S)?$/.test(password);
}

/** In base64 where two words would not say it, unless a variable is in it. */
function login(auth: Login): string {
  const pair = `${auth.username}:${auth.password}`;
  return isPlainLogin(auth) || pair.includes("{{")
    ? `${auth.username} ${auth.password}`
    : bytesToBase64(new TextEncoder().encode(pair));
}

/** As VS Code's REST Client and httpYac read it. */
function awsField(auth: AwsV4Auth, lose: (what: string) => void): string {
  if (auth.placement === "query") lose("An AWS signature in the query");
  if (auth.profileName !== "") lose("A profile of AWS keys");
  if (auth.signature === "v4a") lose("Version 4A of AWS's signature");
  const parts: readonly (readonly [string, string])[] = [
    ["token", auth.sessionToken],
    ["region", auth.region],
    ["service", auth.service],
  ];
  return [
    `AWS ${auth.accessKeyId} ${auth.secretAccessKey}`,
    ...parts.filter(([, value]) => value !== "").map(([name, value]) => `${name}:${value}`),
  ].join(" ");
}

const boundary = "envoi-boundary";

function bodyOf(
  { body }: HttpRequest,
  lose: (what: string) => void,
): { readonly body: string; readonly fields: readonly Row[] } {
  const typed = (type: string, text: string): { body: string; fields: readonly Row[] } => {
    const safe = holds(text) ? text : "";
    if (safe !== text) lose("A body with a line that means something else there (### or < file)");
    return written(type, safe);
  };
  const written = (type: string, safe: string): { body: string; fields: readonly Row[] } => {
    return { body: safe, fields: safe === "" ? [] : [{ name: "Content-Type", value: type }] };
  };
  switch (body.kind) {
    case "none":
      return { body: "", fields: [] };
    case "websocket":
      return { body: messagesText(body, lose), fields: [] };
    case "json":
      return typed("application/json", sentJson(body.text));
    case "xml":
      return typed("application/xml", body.text);
    case "text":
      if (/^\s|\s$/.test(body.text)) lose("White space at the ends of a body");
      return typed("text/plain", body.text);
    case "sparql":
      return typed("application/sparql-query", body.text);
    case "form":
      return typed("application/x-www-form-urlencoded", formText(body.rows));
    case "file": {
      const chosen = body.files.find(({ selected }) => selected) ?? body.files[0];
      if (chosen === undefined) return { body: "", fields: [] };
      return written(chosen.contentType || fileTypeOf(chosen.path), `< ${chosen.path}`);
    }
    case "multipart": {
      const parts = body.parts
        .filter(({ disabled, value }) => disabled !== true && holds(value))
        .flatMap(partText);
      if (parts.length === 0) return { body: "", fields: [] };
      if (!body.parts.every(({ value }) => holds(value)))
        lose("A part with a line that means something else there (### or < file)");
      return written(
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

/** Every message is sent when the connection is open, the ones that are not selected too: there is no other place for them. */
function messagesText(
  { messages, pingInterval }: SocketBody,
  lose: (what: string) => void,
): string {
  if (pingInterval !== undefined) lose("The time between two pings");
  if (messages.some(({ selected }) => !selected) && messages.length > 1)
    lose("Which of the messages are selected");
  return messages
    .flatMap(({ type, data }) => {
      if (type === "binary") lose("A binary message");
      else if (!holds(data) || /^===/m.test(data))
        lose("A message with a line that means something else there (###, === or < file)");
      else if (data.trim() !== "") {
        if (data.trim() !== data) lose("White space at the ends of a message");
        return [data];
      } else lose("A message without text");
      return [];
    })
    .join("\n===\n");
}

/** A line of three hashes begins the next request, wherever it stands; others name a file, a script, an assertion or where the reply goes. */
function holds(text: string): boolean {
  return !/^(?:###|\?\?[ \t]*\S|<(?:@\S*)?[ \t]+\S|<[ \t]*\{%|>>|>[ \t]*\{%|<>[ \t])/m.test(text);
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
