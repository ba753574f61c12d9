import type { AuthNote } from "../../shared/model/auth-note.ts";
import type { SentHeader } from "../../shared/model/header.ts";
import type { MessageSettings } from "../../shared/model/network/message.ts";
import { isSocks } from "../../shared/model/network/proxy-address.ts";
import { proxyFields } from "../../shared/model/network/proxy-header.ts";
import type { ProxyServer } from "../../shared/model/network/proxy.ts";
import type { RequestUrl } from "../../shared/model/url.ts";
import type { Clock } from "../base/clock.ts";
import { isForwarded } from "../wire/connect/proxy/forwarded.ts";
import { handshakeFields } from "../wire/websocket/handshake.ts";
import type { Attempt, SendAttempt } from "./attempt.ts";
import type { Sign } from "./auth/outgoing.ts";
import { sentTrailers } from "./body/prepare.ts";
import { untilAborted } from "./body/until-aborted.ts";
import { openHop } from "./open-hop.ts";
import { buildHeaders, type HeaderInput } from "./headers.ts";
import type { HopSend } from "./hop.ts";
import type { BodySource } from "./send.ts";
import { toldBody } from "./upload.ts";

/** The innermost layer: the final header list, one request, one reply. Ends the hop in the trace when its body ends. */
export function singleHop(
  hopSend: HopSend,
  { version, clock }: { readonly version: string; readonly clock: Clock },
): SendAttempt {
  return async (given, context) => {
    // The key is a new one on each hop, and the same in what is signed and what is sent.
    const attempt =
      given.socket === null ? given : { ...given, handshake: handshakeFields(given.socket.offer) };
    const { method, raw, proxy } = attempt;
    const { network } = attempt.settings;
    // A signature may have to be waited for; nothing else has.
    const { url, body, headers, note } =
      attempt.sign === null
        ? unsigned(attempt, version)
        : await signedBy(attempt.sign, attempt, version, context.signal);
    const target = requestTarget(url, proxy);
    const { reason, cookieNotes, proxyNote } = attempt;
    const hop = openHop({ reason, method, url, cookieNotes, proxyNote, auth: note }, context);
    // A tunnel has hops of its own, which come first.
    if (proxy === null || !opensTunnel(url, proxy)) hop.begin();
    try {
      const response = await hopSend(
        {
          reason: attempt.reason,
          scheme: url.scheme,
          host: url.host,
          port: url.port,
          url: url.display,
          method,
          target,
          headers,
          body: body === null ? null : toldBody(body, clock, (detail) => hop.context.emit(detail)),
          expectWait: body === null ? 0 : expectWait(headers, network.expectContinue),
          raw,
          verifyTls: attempt.settings.verifyTls,
          verifyProxy: attempt.settings.verifyProxy,
          owner: attempt.owner,
          network,
          material: attempt.settings.material,
          proxy,
          lease: attempt.lease,
          socket: attempt.socket,
        },
        hop.context,
      );
      return {
        hop: hop.begin(),
        connection: hop.connection(),
        url,
        method,
        head: response.head,
        // What reads it ends the hop when its last byte is there.
        body: response.body,
        trailers: () => response.trailers(),
      };
    } catch (thrown) {
      hop.end();
      throw thrown;
    }
  };
}

interface Finished {
  readonly url: RequestUrl;
  readonly body: BodySource | null;
  readonly headers: readonly SentHeader[];
  readonly note: AuthNote | null;
}

/** The hop as it goes out, when nothing signs it. */
function unsigned(attempt: Attempt, version: string): Finished {
  const { url, body, raw } = attempt;
  const headers = raw === null ? fieldsOf(attempt, version, url, {}) : [];
  return { url, body, headers, note: null };
}

/** The list is built, then signed, then built again with what the signature added in its place. */
async function signedBy(
  sign: Sign,
  attempt: Attempt,
  version: string,
  signal: AbortSignal,
): Promise<Finished> {
  const { url, body, raw, method } = attempt;
  if (raw !== null) return unsigned(attempt, version);
  // They go behind chunks, and on HTTP/2; a request without a body has none.
  const trailers = body === null ? [] : sentTrailers(attempt.settings.network);
  const headers = fieldsOf(attempt, version, null, {});
  // A signature may cover the body, and a body may be long: whoever waits may stop it.
  const covered = body === null ? null : untilAborted(body, signal);
  const signed = await sign({ method, url, headers, body: covered, trailers });
  const sent = signed.url ?? url;
  return {
    url: sent,
    body: signed.body ?? body,
    headers: fieldsOf(attempt, version, sent, {
      authFields: signed.fields.map((field) => ({ ...field, origin: "auth" })),
      ...(signed.body === undefined
        ? {}
        : {
            body: signed.body,
            bodyContentType: signed.bodyContentType ?? attempt.bodyContentType,
            bodyFields: [],
          }),
    }),
    note: signed.note,
  };
}

/** The header list. `sent`: the URL as it goes out, for what a proxy that forwards it wants to see; null: not yet for a proxy. */
function fieldsOf(
  attempt: Attempt,
  version: string,
  sent: RequestUrl | null,
  over: Partial<HeaderInput>,
): SentHeader[] {
  const { method, proxy, proxyField } = attempt;
  return buildHeaders({
    hostField: attempt.url.hostField,
    method,
    typed: attempt.headers,
    body: attempt.body,
    bodyContentType: attempt.bodyContentType,
    bodyFields: attempt.bodyFields,
    chunked: wantsChunks(attempt.settings.network),
    authFields: [],
    handshake: attempt.handshake,
    cookieField: attempt.cookieField,
    omit: attempt.settings.omitHeaders,
    version,
    proxyFields:
      proxy !== null && isForwarded({ scheme: attempt.url.scheme, proxy })
        ? proxyFields(proxy)
        : [],
    proxyField:
      sent === null || proxyField === null ? null : proxyField(method, requestTarget(sent, proxy)),
    ...over,
  });
}

/** In absolute form to a proxy that forwards (RFC 9112 §3.2.2), else as it is. */
function requestTarget(
  { scheme, hostField, target }: RequestUrl,
  proxy: ProxyServer | null,
): string {
  if (!isForwarded({ scheme, proxy })) return target;
  return `${scheme}://${hostField}${target === "*" ? "" : target}`;
}

function opensTunnel({ scheme }: RequestUrl, proxy: ProxyServer): boolean {
  return !isSocks(proxy) && !isForwarded({ scheme, proxy });
}

/** Whether a body goes in chunks although its length is known. */
export function wantsChunks(
  network: Pick<MessageSettings, "framing" | "httpVersion" | "trailers">,
): boolean {
  if (network.httpVersion === "1.0") return false;
  return network.framing === "chunked" || sentTrailers(network).length > 0;
}

/** Who says `Expect: 100-continue` waits for the answer: as long as the settings say, or a second when the field was typed (as curl). */
function expectWait(headers: readonly SentHeader[], wait: number): number {
  const expects = headers.some(
    ({ name, value }) =>
      name.toLowerCase() === "expect" && value.trim().toLowerCase() === "100-continue",
  );
  if (!expects) return 0;
  return wait > 0 ? wait : 1_000;
}
