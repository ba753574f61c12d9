import { FailureError } from "../../shared/model/failure.ts";
import type { OAuth2Step } from "../../shared/contract/oauth2.ts";
import type { OAuth2Auth } from "../../shared/model/oauth2.ts";
import { headerValue } from "../../shared/model/header.ts";
import type { OAuth2Token } from "../../shared/model/oauth2-token.ts";
import { newDpopKey } from "../client/auth/dpop.ts";
import type { AuthTools } from "../client/auth/outgoing.ts";
import type { ResolvedSettings } from "../client/send.ts";
import type { Conduct } from "../exchanges/conduct.ts";
import { authorizationUrl, checkIssuer, httpUrl, readCallback } from "./authorization.ts";
import { openCallback } from "./callback-server.ts";
import { codeChallenge, codeVerifier } from "./pkce.ts";
import {
  deviceRequest,
  type Grant,
  provenRequest,
  pushedRequest,
  tokenRequest,
} from "./token-request.ts";
import {
  checkRefusal,
  notUnderstood,
  readToken,
  replyFields,
  secondsField,
  type ServerReply,
  textField,
  tokenOf,
} from "./token-reply.ts";

/** What a flow works with. */
export interface FlowContext {
  readonly auth: OAuth2Auth;
  readonly settings: ResolvedSettings;
  readonly signal: AbortSignal;
  readonly conduct: Conduct;
  readonly tools: AuthTools;
  /** Resolves after so many ms; rejects with the signal's reason. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  /** The address the person gives for a flow that said `paste`. Rejects with the signal's reason. */
  pasted(flow: string, signal: AbortSignal): Promise<string>;
}

/** The token of a flow, and the exchange that brought it. */
export interface Obtained {
  readonly token: OAuth2Token;
  readonly exchange: string | null;
}

type Steps = AsyncGenerator<OAuth2Step, Obtained, undefined>;

/** Flows that need nobody may start by themselves. */
export function needsPerson({ flow }: OAuth2Auth): boolean {
  return flow === "authorization_code" || flow === "implicit" || flow === "device_code";
}

/** Goes through one flow (RFC 6749 §4, RFC 8628), telling each step. Throws FailureError. */
export function runFlow(context: FlowContext): Steps {
  switch (context.auth.flow) {
    case "client_credentials":
      return exchanged(context, { kind: "client" }, null);
    case "resource_owner_password_credentials":
      return exchanged(context, { kind: "password" }, null);
    case "authorization_code":
    case "implicit":
      return inBrowser(context);
    case "device_code":
      return onDevice(context);
  }
}

/** A new token for an old one (RFC 6749 §6). */
export function runRefresh(context: FlowContext, before: OAuth2Token): Steps {
  return exchanged(context, { kind: "refresh", refreshToken: before.refreshToken }, before);
}

async function* exchanged(context: FlowContext, grant: Grant, before: OAuth2Token | null): Steps {
  const bound = before?.dpopKey ?? keyFor(context);
  const { reply, id } = yield* askToken(context, grant, bound);
  const token = tokenFrom(reply, context, before, bound);
  checkIssuer(token.idToken, context.auth.issuer.trim());
  return { token, exchange: id };
}

/** A new key for a token that is to be bound to one; null: to none. */
function keyFor({ auth }: FlowContext): string | null {
  return auth.dpop ? newDpopKey() : null;
}

function tokenFrom(
  reply: ServerReply,
  { tools }: FlowContext,
  before: OAuth2Token | null,
  key: string | null,
): OAuth2Token {
  const token = readToken(reply, tools.epoch(), before);
  return key === null ? token : { ...token, dpopKey: key };
}

/** Asks the token endpoint, with a proof of the key when there is one; once more when the server wants a nonce in it (RFC 9449 §8). */
async function* askToken(
  context: FlowContext,
  grant: Grant,
  key: string | null,
): AsyncGenerator<OAuth2Step, { readonly reply: ServerReply; readonly id: string }, undefined> {
  const { auth, settings, tools } = context;
  const request = () => tokenRequest(auth, grant, settings, tools);
  if (key === null) return yield* ask(context, request());
  const first = yield* ask(context, provenRequest(request(), key, null, tools));
  const { nonce } = first.reply;
  if (nonce === "" || errorOf(first.reply) !== "use_dpop_nonce") return first;
  return yield* ask(context, provenRequest(request(), key, nonce, tools));
}

async function* ask(
  { auth, conduct, signal }: FlowContext,
  request: Parameters<Conduct>[0],
): AsyncGenerator<OAuth2Step, { readonly reply: ServerReply; readonly id: string }, undefined> {
  const { exchange, text } = await conduct(request, signal, [auth.clientSecret, auth.password]);
  const hop = exchange.hops.at(-1);
  const status = hop?.response?.status ?? null;
  yield { kind: "exchange", id: exchange.id, status };
  if (exchange.failure !== null) throw new FailureError(exchange.failure);
  return {
    reply: {
      status: status ?? 0,
      mediaType: hop?.body?.mediaType ?? "",
      text,
      nonce: headerValue(hop?.response?.headers ?? [], "dpop-nonce") ?? "",
    },
    id: exchange.id,
  };
}

async function* inBrowser(context: FlowContext): Steps {
  const { auth, tools, signal } = context;
  const implicit = auth.flow === "implicit";
  if (!implicit) httpUrl(auth.accessTokenUrl, "token");
  const server = await openCallback(auth.callbackUrl, signal);
  try {
    const redirectUri = server?.redirectUri ?? httpUrl(auth.callbackUrl, "callback").href;
    const state = auth.state || tools.random(24).toString("base64url");
    const verifier = implicit || auth.pkce === "none" ? null : codeVerifier(tools.random(32));
    const method = auth.pkce === "plain" ? "plain" : "S256";
    const whole = authorizationUrl(auth, {
      redirectUri,
      state,
      nonce: tools.random(24).toString("base64url"),
      challenge: verifier === null ? null : { method, value: codeChallenge(verifier, method) },
    });
    const pushes = !implicit && auth.pushedAuthorizationUrl.trim() !== "";
    const url = pushes ? yield* pushed(context, whole) : whole;
    let came: URLSearchParams;
    if (server !== null) {
      yield { kind: "browser", url, callback: redirectUri };
      came = await server.answer;
    } else {
      const flow = tools.random(16).toString("hex");
      yield { kind: "paste", flow, url, callback: redirectUri };
      came = parametersOf(await context.pasted(flow, signal));
    }
    const parameters = readCallback(came, whole, auth.issuer.trim());
    if (implicit) {
      const token = tokenOf(Object.fromEntries(parameters), tools.epoch(), null);
      checkIssuer(token.idToken, auth.issuer.trim());
      return { token, exchange: null };
    }
    const code = parameters.get("code") ?? "";
    return yield* exchanged(context, { kind: "code", code, redirectUri, verifier }, null);
  } finally {
    await server?.close();
  }
}

/** Announces the sign-in; the address that is left to open says only which one it is (RFC 9126 §4). */
async function* pushed(
  context: FlowContext,
  whole: string,
): AsyncGenerator<OAuth2Step, string, undefined> {
  const { auth, settings, tools } = context;
  const { reply } = yield* ask(context, pushedRequest(auth, whole, settings, tools));
  const fields = replyFields(reply);
  checkRefusal(fields, reply.status);
  const requestUri = textField(fields, "request_uri");
  if (requestUri === "") throw notUnderstood();
  const url = httpUrl(auth.authorizationUrl, "authorization");
  url.hash = "";
  url.searchParams.set("client_id", auth.clientId);
  url.searchParams.set("request_uri", requestUri);
  return url.href;
}

/** The parameters of an address that was pasted: in its query, or in its fragment. */
function parametersOf(pasted: string): URLSearchParams {
  const [before = "", fragment = ""] = pasted.trim().split("#", 2);
  const query = before.includes("?") ? before.slice(before.indexOf("?") + 1) : "";
  const inQuery = new URLSearchParams(query);
  return inQuery.has("state") || inQuery.has("code")
    ? inQuery
    : new URLSearchParams(fragment || query);
}

async function* onDevice(context: FlowContext): Steps {
  const { auth, settings, tools, signal } = context;
  const { reply } = yield* ask(context, deviceRequest(auth, settings, tools));
  const fields = replyFields(reply);
  checkRefusal(fields, reply.status);
  const deviceCode = textField(fields, "device_code");
  // Some servers wrote `verification_url` before the RFC.
  const address = textField(fields, "verification_uri") || textField(fields, "verification_url");
  const url = httpUrl(address, "device authorization").href;
  const complete = textField(fields, "verification_uri_complete");
  const lifetime = secondsField(fields, "expires_in") ?? 600;
  const until = tools.epoch() + lifetime * 1000;
  yield {
    kind: "device",
    userCode: textField(fields, "user_code"),
    url,
    completeUrl: complete === "" ? "" : httpUrl(complete, "device authorization").href,
    expiresAt: until,
  };
  let interval = secondsField(fields, "interval") ?? 5;
  const key = keyFor(context);
  for (;;) {
    await context.wait(interval * 1000, signal);
    const asked = yield* askToken(context, { kind: "device", deviceCode }, key);
    const error = errorOf(asked.reply);
    const waiting = error === "authorization_pending" || error === "slow_down";
    if (!waiting) return { token: tokenFrom(asked.reply, context, null, key), exchange: asked.id };
    if (error === "slow_down") interval += 5;
    if (tools.epoch() > until) checkRefusal({ error: "expired_token" }, 400);
  }
}

function errorOf(reply: ServerReply): string {
  return textField(replyFields(reply), "error");
}
