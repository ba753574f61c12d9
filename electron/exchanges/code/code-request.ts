import type { CodeHeader, CodeRequest } from "../../../shared/formats/code/code-request.ts";
import { bytesToBase64 } from "../../../shared/model/raw-bytes.ts";
import { FailureError } from "../../../shared/model/failure.ts";
import { type RequestUrl, requestUrl } from "../../../shared/model/url.ts";
import { secretMask } from "../../../shared/template/resolver.ts";
import { addQuery } from "../../client/add-query.ts";
import type { AppliedAuth } from "../../client/auth/applied.ts";
import { announced } from "../../client/auth/announced.ts";
import { systemTools } from "../../client/auth/outgoing.ts";
import { isAsked, signerOf } from "../../client/auth/signer.ts";
import { prepareBody, sentTrailers } from "../../client/body/prepare.ts";
import { type CookiePort, cookieUrl } from "../../client/cookies.ts";
import { buildHeaders, type HeaderInput } from "../../client/headers.ts";
import type { BodySource, ResolvedRequest } from "../../client/send.ts";
import { handshakeFields } from "../../wire/websocket/handshake.ts";
import { wantsChunks } from "../../client/single-hop.ts";
import { authUnsupported } from "../problems.ts";
import { codeBody, pieceOf } from "./code-body.ts";

export interface CodePorts {
  /** null: the jar stays out of it. */
  readonly cookies: CookiePort | null;
  readonly version: string;
  /** False: what proves who the person is stays a mask, and is not computed. */
  readonly reveal: boolean;
}

export interface ResolvedCode {
  readonly request: CodeRequest;
  /** True when something stands masked in it. */
  readonly masked: boolean;
}

/**
 * The request as the client would send it on its first hop, for code to be written from: by the same functions, signed where the scheme
 * needs no challenge. Rejects with FailureError as sending does.
 */
export async function codeRequest(
  resolved: ResolvedRequest,
  ports: CodePorts,
): Promise<ResolvedCode> {
  const { settings } = resolved;
  const shared = {
    followRedirects: settings.followRedirects,
    maxRedirects: settings.maxRedirects,
    verifyTls: settings.verifyTls,
    timeout: settings.timeout,
    httpVersion: settings.network.httpVersion,
  };
  if (resolved.raw !== null) {
    const { host, port, tls, bytes } = resolved.raw;
    const scheme = tls ? "https" : "http";
    const hostField = `${host.includes(":") ? `[${host}]` : host}:${port}`;
    const empty = { method: "", target: "", headers: [], body: null, challenge: null };
    const request = { ...shared, ...empty, scheme, host, port, hostField, raw: pieceOf(bytes) };
    return { request: { ...request, scheme }, masked: false };
  }
  const out = await outgoing(resolved, ports);
  const socket = codeSocket(resolved.socketPlan);
  return {
    masked: out.masked,
    request: {
      ...shared,
      // A WebSocket is asked for in HTTP/1.1, whatever else the server could speak.
      ...(socket === undefined ? {} : { socket, httpVersion: "1.1" }),
      method: resolved.method,
      scheme: out.url.scheme,
      host: out.url.host,
      port: out.url.port,
      hostField: out.url.hostField,
      target: out.url.target,
      headers: socket === undefined ? out.headers : out.headers.map(withSampleKey),
      body: await codeBody(out.body),
      challenge: challengeOf(resolved.auth, ports.reveal),
      raw: null,
    },
  };
}

function codeSocket(plan: ResolvedRequest["socketPlan"]): CodeRequest["socket"] {
  if (plan === undefined) return undefined;
  const messages = plan.messages.map(({ text, bytes }) =>
    text
      ? ({ kind: "text", text: new TextDecoder().decode(bytes) } as const)
      : ({ kind: "base64", data: bytesToBase64(bytes) } as const),
  );
  return { messages, pingInterval: plan.pingInterval };
}

/** The key of RFC 6455's own example where ours is another one each time, so that code stays as it is. */
function withSampleKey(header: CodeHeader): CodeHeader {
  const ours = header.origin === "client" && /^sec-websocket-key$/i.test(header.name);
  return ours ? { ...header, value: "dGhlIHNhbXBsZSBub25jZQ==" } : header;
}

/** The first hop as it would go out. */
export interface Outgoing {
  readonly url: RequestUrl;
  readonly headers: readonly CodeHeader[];
  readonly body: BodySource | null;
  /** True when something stands masked in it. */
  readonly masked: boolean;
}

/** The first hop of a request, signed where the scheme needs no challenge. Rejects with FailureError as sending does. */
export async function outgoing(resolved: ResolvedRequest, ports: CodePorts): Promise<Outgoing> {
  const { settings } = resolved;
  const webSocket = resolved.socketPlan !== undefined;
  const typedUrl = requestUrl(resolved.url, { encode: settings.encodeUrl, webSocket });
  const url = resolved.target === undefined ? typedUrl : { ...typedUrl, target: resolved.target };
  const { body, fields } = await prepareBody(resolved.body, settings.network, {
    signal: new AbortController().signal,
    emit: () => undefined,
  });
  const cookie = cookieOf(resolved, url, ports.cookies);
  const list = (over: Partial<HeaderInput>): readonly CodeHeader[] =>
    buildHeaders({
      hostField: url.hostField,
      method: resolved.method,
      typed: resolved.headers,
      // Compression is left out by leaving out its field, as when it is sent.
      handshake: webSocket ? handshakeFields({ protocols: [], compress: true }) : [],
      body,
      bodyContentType: resolved.bodyContentType,
      bodyFields: fields,
      chunked: wantsChunks(settings.network),
      authFields: [],
      cookieField: cookie === null || ports.reveal ? cookie : secretMask,
      omit: settings.omitHeaders,
      version: ports.version,
      ...over,
    });
  const signed = await signedBy(resolved, { url, headers: list({}), body }, ports.reveal);
  return {
    url: signed.url ?? url,
    masked: signed.masked || (cookie !== null && !ports.reveal),
    headers: list({
      authFields: signed.fields.map((field) => ({ ...field, origin: "auth" })),
      ...(signed.body === undefined
        ? {}
        : {
            body: signed.body,
            bodyContentType: signed.bodyContentType ?? resolved.bodyContentType,
            bodyFields: [],
          }),
    }),
    body: signed.body ?? body,
  };
}

/** What the jar would send with it; null: nothing, or the request has its own. */
export function cookieOf(
  { headers, settings, jar }: ResolvedRequest,
  url: RequestUrl,
  cookies: CookiePort | null,
): string | null {
  const typed = headers.some(({ name }) => name.toLowerCase() === "cookie");
  if (cookies === null || typed || !settings.network.sendCookies) return null;
  if (settings.omitHeaders.includes("cookie")) return null;
  return cookies.cookiesFor(jar ?? "", cookieUrl(url))?.field ?? null;
}

interface SignedCode {
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly url?: RequestUrl;
  readonly body?: BodySource;
  readonly bodyContentType?: string;
  readonly masked: boolean;
}

async function signedBy(
  { auth, method, settings }: ResolvedRequest,
  outgoing: {
    readonly url: RequestUrl;
    readonly headers: readonly CodeHeader[];
    readonly body: BodySource | null;
  },
  reveal: boolean,
): Promise<SignedCode> {
  const { url } = outgoing;
  // A ticket is of the moment and of this machine: the program that is written gets its own.
  if (auth.kind === "negotiate") return { fields: [], masked: false };
  if (isAsked(auth.kind)) return { fields: [], masked: !reveal };
  if (reveal || isPlaceholder(auth)) {
    const sign = signerOf(auth, url.userinfo, systemTools);
    const trailers = outgoing.body === null ? [] : sentTrailers(settings.network);
    const signed = await sign?.({ ...outgoing, method, trailers });
    return { ...(signed ?? { fields: [] }), masked: false };
  }
  const own: AppliedAuth = auth.kind === "none" && url.userinfo !== null ? basic : auth;
  if (own.kind === "other") throw new FailureError(authUnsupported);
  const { fields, query } = announced(own);
  let sent = url;
  for (const name of query) sent = addQuery(sent, { name, value: secretMask });
  const target = sent.target.replaceAll(encodeURIComponent(secretMask), secretMask);
  return {
    fields: fields.map(({ name, scheme }) => ({
      name,
      value: scheme.endsWith('"') ? scheme : scheme + secretMask,
    })),
    url: { ...sent, target },
    masked: fields.length + query.length > 0,
  };
}

const basic: AppliedAuth = { kind: "basic", username: "", password: "" };

/** A token that is a variable and nothing else: the code names it. */
function isPlaceholder(auth: AppliedAuth): boolean {
  const secret = auth.kind === "bearer" ? auth.token : auth.kind === "apikey" ? auth.value : "";
  return /^\{\{[^{}]+\}\}$/.test(secret);
}

function challengeOf(auth: AppliedAuth, reveal: boolean): CodeRequest["challenge"] {
  if (!isAsked(auth.kind)) return null;
  if (!("username" in auth)) return { scheme: auth.kind, username: "", password: "" };
  const password = reveal || /^\{\{[^{}]+\}\}$/.test(auth.password) ? auth.password : secretMask;
  return { scheme: auth.kind, username: auth.username, password };
}
