import { exactJson } from "../commented-json.ts";
import type { Auth } from "../../../model/auth.ts";
import {
  emptyRequest,
  type RequestBody,
  type RequestSettings,
  type Row,
} from "../../../model/request.ts";
import { isJsonType, isXmlType, parseMediaType } from "../../../model/media-type.ts";
import { queryOf } from "../../../model/url-params.ts";
import { requestItem } from "../build.ts";
import type { ImportedRequest } from "../imported.ts";
import { multipartText } from "../multipart-text.ts";
import type { Notes } from "../note.ts";
import { createRemark, type Remark } from "../remark.ts";
import type { VariableNames } from "../shell/command.ts";
import {
  type PowerEntry,
  powerJson,
  type PowerStatement,
  type PowerValue,
  powershellStatements,
  scalar,
} from "../shell/powershell.ts";
import { formRows, urlEncode } from "./body.ts";
import { requestName } from "./name.ts";

/** Reads statements in order: a session's settings first, then the requests that use it. */
export interface Powershell {
  /** The request of a statement; null when it is none. */
  read(statement: PowerStatement): ImportedRequest | null;
  /** Variables that were given a value in the text itself. */
  names(): readonly string[];
  /** What such a variable was given; undefined: nothing that is a text. */
  valueOf(name: string): string | undefined;
}

interface Session {
  agent: string;
  readonly cookies: string[];
}

const webCommands = /^(?:Invoke-WebRequest|Invoke-RestMethod|iwr|irm)$/i;

/** `variables` gets the names the requests use. */
export function createPowershell(notes: Notes, variables: VariableNames): Powershell {
  const sessions = new Map<string, Session>();
  const values = new Map<string, PowerValue>();
  const sessionOf = (name: string): Session => {
    const known = sessions.get(name) ?? { agent: "", cookies: [] };
    sessions.set(name, known);
    return known;
  };
  /** Where the request begins in `$x = Invoke-…`; null for any other assignment, -1 when it is none. */
  const assigned = ({ words, pipes }: PowerStatement): number | null => {
    const target = bareText(words[0]);
    const cookie = /^\$(\w+)\.Cookies\.Add\(.*?System\.Net\.Cookie\((.*)\)\)\)?$/is.exec(target);
    if (cookie !== null) {
      const [key = "", value = ""] = argumentsOf(cookie[2] ?? "");
      sessionOf(cookie[1] ?? "").cookies.push(`${key}=${value}`);
      return null;
    }
    const [, name, member] = /^\$(\w+)(?:\.(\w+))?$/.exec(target) ?? [];
    if (name === undefined || bareText(words[1]) !== "=") return -1;
    const value = words[2];
    if (member?.toLowerCase() === "useragent") sessionOf(name).agent = textOf(value);
    else if (/^New-Object$/i.test(bareText(value))) sessions.set(name, { agent: "", cookies: [] });
    else if (webCommands.test(bareText(value))) return 3;
    else if (value !== undefined) values.set(name, throughPipes(value, pipes));
    return null;
  };
  /** The words of `(Invoke-… ).token`: a call like any other. */
  const bracketed = (word: PowerStatement["words"][number] | undefined) => {
    if (word?.kind !== "code" || !/^\(\s*(?:Invoke-|iwr\b|irm\b)/i.test(word.code)) return null;
    const [inner] = powershellStatements(word.code.slice(1, -1), variables);
    return inner !== undefined && webCommands.test(bareText(inner.words[0])) ? inner.words : null;
  };
  return {
    names: () => [...sessions.keys(), ...values.keys()],
    valueOf: (name) => {
      const value = values.get(name);
      return value?.kind === "text" ? value.text : undefined;
    },
    read: (statement) => {
      const { words, line } = statement;
      const call = (found: PowerStatement["words"]) =>
        webRequest(parametersOf(found, values, variables), line, sessions, notes);
      const inner =
        bracketed(words[0]) ?? (bareText(words[1]) === "=" ? bracketed(words[2]) : null);
      if (inner !== null) return call(inner.slice(1));
      const from = webCommands.test(bareText(words[0])) ? 1 : assigned(statement);
      return from === null || from < 0 ? null : call(words.slice(from));
    },
  };
}

/** What is left of a value after programs it goes through, as far as they are known. */
function throughPipes(value: PowerValue, pipes: readonly string[]): PowerValue {
  return pipes.includes("convertto-json") && (value.kind === "table" || value.kind === "list")
    ? { kind: "text", text: powerJson(value) }
    : value;
}

function bareText(value: PowerStatement["words"][number] | undefined): string {
  return value?.kind === "text" && value.bare ? value.text : "";
}

function textOf(value: PowerValue | undefined): string {
  return value?.kind === "text" ? value.text : value?.kind === "code" ? value.code : "";
}

/** `"a", "b"` of a call. */
function argumentsOf(code: string): readonly string[] {
  const [statement] = powershellStatements(code.replace(/,/g, " "), new Set());
  return (statement?.words ?? []).map(textOf);
}

type Parameters = ReadonlyMap<string, PowerValue>;

/** Parameters by name, lower case; the first word that belongs to none is the URI. `$name` is looked up. */
function parametersOf(
  words: PowerStatement["words"],
  values: ReadonlyMap<string, PowerValue>,
  variables: VariableNames,
): Parameters {
  const found = new Map<string, PowerValue>();
  const known = (word: PowerEntry): PowerValue | undefined => {
    const name = /^\$(?:env:)?(\w+)$/i.exec(bareText(word))?.[1];
    if (name === undefined || /^(?:true|false|null)$/i.test(name)) return undefined;
    const value = values.get(name);
    if (value !== undefined) return value;
    variables.add(name);
    return { kind: "text", text: `{{${name}}}` };
  };
  const valueOf = (word: PowerEntry): PowerValue => {
    if (word.kind === "table")
      return {
        kind: "table",
        rows: word.rows.map(([name, one]) => {
          const put = known(one);
          return [name, put === undefined ? one : { ...put, bare: false }] as const;
        }),
      };
    if (word.kind !== "code") return known(word) ?? word;
    // `($body | ConvertTo-Json)`.
    const [inner] = powershellStatements(word.code.slice(1, -1), variables);
    const [first] = inner?.words ?? [];
    if (inner === undefined || first === undefined || inner.words.length > 1) return word;
    return inner.pipes.length === 0 ? word : throughPipes(known(first) ?? first, inner.pipes);
  };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    const name = /^-([A-Za-z]+):?$/.exec(bareText(word))?.[1]?.toLowerCase();
    const next = words[at + 1];
    if (name === undefined) {
      if (!found.has("uri")) found.set("uri", valueOf(word));
    } else if (next === undefined || /^-[A-Za-z]/.test(bareText(next)) || switches.has(name)) {
      found.set(name, { kind: "text", text: "true" });
    } else {
      found.set(name, /^(?:websession|sessionvariable)$/.test(name) ? next : valueOf(next));
      at += 1;
    }
  }
  return found;
}

const switches = new Set(
  `usebasicparsing usedefaultcredentials skipcertificatecheck skipheadervalidation skiphttperrorcheck passthru resume
  preserveauthorizationonredirect disablekeepalive allowunencryptedauthentication noproxy followrellink`.split(
    /\s+/,
  ),
);
const read = new Set(
  `uri method custommethod headers body contenttype useragent websession sessionvariable outfile form infile maximumredirection timeoutsec
  connectiontimeoutseconds authentication token credential usebasicparsing skipcertificatecheck preserveauthorizationonredirect
  disablekeepalive skipheadervalidation skiphttperrorcheck passthru httpversion proxy noproxy`.split(
    /\s+/,
  ),
);

function webRequest(
  parameters: Parameters,
  line: number,
  sessions: ReadonlyMap<string, Session>,
  notes: Notes,
): ImportedRequest {
  const get = (name: string) => textOf(parameters.get(name));
  const url = get("uri");
  const method = (get("custommethod") || get("method") || "GET").toUpperCase();
  const name = requestName({ method, url }, "");
  const remark = createRemark(notes, [name]);
  const table = parameters.get("headers");
  const session = sessions.get(get("websession").replace(/^\$|^\{\{|\}\}$/g, ""));
  const headers: Row[] = [];
  const agent = get("useragent") || session?.agent || "";
  if (agent !== "") headers.push({ name: "User-Agent", value: agent });
  if (session !== undefined && session.cookies.length > 0)
    headers.push({ name: "Cookie", value: session.cookies.join("; ") });
  // `authority`, `method`, `path` and `scheme` are HTTP/2 pseudo fields that Chrome copies along.
  if (table?.kind === "table")
    for (const [key, value] of table.rows)
      if (!/^:?(?:authority|method|path|scheme)$/.test(key))
        headers.push({ name: key, value: scalar(value) });
  for (const parameter of parameters.keys())
    if (!read.has(parameter))
      remark.add("info", "no-place-value", { what: `-${parameter}`, value: get(parameter) });
  const declared =
    get("contenttype") || (headers.find((row) => /^content-type$/i.test(row.name))?.value ?? "");
  const body = bodyOf(parameters, declared, remark);
  if (get("contenttype") !== "") headers.push({ name: "Content-Type", value: get("contenttype") });
  // A form of parts gets its boundary when it is sent.
  const sent =
    body.kind === "multipart"
      ? headers.filter(({ name: field }) => !/^content-type$/i.test(field))
      : headers;
  const asQuery = method === "GET" && body.kind === "form";
  const full = asQuery ? `${url}${url.includes("?") ? "&" : "?"}${encodedRows(body.rows)}` : url;
  return requestItem({
    request: {
      ...emptyRequest,
      name,
      method,
      url: full,
      params: queryOf(full),
      headers: sent,
      body: asQuery ? { kind: "none" } : body,
      auth: authOf(get, line, remark),
      settings: settingsOf(get, remark),
    },
    remarks: remark.remarks,
  });
}

function encodedRows(rows: readonly Row[]): string {
  return rows.map((row) => `${urlEncode(row.name)}=${urlEncode(row.value)}`).join("&");
}

function bodyOf(parameters: Parameters, declared: string, remark: Remark): RequestBody {
  const form = parameters.get("form");
  if (form?.kind === "table") {
    const parts = form.rows.map(([name, entry]) => {
      const value = scalar(entry);
      const file = /^\(?Get-Item\s+(?:-Path\s+)?["']?([^"')]+)/i.exec(value)?.[1];
      return file === undefined
        ? { name, kind: "text" as const, value, paths: [] }
        : { name, kind: "file" as const, value: "", paths: [file.trim()] };
    });
    return { kind: "multipart", parts };
  }
  const file = parameters.get("infile");
  if (file !== undefined)
    return { kind: "file", files: [{ path: textOf(file), contentType: declared, selected: true }] };
  const body = parameters.get("body");
  if (body === undefined) return { kind: "none" };
  if (body.kind === "table")
    return {
      kind: "form",
      rows: body.rows.map(([name, value]) => ({ name, value: scalar(value) })),
    };
  const text = body.kind === "code" ? encodedText(body.code, remark) : textOf(body);
  const { essence } = parseMediaType(declared);
  if (isJsonType(essence)) return exactJson(text);
  if (isXmlType(essence)) return { kind: "xml", text };
  const parts = multipartText(text, declared, remark);
  if (parts !== null) return { kind: "multipart", parts };
  const rows =
    essence === "application/x-www-form-urlencoded" || essence === "" ? formRows(text) : null;
  return rows === null ? { kind: "text", text } : { kind: "form", rows };
}

/** `([System.Text.Encoding]::UTF8.GetBytes("…"))` is its text; other code is kept as it was written. */
function encodedText(code: string, remark: Remark): string {
  const inner = /GetBytes\((.*)\)\)?$/is.exec(code)?.[1];
  if (inner !== undefined) return argumentText(inner);
  remark.add("warning", "shell-run", { command: code });
  return code;
}

function argumentText(code: string): string {
  const [statement] = powershellStatements(code.trim(), new Set());
  return textOf(statement?.words[0]);
}

function settingsOf(get: (name: string) => string, remark: Remark): RequestSettings {
  const redirects = get("maximumredirection");
  const timeout = Number(get("timeoutsec")) || 0;
  const insecure = get("skipcertificatecheck") !== "";
  if (insecure) remark.tell("warning", "tls-unverified");
  return {
    followRedirects: redirects !== "0",
    ...(redirects === "" || redirects === "0" ? {} : { maxRedirects: Number(redirects) || 0 }),
    ...(timeout > 0 ? { timeout: timeout * 1000 } : {}),
    ...(insecure ? { verifyTls: false } : {}),
  };
}

function authOf(get: (name: string) => string, line: number, remark: Remark): Auth {
  const kind = get("authentication").toLowerCase();
  const token = get("token");
  if ((kind === "bearer" || kind === "oauth") && token !== "") {
    const plain = /^\(?ConvertTo-SecureString\s+(?:-String\s+)?["']([^"']*)["']/i.exec(token)?.[1];
    return { kind: "bearer", token: plain ?? token };
  }
  if (get("credential") !== "")
    remark.add(
      "warning",
      "no-place-value",
      { what: "-Credential", value: get("credential") },
      line,
    );
  return { kind: "none" };
}
