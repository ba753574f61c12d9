import { versionOptions } from "../code/curl.ts";
import { sentJson } from "../json/comments.ts";
import { fileTypeOf } from "../../model/file-type.ts";
import type { Auth } from "../../model/auth.ts";
import type { HttpVersionChoice } from "../../model/network/message.ts";
import type { RequestBody, Row } from "../../model/request.ts";
import { applyPathParams } from "../../model/url-params.ts";
import { asHttpRequest } from "../graphql/as-http.ts";
import { graphqlJson } from "../graphql/over-http.ts";
import type { RequestEntry } from "./document.ts";
import { formEncoded, formText } from "../form-text.ts";

/** A word of a command line: text with `{{names}}` in it. */
export type CurlWord = string;

/**
 * The words after `curl` that send a request of a collection, variables still in them. Every word that stands alone is an option or its
 * value. `lose` is told what curl has no option for. Option names are curl's long ones.
 */
export function curlWords(
  entry: RequestEntry,
  lose: (what: string) => void,
): readonly (readonly CurlWord[])[] {
  const request = asHttpRequest(entry.request);
  const path = request.params.filter(({ type, disabled }) => type === "path" && disabled !== true);
  const auth = authOptions(entry.auth, lose);
  const url = withQuery(applyPathParams(request.url, path), auth.query);
  const { fields, options: body } = bodyOptions(request.body, lose);
  const hasBody = body.length > 0;
  const named = new Set(entry.headers.map(({ name }) => name.toLowerCase()));
  const headers = [
    ...entry.headers,
    ...[...auth.fields, ...fields].filter(({ name }) => !named.has(name.toLowerCase())),
  ];
  const { settings } = entry;
  const usual = hasBody ? "POST" : "GET";
  return [
    ...(request.method === "HEAD" && !hasBody
      ? [["--head"]]
      : request.method === usual
        ? []
        : [["--request", request.method]]),
    [url],
    ...(/[[\]{}]/.test(url.replace(/\{\{[^{}]*\}\}/g, "")) ? [["--globoff"]] : []),
    ...(settings.followRedirects === false ? [] : [["--location"]]),
    ...(typeof settings.maxRedirects === "number"
      ? [["--max-redirs", `${settings.maxRedirects}`]]
      : []),
    ...(settings.verifyTls === false ? [["--insecure"]] : []),
    ...versionOption(settings.network?.httpVersion),
    ...(typeof settings.timeout === "number" && settings.timeout > 0
      ? [["--max-time", `${settings.timeout / 1000}`]]
      : []),
    ...auth.options,
    ...(settings.omitHeaders ?? [])
      .filter((name) => !headers.some((field) => field.name.toLowerCase() === name.toLowerCase()))
      .map((name) => ["--header", `${name}:`]),
    ...headers.map(({ name, value }) => [
      "--header",
      value.trim() === "" ? `${name};` : `${name}: ${value}`,
    ]),
    ...body,
  ];
}

/** Settings of how a request travels that an option says; the names of all others are left out. */
export const curlSettings: ReadonlySet<string> = new Set([
  "followRedirects",
  "maxRedirects",
  "timeout",
  "verifyTls",
  "omitHeaders",
  "encodeUrl",
  "httpVersion",
]);

function versionOption(choice: HttpVersionChoice | undefined): readonly (readonly CurlWord[])[] {
  const option = choice === undefined ? undefined : versionOptions.get(choice);
  return option === undefined ? [] : [[option]];
}

function withQuery(url: string, query: string): string {
  if (query === "") return url;
  return `${url}${url.includes("?") ? "&" : "?"}${query}`;
}

interface AuthOptions {
  readonly fields: readonly Row[];
  readonly query: string;
  readonly options: readonly (readonly CurlWord[])[];
}

function authOptions(auth: Auth, lose: (what: string) => void): AuthOptions {
  const none: AuthOptions = { fields: [], query: "", options: [] };
  const user = (option: string, name: string, password: string): AuthOptions => ({
    ...none,
    options: [[option], ["--user", `${name}:${password}`]],
  });
  switch (auth.kind) {
    case "none":
    case "inherit":
      return none;
    case "basic":
      return user("--basic", auth.username, auth.password);
    case "digest":
      return user("--digest", auth.username, auth.password);
    case "ntlm": {
      const domain = auth.domain === "" ? "" : `${auth.domain}\\`;
      return user("--ntlm", `${domain}${auth.username}`, auth.password);
    }
    case "bearer":
      return { ...none, fields: [{ name: "Authorization", value: `Bearer ${auth.token}` }] };
    case "apikey":
      return auth.placement === "header"
        ? { ...none, fields: [{ name: auth.key, value: auth.value }] }
        : { ...none, query: `${formEncoded(auth.key)}=${formEncoded(auth.value)}` };
    default:
      lose(`The authentication scheme ${auth.kind}`);
      return none;
  }
}

interface BodyOptions {
  readonly fields: readonly Row[];
  readonly options: readonly (readonly CurlWord[])[];
}

function bodyOptions(body: RequestBody, lose: (what: string) => void): BodyOptions {
  const none: BodyOptions = { fields: [], options: [] };
  // Never --data: it takes a leading @ for a file and drops line ends.
  const text = (type: string, content: string): BodyOptions => {
    if (content === "") return none;
    if (content.includes("\u0000")) {
      lose("A body with a NUL in it");
      return none;
    }
    return { fields: [{ name: "Content-Type", value: type }], options: [["--data-raw", content]] };
  };
  switch (body.kind) {
    case "none":
      return none;
    case "websocket":
      return none;
    case "json":
      return text("application/json", sentJson(body.text));
    case "xml":
      return text("application/xml", body.text);
    case "text":
      return text("text/plain", body.text);
    case "sparql":
      return text("application/sparql-query", body.text);
    case "form":
      return text("application/x-www-form-urlencoded", formText(body.rows));
    case "multipart":
      return {
        fields: [],
        options: partOptions(body.parts.filter(({ disabled }) => disabled !== true)),
      };
    case "file": {
      const chosen = body.files.find(({ selected }) => selected) ?? body.files[0];
      if (chosen === undefined) return none;
      const type = chosen.contentType || fileTypeOf(chosen.path);
      return {
        fields: [{ name: "Content-Type", value: type }],
        options: [["--data-binary", `@${chosen.path}`]],
      };
    }
    case "graphql":
      return text("application/json", graphqlJson(body));
    case "other":
      lose(`A body of kind ${body.type}`);
      return none;
  }
}

function partOptions(
  parts: Extract<RequestBody, { kind: "multipart" }>["parts"],
): readonly (readonly CurlWord[])[] {
  const within = (text: string): string => `"${text.replace(/[\\"]/g, "\\$&")}"`;
  return parts.flatMap((part) => {
    const type = part.contentType === undefined ? "" : `;type=${part.contentType}`;
    if (part.kind === "file")
      return part.paths.map((path) => ["--form", `${part.name}=@${within(path)}${type}`]);
    if (type === "") return [["--form-string", `${part.name}=${part.value}`]];
    return [["--form", `${part.name}=${within(part.value)}${type}`]];
  });
}
