import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { splitUrl } from "../../../model/url.ts";
import type { HttpRequest } from "../../../model/request.ts";
import { readRequest } from "../../opencollection/request.ts";
import { importText, onlyCollection, requestsOf, sampleFiles, skipped } from "../import.testing.ts";

/** What curlconverter says curl sends for the first request of a command, as a request line, fields and a body. */
const files = sampleFiles("suites/curl-import");
if (files.length === 0) skipped("the curl suite");
const http = files.filter((file) => path.basename(path.dirname(file)) === "http");

/** Shells would have to be asked: a variable's value, the output of a command. */
const different = new Set(["redirect_command_data"]);

test.runIf(http.length > 0).each(http.map((file) => [path.basename(file, ".txt"), file] as const))(
  "%s is what curl sends",
  (name, file) => {
    if (different.has(name)) return;
    const command = readFileSync(
      file.replace(/http\/([^/]*)\.txt$/, "curl_commands/$1.sh"),
      "utf8",
    );
    const [first] = requestsOf(onlyCollection(importText(command, `${name}.sh`)).children);
    const request = readRequest(first!.item.data);
    const wanted = parse(readFileSync(file, "utf8"));
    expect(request.method).toBe(wanted.method);
    const { path: at, query } = splitUrl(request.url);
    const target = (at || "/") + (query === null ? "" : `?${query}`);
    expect(target).toBe(wanted.target.startsWith("?") ? `/${wanted.target}` : wanted.target);
    const sent = fieldsOf(request);
    for (const [field, value] of wanted.fields)
      expect([field, sent.get(field)]).toEqual([field, value]);
    expect(bodyOf(request)).toBe(wanted.body);
  },
);

const ownFields = new Set(["host", "content-length", "user-agent", "accept"]);

function parse(text: string) {
  const end = text.search(/\n\r?\n/);
  const head = (end < 0 ? text : text.slice(0, end)).split(/\r?\n/);
  const body = end < 0 ? "" : text.slice(text.indexOf("\n", end + 1) + 1);
  const [method = "", target = ""] = (head[0] ?? "").split(" ");
  const fields = head.slice(1).map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  // Shell variables become variables of the collection.
  const known = fields
    .filter(([name, value]) => !ownFields.has(name) || (name === "accept" && value !== "*/*"))
    .map(([name, value]) => [name, value.replace(/\$(\w+)/g, "{{$1}}")] as const);
  const length = Number(fields.find(([name]) => name === "content-length")?.[1] ?? 0);
  return { method, target, fields: known, body: body.slice(0, length) };
}

function fieldsOf(request: HttpRequest): ReadonlyMap<string, string> {
  const fields = new Map(request.headers.map((row) => [row.name.toLowerCase(), row.value]));
  if (!fields.has("content-type") && request.body.kind === "form")
    fields.set("content-type", "application/x-www-form-urlencoded");
  if (!fields.has("content-type") && request.body.kind === "json")
    fields.set("content-type", "application/json");
  if (request.auth.kind === "basic")
    fields.set(
      "authorization",
      `Basic ${btoa(`${request.auth.username}:${request.auth.password}`)}`,
    );
  if (request.auth.kind === "bearer") fields.set("authorization", `Bearer ${request.auth.token}`);
  return fields;
}

function bodyOf({ body }: HttpRequest): string {
  if (body.kind === "form") {
    const form = new URLSearchParams();
    for (const row of body.rows) form.append(row.name, row.value);
    return form.toString();
  }
  return "text" in body ? body.text : "";
}
