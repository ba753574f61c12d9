import { readFile, realpath, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { Auth } from "../../../shared/model/auth.ts";
import { FailureError } from "../../../shared/model/failure.ts";
import { defaultNetwork } from "../../../shared/model/network/network.ts";
import { contentTypeOf } from "../../client/body/content-type.ts";
import { type BodyFile, fileBody } from "../../client/body/file.ts";
import { formContentType } from "../../client/body/form.ts";
import {
  multipartBody,
  multipartContentType,
  newBoundary,
  type Part,
} from "../../client/body/multipart.ts";
import { bytesBody } from "../../client/body/text.ts";
import type { BodySource, ResolvedRequest, ResolvedSettings } from "../../client/send.ts";
import { readTlsFiles } from "../../exchanges/tls-files.ts";
import { noMaterial } from "../../wire/connect/tls-material.ts";
import type { Given, OptionName } from "./options.ts";
import { readStdin } from "./stdin.ts";

interface Body {
  readonly source: BodySource;
  readonly contentType: string | null;
  readonly accept: string | null;
}

/** Last value of an option, as curl takes it. */
export const last = (given: Given, name: OptionName): string | undefined => given.get(name)?.at(-1);

/** The request a URL and options describe. Throws FailureError `input` for options that cannot be. */
export async function requestOf(given: Given, url: string): Promise<ResolvedRequest> {
  const body = await bodyOf(given);
  const { headers, omitted } = headersOf(given);
  const named = new Set(headers.map(({ name }) => name.toLowerCase()));
  if (body?.accept && !named.has("accept")) {
    headers.push({ name: "Accept", value: body.accept, origin: "request" });
  }
  return {
    method: last(given, "request") ?? (given.has("head") ? "HEAD" : body ? "POST" : "GET"),
    url,
    headers,
    body: body?.source ?? null,
    bodyContentType: body?.contentType ?? null,
    auth: authOf(given),
    settings: await withTlsFiles(settingsOf(given, omitted)),
    raw: null,
  };
}

/** The request `--raw FILE --to HOST:PORT` describes: those bytes, that target. */
export async function rawRequestOf(given: Given, file: string): Promise<ResolvedRequest> {
  const target = last(given, "to");
  const found = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(target ?? "");
  const port = Number(found?.[3]);
  if (!found || port < 1 || port > 65_535) {
    throw input("--to", "--raw needs --to HOST:PORT.", "Write for example --to 127.0.0.1:8080.");
  }
  const host = found[1] ?? found[2] ?? "";
  return {
    method: "",
    url: `${given.has("tls") ? "https" : "http"}://${target}/`,
    headers: [],
    body: null,
    bodyContentType: null,
    auth: { kind: "none" },
    settings: await withTlsFiles(settingsOf(given, [])),
    raw: {
      host,
      port,
      tls: given.has("tls"),
      bytes: file === "-" ? await readStdin() : await readBytes(file),
    },
  };
}

/** Settings as curl would have them: redirects only with --location, no cookies kept. */
export function settingsOf(given: Given, omitHeaders: readonly string[]): ResolvedSettings {
  const seconds = last(given, "max-time");
  const redirects = last(given, "max-redirs");
  return {
    timeout: seconds === undefined ? 0 : Math.round(numberOf("--max-time", seconds) * 1000),
    followRedirects: given.has("location"),
    maxRedirects: redirects === undefined ? 50 : numberOf("--max-redirs", redirects),
    encodeUrl: false,
    omitHeaders,
    verifyTls: !given.has("insecure"),
    network: { ...defaultNetwork, sendCookies: false, storeCookies: false },
    material: noMaterial,
  };
}

/** Reads the files the TLS options name; paths are relative to the folder the person is in. */
async function withTlsFiles(settings: ResolvedSettings): Promise<ResolvedSettings> {
  return { ...settings, material: await readTlsFiles(settings.network, bodyFile) };
}

function numberOf(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) {
    throw input(option, `${option} takes a number of 0 or more.`, `Leave ${option} out for none.`);
  }
  return value;
}

type Headers = ResolvedRequest["headers"][number][];

function headersOf(given: Given): {
  readonly headers: Headers;
  readonly omitted: readonly string[];
} {
  const headers: Headers = [];
  const omitted: string[] = given.has("compressed") ? [] : ["accept-encoding"];
  for (const line of given.get("header") ?? []) {
    const [, name = "", mark, value = ""] = /^([^:;]*)([:;])\s*(.*)$/s.exec(line) ?? [];
    if (name === "" || mark === undefined) {
      throw input("--header", "A header field is written Name: value.", "'Name;' sends it empty.");
    }
    if (mark === ":" && value === "") omitted.push(name.toLowerCase());
    else headers.push({ name, value: mark === ";" ? "" : value, origin: "request" });
  }
  const agent = last(given, "user-agent");
  if (agent !== undefined) headers.push({ name: "User-Agent", value: agent, origin: "request" });
  return { headers, omitted };
}

function authOf(given: Given): Auth {
  const user = last(given, "user");
  if (user === undefined) return { kind: "none" };
  const colon = user.indexOf(":");
  return colon < 0
    ? { kind: "basic", username: user, password: "" }
    : { kind: "basic", username: user.slice(0, colon), password: user.slice(colon + 1) };
}

async function bodyOf(given: Given): Promise<Body | null> {
  const form = given.get("form");
  if (form) return formOf(form);
  const json = given.get("json");
  if (json) {
    const parts = await Promise.all(json.map((text) => dataOf(text, true)));
    return {
      source: bytesBody(Buffer.concat(parts)),
      contentType: "application/json",
      accept: "application/json",
    };
  }
  return dataBody(given);
}

async function dataBody(given: Given): Promise<Body | null> {
  const binary = given.get("data-binary");
  const only = binary?.length === 1 && !given.has("data") && !given.has("data-raw");
  if (only && binary[0]?.startsWith("@") && binary[0] !== "@-") {
    const file = await bodyFile(binary[0].slice(1));
    return { source: fileBody(file), contentType: formContentType, accept: null };
  }
  const parts = [
    ...(await Promise.all((given.get("data") ?? []).map((text) => dataOf(text, false)))),
    ...(given.get("data-raw") ?? []).map((text) => Buffer.from(text)),
    ...(await Promise.all((binary ?? []).map((text) => dataOf(text, true)))),
  ];
  if (parts.length === 0) return null;
  const joined = parts.flatMap((part, index) => (index === 0 ? [part] : [Buffer.from("&"), part]));
  return { source: bytesBody(Buffer.concat(joined)), contentType: formContentType, accept: null };
}

/** `@FILE` and `@-` are read; without `keep`, line breaks of a file go, as in curl -d. */
async function dataOf(text: string, keep: boolean): Promise<Buffer> {
  if (!text.startsWith("@")) return Buffer.from(text);
  const bytes = Buffer.from(text === "@-" ? await readStdin() : await readBytes(text.slice(1)));
  return keep ? bytes : Buffer.from(bytes.toString("latin1").replace(/[\r\n]/g, ""), "latin1");
}

async function formOf(fields: readonly string[]): Promise<Body> {
  const boundary = newBoundary();
  const parts = await Promise.all(fields.map(partOf));
  return {
    source: multipartBody(parts, boundary),
    contentType: multipartContentType(boundary),
    accept: null,
  };
}

/** `name=text`, `name=@file`, each with an optional `;type=media/type`. */
async function partOf(field: string): Promise<Part> {
  const equals = field.indexOf("=");
  if (equals < 0)
    throw input("--form", "A form part is written NAME=TEXT or NAME=@FILE.", "Add the =.");
  const name = field.slice(0, equals);
  const [, content = "", type] = /^(.*?)(?:;type=([^;]+))?$/s.exec(field.slice(equals + 1)) ?? [];
  if (!content.startsWith("@")) {
    return { kind: "text", name, text: content, contentType: type ?? null };
  }
  const file = await bodyFile(content.slice(1));
  const contentType = type ?? contentTypeOf(file.name);
  return { kind: "file", name, file, fileName: file.name, contentType };
}

async function bodyFile(path: string): Promise<BodyFile> {
  try {
    const realPath = await realpath(resolve(path));
    return { realPath, size: (await stat(realPath)).size, name: basename(path) };
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): FailureError {
  const code = (cause as NodeJS.ErrnoException).code ?? "read";
  return new FailureError(
    {
      kind: "not-found",
      code,
      message: "A file to send could not be read.",
      place: basename(path),
      remedy: "Check the path; it is relative to the folder you are in.",
    },
    { cause },
  );
}

function input(place: string, message: string, remedy: string): FailureError {
  return new FailureError({ kind: "input", code: "bad-option", message, place, remedy });
}
