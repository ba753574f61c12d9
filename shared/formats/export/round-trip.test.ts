import { statSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Auth } from "../../model/auth.ts";
import type { RequestBody, Row } from "../../model/request.ts";
import { applyPathParams } from "../../model/url-params.ts";
import { asHttpRequest } from "../graphql/as-http.ts";
import { bytesOf, importText, sampleFiles, skipped } from "../import/import.testing.ts";
import { importSources } from "../import/import.ts";
import type { ImportedCollection } from "../import/imported.ts";
import { readDefaults } from "../opencollection/defaults.ts";
import { entriesOf } from "./document.ts";
import { exportFormat } from "./export.ts";
import { formText } from "../form-text.ts";
import { anyCollection } from "./made-up.testing.ts";

/** import(export(x)) says what x says, as far as both formats can say it. */

type Entry = Extract<ReturnType<typeof entriesOf>[number], { kind: "request" }>;

/** What is sent, in the words every format has: fields that auth and body bring are fields. */
function sent(entry: Entry): unknown {
  const { headers, auth } = entry;
  const request = asHttpRequest(entry.request);
  const rows = request.params.filter(({ type, disabled }) => type === "path" && disabled !== true);
  const url = applyPathParams(request.url, rows);
  const given = authSent(auth);
  const { type, content } = bodySent(request.body);
  const fields = headers.filter(({ disabled }) => disabled !== true);
  const named = new Set(fields.map(({ name }) => name.toLowerCase()));
  const more = [...given.fields, ...(type === "" ? [] : [{ name: "Content-Type", value: type }])];
  return {
    method: request.body.kind === "websocket" ? "WebSocket" : request.method,
    url: given.query === "" ? url : `${url}${url.includes("?") ? "&" : "?"}${given.query}`,
    fields: [...fields, ...more.filter(({ name }) => !named.has(name.toLowerCase()))]
      .map(({ name, value }) => `${name}: ${value.trim()}`)
      .toSorted(),
    auth: given.login,
    content,
  };
}

function authSent(auth: Auth): {
  readonly fields: readonly Row[];
  readonly query: string;
  readonly login: string;
} {
  const none = { fields: [], query: "", login: "" };
  if (auth.kind === "basic" || auth.kind === "digest")
    return { ...none, login: `${auth.kind} ${auth.username}:${auth.password}` };
  if (auth.kind === "bearer")
    return { ...none, fields: [{ name: "Authorization", value: `Bearer ${auth.token}` }] };
  if (auth.kind === "apikey" && auth.key !== "")
    return auth.placement === "header"
      ? { ...none, fields: [{ name: auth.key, value: auth.value }] }
      : { ...none, query: `${auth.key}=${auth.value}` };
  return none;
}

function bodySent(body: RequestBody): { readonly type: string; readonly content: unknown } {
  switch (body.kind) {
    case "none":
    case "other":
    case "graphql":
      return { type: "", content: "" };
    case "form": {
      const content = formText(body.rows);
      return { type: content === "" ? "" : "application/x-www-form-urlencoded", content };
    }
    case "multipart": {
      const parts = body.parts
        .filter(({ disabled }) => disabled !== true)
        .flatMap(({ name, kind, value: content, paths, contentType = "" }): unknown[] =>
          kind === "text"
            ? [{ name, content, contentType }]
            : paths.map((file) => ({ name, file, contentType })),
        );
      return { type: "", content: parts.length === 0 ? "" : parts };
    }
    case "websocket":
      return { type: "", content: body.messages.map(({ type, data }) => ({ type, data })) };
    case "file":
      return { type: body.files[0]?.contentType ?? "", content: body.files[0]?.path ?? "" };
    default: {
      const types = {
        json: "application/json",
        xml: "application/xml",
        text: "text/plain",
        sparql: "application/sparql-query",
      };
      return { type: body.text === "" ? "" : types[body.kind], content: body.text };
    }
  }
}

/** All that is sent, with the collection's variables put in: a script for cmd has their values in place. */
function said(collection: ImportedCollection, id: string): unknown {
  const sockets = /^(?:opencollection|http)/.test(id);
  const all = entriesOf(collection).flatMap((entry) => {
    if (entry.kind !== "request" || entry.request.url === "") return [];
    return sockets || entry.request.body.kind !== "websocket" ? [sent(entry)] : [];
  });
  const { variables } = readDefaults(collection.data);
  const values = new Map(
    variables
      .filter(({ disabled, secret }) => disabled !== true && secret !== true)
      .map(({ name, value: content }) => [shellName(name), content]),
  );
  const put = (one: string, depth = 0): string =>
    one.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (_, name: string) => {
      const found = values.get(shellName(name)) ?? "";
      return found === "" || depth > 9 ? `{{${shellName(name)}}}` : put(found, depth + 1);
    });
  return mapTexts(all, (one) => held(put(one), id));
}

const shellName = (name: string): string =>
  /^[$?]/.test(name) ? name.replaceAll("%20", " ") : name.replace(/\W/g, "_");
/** A .http file keeps no blanks at the ends of lines and bodies, cmd no carriage returns. */
function held(one: string, id: string): string {
  if (id === "curl-cmd") return one.replace(/\r\n?/g, "\n");
  return id === "http" ? one.replace(/\s+/g, "") : one;
}

function mapTexts(data: unknown, change: (text: string) => string): unknown {
  if (typeof data === "string") return change(data);
  if (Array.isArray(data)) return data.map((one) => mapTexts(one, change));
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, one]) => [key, mapTexts(one, change)]));
}

function back(collection: ImportedCollection, id: string): ImportedCollection | undefined {
  const format = exportFormat(id);
  if (format === undefined) throw new Error(`no format ${id}`);
  return importText(format.write(collection).text, `c${format.extension}`).collections[0];
}

const formats = [
  "opencollection",
  "opencollection-json",
  "postman",
  "http",
  "curl",
  "curl-cmd",
  "curl-powershell",
];

describe("made-up collections", () => {
  test.each(formats)("%s", (id) => {
    fc.assert(
      fc.property(anyCollection, (before) => {
        const after = back(before, id);
        expect(after && said(after, id)).toEqual(said(before, id));
      }),
      { numRuns: 60 },
    );
  });
});

describe("collections others wrote", () => {
  const files = ["postman", "insomnia", "hoppscotch"]
    .flatMap((folder) => sampleFiles(`samples/${folder}`))
    .filter((file) => /\.(?:json|yaml)$/.test(file) && statSync(file).size < 30_000);
  if (files.length === 0) skipped("the samples");
  // .http files and scripts have variables of folders in place: what they hold is the properties' matter.
  const tried = ["opencollection", "opencollection-json", "postman"];
  test.runIf(files.length > 0).each(tried)(
    "%s",
    (id) => {
      for (const file of files)
        for (const before of importSources([{ path: file, bytes: bytesOf(file) }]).collections) {
          const wanted = said(before, id);
          const after = back(before, id);
          expect(after === undefined ? [] : said(after, id), path.basename(file)).toEqual(wanted);
        }
    },
    60_000,
  );
});
