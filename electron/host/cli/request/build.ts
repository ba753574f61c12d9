import type { Auth } from "../../../../shared/model/auth.ts";
import { FailureError } from "../../../../shared/model/failure.ts";
import { splitUrl } from "../../../../shared/model/url.ts";
import type { ResolvedRequest, ResolvedSettings } from "../../../client/send.ts";
import { readTlsFiles } from "../../../exchanges/tls-files.ts";
import { type Given, isOn, last, has } from "../options/parse.ts";
import { laterProxyTls } from "../settings/proxy.ts";
import { settingsOf } from "../settings/settings.ts";
import { badOption, wordOption } from "../settings/values.ts";
import { authOf, netrcLogins } from "./auth.ts";
import { bodyOf, type OptionBody, uploadUrl } from "./body.ts";
import { dataAsQuery, dataOf, queryParts, withQuery } from "./data.ts";
import { readBytes, typedFiles } from "./files.ts";
import { replayedBytes } from "./replayed.ts";
import { headersOf, type OptionHeaders } from "./headers.ts";

/** What the options say beside the settings: the same over a URL and over a request file. */
export interface OptionRequest extends OptionHeaders {
  readonly url: string;
  readonly target: { readonly target?: string };
  /** null: the options do not say, and there is no body that would. */
  readonly method: string | null;
  readonly body: OptionBody | null;
  /** null: none of the options is about it. */
  readonly auth: Auth | null;
  /** Logins for hosts a redirect leads to (-n). */
  readonly logins: Pick<ResolvedRequest, "loginFor">;
}

/** Rejects with FailureError `input` for options that cannot be, `not-found` for files that cannot be read. */
export async function optionRequest(given: Given, typed: string): Promise<OptionRequest> {
  const asQuery = isOn(given, "get");
  const data = asQuery ? await dataOf(given) : null;
  const body = asQuery ? null : await bodyOf(given);
  const { headers, omitted } = await headersOf(given);
  const named = new Set(headers.map(({ name }) => name.toLowerCase()));
  const target = last(given, "request-target");
  const accept = body?.accept ?? null;
  const loginFor = await netrcLogins(given);
  return {
    url: withQuery(uploadUrl(given, typed), [
      ...(data === null ? [] : [dataAsQuery(data)]),
      ...(await queryParts(given)),
    ]),
    target: target === undefined ? {} : { target },
    method: methodOf(given, body),
    headers: withBoundary(
      [
        ...headers,
        ...missing(named, "Accept", accept),
        ...missing(named, "Content-Range", body?.contentRange ?? null),
      ],
      body,
    ),
    omitted,
    body,
    auth: await authOf(given, typed),
    logins: loginFor === undefined ? {} : { loginFor },
  };
}

/** A field of what the options say, where nobody typed one. */
function missing(
  named: ReadonlySet<string>,
  name: string,
  value: string | null,
): OptionRequest["headers"] {
  return value === null || named.has(name.toLowerCase())
    ? []
    : [{ name, value, origin: "request" }];
}

/** A typed multipart type gets the boundary of the form it is for, as with curl: nobody could have typed it. */
function withBoundary(
  headers: OptionRequest["headers"],
  body: OptionBody | null,
): OptionRequest["headers"] {
  const boundary = /; boundary=.*$/.exec(body?.contentType ?? "")?.[0];
  if (boundary === undefined) return headers;
  return headers.map((field) =>
    field.name.toLowerCase() === "content-type" &&
    /^\s*multipart\//i.test(field.value) &&
    !/;\s*boundary\s*=/i.test(field.value)
      ? { ...field, value: field.value + boundary }
      : field,
  );
}

/** The request a URL and options describe. Rejects as `optionRequest` does. */
export async function requestOf(given: Given, typed: string): Promise<ResolvedRequest> {
  const own = await optionRequest(given, withScheme(given, typed));
  return {
    method: own.method ?? "GET",
    url: own.url,
    ...own.target,
    headers: own.headers,
    body: own.body?.source ?? null,
    bodyContentType: own.body?.contentType ?? null,
    auth: own.auth ?? { kind: "none" },
    ...own.logins,
    settings: await withTlsFiles(settingsOf(given, own.url, own.omitted), given),
    raw: null,
  };
}

/** --proto-default for a URL that names no scheme; --disallow-username-in-url. */
function withScheme(given: Given, typed: string): string {
  if (isOn(given, "disallow-username-in-url") && splitUrl(typed).userinfo !== null)
    throw new FailureError({
      kind: "policy",
      code: "username-in-url",
      message: "There is a user name in the URL.",
      remedy: "Leave it out, or --disallow-username-in-url.",
      place: "url",
    });
  const scheme = wordOption(given, "proto-default", ["http", "https"]);
  return scheme === undefined || splitUrl(typed).scheme !== "" ? typed : `${scheme}://${typed}`;
}

/** The request `--raw FILE --to HOST:PORT` describes: those bytes, that target. */
export async function rawRequestOf(given: Given, file: string): Promise<ResolvedRequest> {
  const target = last(given, "to");
  const found = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(target ?? "");
  const port = Number(found?.[3]);
  if (!found || port < 1 || port > 65_535)
    throw badOption(
      "--to",
      "--raw and --replay need --to HOST:PORT.",
      "Write for example --to 127.0.0.1:8080.",
    );
  const tls = isOn(given, "tls");
  const read = await readBytes(file);
  const bytes = has(given, "replay") ? replayedBytes(read.toString("latin1")) : read;
  const url = `${tls ? "https" : "http"}://${target}/`;
  return {
    method: "",
    url,
    headers: [],
    body: null,
    bodyContentType: null,
    auth: { kind: "none" },
    settings: await withTlsFiles(settingsOf(given, url, []), given),
    raw: { host: found[1] ?? found[2] ?? "", port, tls, bytes },
  };
}

/** Reads the files the TLS options name; paths are relative to the folder the person is in. */
async function withTlsFiles(settings: ResolvedSettings, given: Given): Promise<ResolvedSettings> {
  const { network } = settings;
  const material = await readTlsFiles(network, typedFiles, String, laterProxyTls(network, given));
  return { ...settings, material };
}

function methodOf(given: Given, body: OptionBody | null): string | null {
  const typed = last(given, "request");
  if (typed !== undefined) return typed;
  if (isOn(given, "head")) return "HEAD";
  if (isOn(given, "get")) return "GET";
  if (has(given, "upload-file")) return "PUT";
  return body === null ? null : "POST";
}
