import { type Auth, isAuthScheme } from "../../shared/model/auth.ts";
import { mapAuthTexts } from "../../shared/model/auth-fields.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { base64ToBytes, textBytes } from "../../shared/model/raw-bytes.ts";
import type { HttpRequest, RawRequest, RequestSettings } from "../../shared/model/request.ts";
import { ownOfApp, ownOfRequest } from "../../shared/model/network/own-settings.ts";
import {
  effectiveSettings,
  type SettingsLayer,
  type SettingsPlace,
  sourceOf,
} from "../../shared/model/network/send-settings.ts";
import type { OAuth2Auth } from "../../shared/model/oauth2.ts";
import type { Settings } from "../../shared/model/settings.ts";
import { type RequestUrl, requestUrl } from "../../shared/model/url.ts";
import { applyPathParams } from "../../shared/model/url-params.ts";
import type { TypedHeader } from "../client/attempt.ts";
import type { AppliedAuth, TokenAuth } from "../client/auth/applied.ts";
import type { ResolvedRequest, ResolvedSettings } from "../client/send.ts";
import type { SendContext } from "../collections/send-context.ts";
import { noMaterial } from "../wire/connect/tls-material.ts";
import type { FileAccess } from "./file-access.ts";
import { lookedUpAuth } from "./resolve-auth.ts";
import { enabledRows, resolveBody, type ResolvedBody } from "./resolve-body.ts";
import { resolveGraphql, withGraphqlAccept } from "./resolve-graphql.ts";
import { resolvePlan } from "./resolve-socket.ts";
import { replaceForSending, replaceInside, type ReplaceVariables } from "./resolve-text.ts";
import { readTlsFiles } from "./tls-files.ts";
import { pacPlace } from "./pac-place.ts";
import { usableProxy } from "./usable-proxy.ts";
import { workspaceLayer } from "./workspace-layer.ts";

/** What of this machine a request may use. Each rejects with FailureError. */
export interface LocalAccess extends FileAccess {
  /** A unix socket to connect to, and who named it; gives the path to connect to. */
  useSocket(path: string, from: SettingsPlace): Promise<string>;
  readonly home: string;
  /** A host that is not in the netrc file: `none` asks it without a login, as curl does. */
  readonly netrcMissing: "fail" | "none";
  /** Of a multipart body; absent: one nobody can guess. */
  readonly boundary?: string;
  /** True: it is only looked at, and variables may stand in it without a value. */
  readonly unsent?: boolean;
}

/** The same for a request that is about to be sent. */
export interface SendAccess extends LocalAccess {
  /** The token to send with, for the settings as they are resolved. */
  token(auth: OAuth2Auth, settings: ResolvedSettings): Promise<TokenAuth>;
}

/**
 * A request as edited, with what its place gives it, as the client takes it. Rejects with FailureError (`input`, `policy`, `not-found`)
 * when it cannot be built as meant.
 */
export async function resolveRequest(
  request: HttpRequest,
  context: SendContext,
  settings: Settings,
  access: SendAccess,
): Promise<ResolvedRequest> {
  const replace = replaceForSending(context.resolver);
  const resolved = await resolveSending(request, context, settings, access);
  if (request.raw !== undefined)
    return { ...rawRequest(request.raw, replace, resolved), secrets: secretsOf(context, null) };
  const method = replace(request.method).trim() || "GET";
  const { body, contentType, url } = await resolveContent(request, method, replace, access);
  const headers = resolveHeaders(request, context, replace, resolved.omitHeaders);
  const auth = await appliedAuth(resolveAuth(context.auth, replace), url, resolved, access);
  return {
    method,
    url,
    ...(resolved.network.requestTarget === "" ? {} : { target: resolved.network.requestTarget }),
    headers,
    body,
    bodyContentType: contentType,
    ...(request.body.kind === "websocket"
      ? { socketPlan: resolvePlan(request.body, replace) }
      : {}),
    auth,
    settings: resolved,
    secrets: secretsOf(context, auth),
    raw: null,
  };
}

/** Where the request goes and what it carries. Rejects as `resolveBody` and `resolveGraphql` do. */
export async function resolveContent(
  request: HttpRequest,
  method: string,
  replace: ReplaceVariables,
  access: Pick<LocalAccess, "openFile" | "boundary" | "unsent">,
): Promise<ResolvedBody & { readonly url: string }> {
  const url = resolveUrl(request, replace);
  if (request.body.kind === "graphql")
    return resolveGraphql(request.body, { method, url, values: access.unsent !== true }, replace);
  return { ...(await resolveBody(request.body, replace, access.openFile, access.boundary)), url };
}

/** What the request was given that nobody is to see by accident: secret variables, a token, keys read from a file of this machine. */
function secretsOf(
  { auth: typed, resolver }: SendContext,
  auth: AppliedAuth | null,
): ReadonlySet<string> {
  const found = new Set(resolver.secretsUsed());
  if (auth?.kind === "token") found.add(auth.token);
  else if (auth !== null && isAuthScheme(auth)) {
    // What is not in the file came from elsewhere: ~/.netrc, ~/.aws, a key file.
    const before = new Set(textsIn(typed));
    for (const name of readElsewhere) {
      const value = (auth as unknown as Readonly<Record<string, unknown>>)[name];
      if (typeof value === "string" && value !== "" && !before.has(value)) found.add(value);
    }
  }
  found.delete("");
  return found;
}

const readElsewhere = ["password", "secretAccessKey", "sessionToken"] as const;

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

async function appliedAuth(
  auth: Auth,
  url: string,
  settings: ResolvedSettings,
  access: SendAccess,
): Promise<AppliedAuth> {
  const parsed = (): RequestUrl => requestUrl(url, { encode: settings.encodeUrl, webSocket: true });
  const found = await lookedUpAuth(auth, parsed, access);
  return found.kind === "oauth2" ? await access.token(found, forTokens(settings)) : found;
}

/** How a request is sent, whatever it sends. Rejects like `resolveRequest`. */
export async function resolveSending(
  request: HttpRequest,
  context: SendContext,
  settings: Settings,
  access: LocalAccess,
): Promise<ResolvedSettings> {
  const replace = replaceForSending(context.resolver);
  const layers = settingsLayers(request.settings, context, settings);
  const own = await checkPlaces(resolveSettings(request.settings, layers, replace), layers, access);
  return { ...own, material: await readTlsFiles(own.network, access, replace) };
}

/** A request that is these bytes and nothing else. */
export function bytesOnly(
  settings: ResolvedSettings,
  raw: NonNullable<ResolvedRequest["raw"]>,
): ResolvedRequest {
  return {
    method: "",
    url: "",
    headers: [],
    body: null,
    bodyContentType: null,
    auth: { kind: "none" },
    settings,
    raw,
  };
}

/**
 * The auth that counts for a request, its variables replaced and its keys read, and how requests beside it are sent: what fetching a token
 * needs. Rejects as `resolveRequest` does.
 */
export async function resolveForAuth(
  request: HttpRequest,
  context: SendContext,
  settings: Settings,
  access: LocalAccess,
): Promise<{ readonly auth: Auth; readonly settings: ResolvedSettings }> {
  const replace = replaceForSending(context.resolver);
  const resolved = await resolveSending(request, context, settings, access);
  const auth = resolveAuth(context.auth, replace);
  const url = (): RequestUrl =>
    requestUrl(resolveUrl(request, replace), { encode: resolved.encodeUrl, webSocket: true });
  return { auth: await lookedUpAuth(auth, url, access), settings: forTokens(resolved) };
}

/** A socket or a detour of the request leads to its own server, not to the one that gives tokens. */
function forTokens(settings: ResolvedSettings): ResolvedSettings {
  return { ...settings, network: { ...settings.network, unixSocket: "", connectTo: [] } };
}

/** Variables first, then `:name` segments with their values percent-encoded. */
export function resolveUrl(request: HttpRequest, replace: ReplaceVariables): string {
  const params = request.params
    .filter((row) => row.type === "path" && row.disabled !== true)
    .map((row) => ({ ...row, name: replace(row.name), value: replace(row.value) }));
  return applyPathParams(replace(request.url), params);
}

/**
 * Collection's first, then folders' outer → inner, then the request's. A level that names a field replaces what outer levels gave it;
 * two of one name in one level stay two. `omit`: lower case names of automatic fields not to add.
 */
export function resolveHeaders(
  request: HttpRequest,
  context: Pick<SendContext, "layers">,
  replace: ReplaceVariables,
  omit: readonly string[],
): readonly TypedHeader[] {
  let fields: TypedHeader[] = [];
  const levels = [
    ...context.layers.map((layer) => ({ origin: layer.scope, rows: layer.headers })),
    { origin: "request" as const, rows: request.headers },
  ];
  for (const { origin, rows } of levels) {
    const own = enabledRows(
      rows.filter((row) => row.name !== ""),
      replace,
    );
    const names = new Set(own.map((row) => row.name.toLowerCase()));
    fields = [
      ...fields.filter((field) => !names.has(field.name.toLowerCase())),
      ...own.map((row) => ({ ...row, origin })),
    ];
  }
  return request.body.kind === "graphql" ? withGraphqlAccept(fields, omit) : fields;
}

/** Variables in every text of it; what nothing gave is none. */
export function resolveAuth(auth: Auth, replace: ReplaceVariables): Auth {
  if (auth.kind === "inherit") return { kind: "none" };
  return isAuthScheme(auth) ? mapAuthTexts(auth, replace) : auth;
}

/** What each place says about sending, nearest first: the request, its folders inner → outer, the collection, the workspace, the app. */
export function settingsLayers(
  request: RequestSettings,
  context: Pick<SendContext, "layers" | "workspace">,
  app: Settings,
): SettingsLayer[] {
  return [
    { place: "request", name: "", own: ownOfRequest(request) },
    ...context.layers
      .toReversed()
      .map(({ scope, name, own }) => ({ place: scope, name, own: own ?? {} })),
    ...(context.workspace === null ? [] : [workspaceLayer(context.workspace)]),
    { place: "app", name: "", own: ownOfApp(app) },
  ];
}

/** The settings of what belongs to no request: the app's own. */
export function plainSettings(app: Settings): ResolvedSettings {
  return resolveSettings(
    {},
    settingsLayers({}, { layers: [], workspace: null }, app),
    (text) => text,
  );
}

/** `layers` nearest first. Variables in the network's texts are replaced, but those of client certificates; no file is read yet. */
export function resolveSettings(
  request: RequestSettings,
  layers: readonly SettingsLayer[],
  replace: ReplaceVariables,
): ResolvedSettings {
  const { timeout, followRedirects, maxRedirects, encodeUrl, clientCertificates, ...rest } =
    effectiveSettings(layers);
  return {
    timeout,
    followRedirects,
    maxRedirects,
    encodeUrl,
    omitHeaders: (request.omitHeaders ?? []).map((name) => name.toLowerCase()),
    verifyTls: request.verifyTls ?? true,
    verifyProxy: request.verifyProxy ?? true,
    network: { ...usableProxy(replaceInside(rest, replace)), clientCertificates },
    material: noMaterial,
  };
}

/** What the settings name on this machine, and whether it may be used: a unix socket, a proxy auto-config file. */
async function checkPlaces(
  settings: ResolvedSettings,
  layers: readonly SettingsLayer[],
  access: LocalAccess,
): Promise<ResolvedSettings> {
  let { network } = settings;
  if (network.unixSocket !== "") {
    const from = sourceOf(layers, "unixSocket").place;
    network = { ...network, unixSocket: await access.useSocket(network.unixSocket, from) };
  }
  const { proxy } = network;
  if (proxy.kind === "pac" && !/^https?:/i.test(proxy.source)) {
    const own = sourceOf(layers, "proxy").place === "app";
    const source = await pacPlace(proxy.source, own ? null : access.openFile);
    network = { ...network, proxy: { kind: "pac", source } };
  }
  return network === settings.network ? settings : { ...settings, network };
}

function rawRequest(
  raw: RawRequest,
  replace: ReplaceVariables,
  settings: ResolvedSettings,
): ResolvedRequest {
  const bytes =
    raw.encoding === "text"
      ? textBytes(raw.literal === true ? raw.data : replace(raw.data), raw.newline)
      : base64ToBytes(raw.data);
  if (bytes === null)
    throw new FailureError({
      kind: "input",
      code: "raw-base64",
      message: "The bytes of the raw request are not base64.",
      phase: "prepare",
      place: "raw",
    });
  return bytesOnly(settings, {
    ...rawTarget(replace(raw.target), raw.tls),
    tls: raw.tls,
    bytes,
  });
}

/** `host:port`; without a port the scheme's own. Read by the rule for URLs, so that both know the same hosts. */
export function rawTarget(
  typed: string,
  tls: boolean,
): { readonly host: string; readonly port: number } {
  const text = typed.trim();
  if (/[/?#@\\]/.test(text))
    throw new FailureError({
      kind: "input",
      code: "raw-target",
      message: "The target of a raw request is host:port and nothing more.",
      phase: "prepare",
      place: "target",
    });
  const { host, port } = requestUrl(`${tls ? "https" : "http"}://${text}`, { encode: false });
  return { host, port };
}
