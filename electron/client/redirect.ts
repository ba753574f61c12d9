import type { RedirectNote, ResponseHead } from "../../shared/model/exchange.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { headerValue } from "../../shared/model/header.ts";
import { type RequestUrl, requestUrl } from "../../shared/model/url.ts";
import { originOf, resolveLocation, sameOrigin } from "../../shared/model/url-redirect.ts";
import { announced } from "./auth/announced.ts";
import type { Attempt, AttemptContext, Layer, Reply, TypedHeader } from "./attempt.ts";
import { tlsMaterial } from "../wire/connect/tls-material.ts";
import { isCredentialField } from "./credentials.ts";
import { type HstsPort, keepHsts, upgraded } from "./hsts.ts";
import type { ResolvedSettings } from "./send.ts";

/** Octets of all heads on the way: each is kept, and a chain of large ones would fill the memory. */
const mostHeads = 16 << 20;
const tooLarge = "The heads of the replies are larger together than is kept.";

const headSize = ({ headers }: ResponseHead): number =>
  headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0);

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/** Fields that describe a body that is no longer sent. */
const bodyFields = new Set([
  "content-type",
  "content-length",
  "content-encoding",
  "content-language",
  "content-location",
  "content-disposition",
  "content-md5",
  "content-digest",
  "repr-digest",
  "transfer-encoding",
  "digest",
  "expect",
  "trailer",
]);

type Dropped = RedirectNote["dropped"][number];

/** Why a redirect is not followed, by a stable name; a URL that cannot be read says so itself. */
type RedirectStay = "off" | "empty" | "noUrl" | "scheme" | "limit" | "sentOnce" | "bodyElsewhere";

/** What a reply asks for: nothing, a redirect that is not followed, or the next attempt. */
export interface RedirectStep {
  readonly note: RedirectNote;
  readonly next: Attempt | null;
}

/**
 * Reads a reply as a redirect (RFC 9110 §15.4). Method and body as curl does by default: 301 and 302 make GET of POST, 303 makes GET of
 * everything but HEAD, 307 and 308 keep both; on the statuses of `keepMethod` a POST stays a POST. When scheme, host or port change,
 * whatever may prove who the person is stays behind: userinfo, auth, Authorization, Proxy-Authorization, typed cookies, fields whose names
 * look like keys, client certificates that are for every host, and a typed Host; it does not come back on a later hop. A kept body goes to
 * another origin only from http to https on one host and the usual ports. With `forwardCredentials` all of it goes, but a Host and what a
 * redirect itself brings. A login the person keeps for the other host by its name (`loginFor`) goes there, and no further. null: the reply is
 * no redirect. Pure.
 */
export function redirectStep(
  attempt: Attempt,
  head: ResponseHead,
  followed: number,
): RedirectStep | null {
  if (!redirectStatuses.has(head.status)) return null;
  const location = headerValue(head.headers, "location");
  if (location === undefined) return null;
  const from = attempt.url.display;
  const to = resolveLocation(from, location);
  const plan = methodPlan(attempt, head.status);
  const stay = (code: RedirectStay | null, reason: string): RedirectStep => ({
    note: {
      status: head.status,
      location,
      from,
      to: to ?? "",
      method: plan.method,
      methodChanged: plan.method !== attempt.method,
      bodyDropped: plan.bodyDropped,
      dropped: [],
      followed: false,
      reason,
      ...(code === null ? {} : { code }),
    },
    next: null,
  });
  if (!attempt.settings.followRedirects) return stay("off", "Following redirects is switched off.");
  // It would lead back to where it came from, again and again: nobody means that.
  if (location === "") return stay("empty", "The Location is empty.");
  if (to === null) return stay("noUrl", "The Location is not a URL.");
  const parsed = readUrl(to, attempt.settings.encodeUrl, attempt.socket !== null);
  if (typeof parsed === "string") return stay(null, parsed);
  if (!attempt.settings.network.redirectSchemes.includes(parsed.scheme))
    return stay("scheme", `Redirects to ${parsed.scheme} are switched off.`);
  if (followed >= attempt.settings.maxRedirects)
    return stay("limit", "The limit of redirects is reached.");
  const before = originOf(attempt.url);
  const crossing = !sameOrigin(before, originOf(parsed));
  const guarded = crossing && !attempt.settings.network.forwardCredentials;
  const keepsBody = attempt.body !== null && !plan.bodyDropped;
  if (keepsBody && attempt.body.replayable === false)
    return stay("sentOnce", "The body cannot be sent a second time.");
  if (keepsBody && guarded && !isUpgrade(attempt.url, parsed))
    return stay(
      "bodyElsewhere",
      "The body would go to another origin than the one you sent it to.",
    );
  const dropped: Dropped[] = [];
  const headers = attempt.headers.filter((field) => {
    const code = dropReason(field, { crossing, guarded, bodyDropped: plan.bodyDropped });
    if (code !== null) dropped.push(droppedFor(field.name, code));
    return code === null;
  });
  if (crossing) dropped.push(...droppedAuth(attempt, parsed, guarded));
  return {
    note: {
      status: head.status,
      location,
      from,
      to: parsed.display,
      method: plan.method,
      methodChanged: plan.method !== attempt.method,
      bodyDropped: plan.bodyDropped,
      dropped,
      followed: true,
      reason: "",
    },
    next: {
      ...attempt,
      reason: "redirect",
      method: plan.method,
      url: nextUrl(attempt.url, parsed, { crossing, guarded }),
      headers: attempt.settings.network.autoReferer
        ? withReferer(headers, attempt.url, parsed)
        : headers,
      body: plan.bodyDropped ? null : attempt.body,
      bodyContentType: plan.bodyDropped ? null : attempt.bodyContentType,
      bodyFields: plan.bodyDropped ? [] : attempt.bodyFields,
      auth: guarded ? ownLogin(attempt, parsed) : attempt.auth,
      settings: guarded ? withoutCertificates(attempt.settings) : attempt.settings,
      crossed: attempt.crossed || crossing,
      sign: null,
      cookieField: null,
      cookieNotes: [],
    },
  };
}

function methodPlan(
  attempt: Attempt,
  status: number,
): { readonly method: string; readonly bodyDropped: boolean } {
  const { method } = attempt;
  const kept: readonly string[] = attempt.settings.network.keepMethod;
  if (method === "POST" && kept.includes(String(status))) return { method, bodyDropped: false };
  const toGet =
    (status === 303 && method !== "HEAD" && method !== "GET") ||
    ((status === 301 || status === 302) && method === "POST");
  return {
    method: toGet ? "GET" : method,
    bodyDropped: (toGet || status === 303) && attempt.body !== null,
  };
}

/** The URL, or one sentence why it cannot be asked. A WebSocket may be led to ws and wss as well. */
function readUrl(to: string, encode: boolean, webSocket: boolean): RequestUrl | string {
  if (!(webSocket ? /^(?:https?|wss?):/i : /^https?:/i).test(to))
    return "Only http and https are followed.";
  try {
    return requestUrl(to, { encode, webSocket });
  } catch (thrown) {
    if (thrown instanceof FailureError) return thrown.failure.message;
    throw thrown;
  }
}

/** http → https, same host, 80 → 443: the one change of origin that only makes things safer. */
function isUpgrade(from: RequestUrl, to: RequestUrl): boolean {
  const same = originOf(from).host === originOf(to).host;
  return (
    same && from.scheme === "http" && to.scheme === "https" && from.port === 80 && to.port === 443
  );
}

/** Says where it came from, without userinfo and fragment; nothing at all from https to http (RFC 9110 §10.1.3). */
function withReferer(
  headers: readonly TypedHeader[],
  from: RequestUrl,
  to: RequestUrl,
): readonly TypedHeader[] {
  const own = (field: TypedHeader): boolean => field.name.toLowerCase() === "referer";
  if (from.scheme === "https" && to.scheme === "http")
    return headers.filter((field) => !own(field));
  const referer = { name: "Referer", value: from.display, origin: "client" } as const;
  const at = headers.findIndex(own);
  if (at < 0) return [...headers, referer];
  return headers.flatMap((field, index) => (index === at ? [referer] : own(field) ? [] : [field]));
}

/** `crossing`: the origin changes. `guarded`: and what proves who the person is must not go with it. */
interface Crossing {
  readonly crossing: boolean;
  readonly guarded: boolean;
}

const dropReasons = {
  elsewhere: "The redirect goes to another origin.",
  body: "The body is not sent again.",
  host: "It named the host of the first request.",
  foreign: "It came from the redirect, not from you.",
} as const;

type DropReason = keyof typeof dropReasons;

const droppedFor = (name: string, code: DropReason): Dropped => ({
  name,
  reason: dropReasons[code],
  code,
});

function dropReason(
  field: TypedHeader,
  { crossing, guarded, bodyDropped }: Crossing & { readonly bodyDropped: boolean },
): DropReason | null {
  const name = field.name.toLowerCase();
  if (bodyDropped && bodyFields.has(name)) return "body";
  if (crossing && name === "host") return "host";
  return guarded && isCredentialField(name) ? "elsewhere" : null;
}

/** True for a certificate that is for every host: the person named none, so no other origin gets it. */
const isForAll = ({ domain }: { readonly domain: string }): boolean =>
  /^\*(?::\d+)?$/.test(domain.trim());

/** A login the person keeps for that host: never in the clear after TLS, and to the scheme's own port only, where nobody else listens. */
function ownLogin({ url, loginFor }: Attempt, to: RequestUrl): Attempt["auth"] {
  const usual = to.port === (to.scheme === "https" ? 443 : 80);
  const worse = url.scheme === "https" && to.scheme === "http";
  return (usual && !worse ? loginFor?.(to.host) : null) ?? { kind: "none" };
}

function withoutCertificates(settings: ResolvedSettings): ResolvedSettings {
  const { material, network } = settings;
  if (!material.identities.some(isForAll)) return settings;
  const named = material.identities.filter((identity) => !isForAll(identity));
  return {
    ...settings,
    material: tlsMaterial(material.ca, named),
    network: {
      ...network,
      clientCertificates: network.clientCertificates.filter((entry) => !isForAll(entry)),
    },
  };
}

/** What `authenticate` would have added, client certificates, and userinfo of either URL. */
function droppedAuth(attempt: Attempt, to: RequestUrl, guarded: boolean): Dropped[] {
  const out: Dropped[] = [];
  if (to.userinfo !== null && (attempt.url.userinfo === null || !guarded))
    out.push(droppedFor("userinfo", "foreign"));
  if (!guarded) return out;
  const { fields, query } = announced(attempt.auth);
  for (const { name } of fields) out.push(droppedFor(name, "elsewhere"));
  for (const name of query) out.push(droppedFor(`${name} (query)`, "elsewhere"));
  if (attempt.settings.material.identities.some(isForAll))
    out.push(droppedFor("client certificate", "elsewhere"));
  if (attempt.url.userinfo !== null) out.push(droppedFor("userinfo", "elsewhere"));
  return out;
}

/** A relative Location drops the userinfo from the text; on the same origin it still belongs to the person. */
function nextUrl(from: RequestUrl, to: RequestUrl, { crossing, guarded }: Crossing): RequestUrl {
  if (crossing) return { ...to, userinfo: guarded ? null : from.userinfo };
  return { ...to, userinfo: to.userinfo ?? from.userinfo };
}

/** A scheme that is switched off is not asked, whoever named it. Throws FailureError `input`. */
function checkScheme({ url: { scheme }, settings: { network } }: Attempt): void {
  if (network.schemes.includes(scheme)) return;
  throw new FailureError({
    kind: "input",
    code: "scheme-off",
    message: `Requests to ${scheme} are switched off.`,
    remedy: "The setting Schemes says which may be asked (--proto on the command line).",
    phase: "prepare",
    place: "schemes",
  });
}

/** Follows redirects; each hop is a full one. `receive` reads a reply that is not the last one. `hsts`: null keeps no such hosts. */
export function redirect(
  receive: (reply: Reply, context: AttemptContext) => Promise<void>,
  hsts: HstsPort | null = null,
): Layer {
  return (next) => async (first, context) => {
    let attempt = first;
    let heads = 0;
    for (let followed = 0; ; followed += 1) {
      if (hsts !== null && attempt.settings.network.hsts)
        attempt = await upgraded(attempt, hsts, context);
      checkScheme(attempt);
      const reply = await next(attempt, context);
      if (attempt.raw !== null || reply.head === null) return reply;
      if (hsts !== null && attempt.settings.network.hsts)
        await keepHsts(attempt, reply, hsts, context);
      const step = redirectStep(attempt, reply.head, followed);
      if (step === null) return reply;
      heads += headSize(reply.head);
      if (step.next !== null && heads > mostHeads) {
        const redirect = {
          ...step.note,
          dropped: [],
          followed: false,
          reason: tooLarge,
          code: "heads",
        };
        context.emit({ kind: "redirect", redirect });
        return reply;
      }
      context.emit({ kind: "redirect", redirect: step.note });
      if (step.next === null) return reply;
      await receive(reply, context);
      attempt = step.next;
    }
  };
}
