import { join, sep } from "node:path";
import { Readable } from "node:stream";
import type { Exchange } from "../../shared/model/exchange.ts";
import { growingExchange } from "../../shared/model/exchange-reduce.ts";
import { type Failure, type Phase, toFailure } from "../../shared/model/failure.ts";
import type { TraceDetail } from "../../shared/model/trace.ts";
import { requestUrl, type RequestUrl } from "../../shared/model/url.ts";
import type { Clock } from "../base/clock.ts";
import { late } from "../base/late.ts";
import { TunnelRefused } from "../wire/connect/proxy/proxy-failure.ts";
import type { FindCurl } from "../wire/http3/curl-program.ts";
import type { ExchangeRecorder } from "../wire/record/recorder.ts";
import type { Attempt, AttemptContext, Layer, Reply } from "./attempt.ts";
import { systemTools } from "./auth/outgoing.ts";
import { authenticate } from "./authenticate.ts";
import { type PreparedBody, prepareBody } from "./body/prepare.ts";
import { type CookiePort, cookies } from "./cookies.ts";
import { cancelled, type Deadline, openDeadline, timedOut } from "./deadline.ts";
import { type DecodeLimit, decodeLimitOf } from "./decode/content-coding.ts";
import { expectation } from "./expectation.ts";
import type { HopSend } from "./hop.ts";
import { notSwitched } from "../wire/websocket/handshake.ts";
import type { SocketUse } from "../wire/websocket/socket.ts";
import type { HstsPort } from "./hsts.ts";
import type { BodyKeeper } from "./kept-body.ts";
import { type Most, receiveBody } from "./receive.ts";
import { type ChooseProxy, chooseGivenProxy, proxied } from "./proxied.ts";
import { redirect } from "./redirect.ts";
import { resumeFields } from "./resume.ts";
import { openRetries, untilItStands } from "./retries.ts";
import { retryStale } from "./retry-stale.ts";
import { toldSocket } from "./told-socket.ts";
import type { ResolvedRequest, Send, SendOptions } from "./send.ts";
import { singleHop } from "./single-hop.ts";

export interface ClientDeps {
  readonly hopSend: HopSend;
  /** Opens the record of one exchange, by name and folder; `startedAt` is the clock's reading at its start. */
  readonly openRecorder: (options: {
    readonly record: string;
    readonly folder: string;
    readonly clock: Clock;
    readonly startedAt: number;
  }) => ExchangeRecorder;
  /** null: no jar at all. */
  readonly cookies: CookiePort | null;
  /** Hosts that want https alone, for requests whose settings ask for it; absent: none are known. */
  readonly hsts?: HstsPort;
  readonly clock: Clock;
  /** Each exchange gets a folder of its name here. */
  readonly exchangesFolder: string;
  /** Told of each body as it begins. */
  readonly bodies: BodyKeeper;
  /** Envoi's version, for User-Agent. */
  readonly version: string;
  readonly decodeLimit?: DecodeLimit;
  /** Absent: only proxies that are given by their address. */
  readonly chooseProxy?: ChooseProxy;
  /** A curl that can ask the system for Kerberos tickets; absent: it looks for itself, when one is wanted. */
  readonly findTicketCurl?: FindCurl;
  /** What several clients share of nonces and logged-in connections; absent: one of its own. */
  readonly authenticate?: Layer;
}

/** Encoded bytes read of a reply that is followed by another: enough for every page that says "moved", not for a trap. */
const mostOnTheWay: Most = { kind: "on-the-way", bytes: 1 << 20 };

/** More requests than this are worth compiling the client for the long run. */
const burst = 1000;

/**
 * The client: deadline ─ redirect ─ proxied ─ authenticate ─ cookies ─ retry-stale ─ one hop, and the body received and decoded at the end of each.
 * `send` never rejects; the exchange says what happened, and its record is complete and closed when it resolves.
 */
export function createClient(deps: ClientDeps): { readonly send: Send } {
  const within = join(deps.exchangesFolder, sep);
  const choosingProxy = proxied(deps.chooseProxy ?? chooseGivenProxy);
  const findCurl =
    deps.findTicketCurl ??
    late(async () => (await import("./auth/kerberos-ticket.ts")).findKerberosCurl());
  const oneHop = (deps.authenticate ?? authenticate({ tools: systemTools, findCurl }))(
    cookies(deps.cookies)(
      retryStale(singleHop(deps.hopSend, { version: deps.version, clock: deps.clock })),
    ),
  );
  const onTheWay = (reply: Reply, context: AttemptContext): Promise<void> => context.receive(reply);
  const follow = redirect(onTheWay, deps.hsts)(choosingProxy(expectation(onTheWay)(oneHop)));

  let sends = 0;
  async function send(request: ResolvedRequest, options: SendOptions): Promise<Exchange> {
    sends += 1;
    // Loaded then: a host needs it before it loads this.
    if (sends === burst) void import("../base/engine.ts").then((engine) => engine.optimizeSoon());
    const startedAt = deps.clock.now();
    const folder = within + options.id;
    const { exchange, apply } = growingExchange(options.id, deps.clock.epoch());
    let hops = 0;
    const recorder = deps.openRecorder({
      record: options.id,
      folder,
      clock: deps.clock,
      startedAt,
    });
    const deadline = openDeadline(options.signal, request.settings.timeout);
    const emitAt = (at: number, detail: TraceDetail, hop = Math.max(0, hops - 1)): void => {
      // What a connection still has to say after the end concerns nobody.
      if (exchange.state !== "running") return;
      const event = { at, hop, ...detail };
      apply(event);
      options.onEvent(event);
    };
    const context: AttemptContext = {
      recorder,
      signal: deadline.signal,
      nextHop() {
        hops += 1;
        return hops - 1;
      },
      receive(reply) {
        context.emit({ kind: "passed-over" }, reply.hop);
        return receive(reply, mostOnTheWay);
      },
      emit: (detail, hop) => emitAt(deps.clock.now() - startedAt, detail, hop),
    };
    const { network } = request.settings;
    const receive = (reply: Reply, most: Most): Promise<void> =>
      receiveBody(reply, context, {
        exchangeId: options.id,
        folder,
        keeper: deps.bodies,
        clock: deps.clock,
        decode: network.decode,
        limit: deps.decodeLimit ?? decodeLimitOf(network.maxDecodedSize),
        most,
        resume: most.kind === "last" ? (request.resume ?? null) : null,
      });

    context.emit({
      kind: "start",
      id: options.id,
      startedAt: exchange.startedAt,
      raw: request.raw !== null,
    });
    const socket =
      request.socket === undefined
        ? null
        : toldSocket(request.socket, deps.clock, {
            opened: () => {
              if (request.socket?.timed !== true) deadline.release();
            },
            emit: (detail) => context.emit(detail),
          });
    let failure: Failure | null = null;
    try {
      deadline.signal.throwIfAborted();
      const prepared = await prepareBody(
        request.raw === null ? request.body : null,
        network,
        context,
      );
      await untilItStands(
        firstAttempt(request, prepared, socket?.use ?? null),
        openRetries(network, deps.clock),
        context,
        {
          send: (attempt) => follow(attempt, context),
          receive: async (reply) => {
            if (reply.head !== null && options.leaves?.(reply.head) === true) await leave(reply);
            else await receive(reply, { kind: "last", bytes: network.maxBodySize });
            if (socket !== null && reply.head?.status !== 101) throw notSwitched(reply.head);
          },
        },
      );
    } catch (thrown) {
      failure = failureOf(thrown, deadline, exchange);
      if (thrown instanceof TunnelRefused) await receive(refusedReply(thrown), mostOnTheWay);
    }
    socket?.end();
    deadline.dispose();
    const end = deps.clock.now() - startedAt;
    try {
      await recorder.close();
    } catch (thrown) {
      failure ??= toFailure(thrown);
    }
    emitAt(end, {
      kind: "end",
      state: failure === null ? "done" : failure.kind === "cancelled" ? "cancelled" : "failed",
      failure,
      sentBytes: recorder.passed("sent"),
      receivedBytes: recorder.passed("received"),
    });
    return exchange;
  }

  return { send };
}

/** Closes what carries the body. */
async function leave({ body }: Reply): Promise<void> {
  const reader = body[Symbol.asyncIterator]();
  // What was never begun has nothing to end.
  reader.next().catch(() => undefined);
  await reader.return?.();
}

function firstAttempt(
  request: ResolvedRequest,
  { body, fields }: PreparedBody,
  socket: SocketUse | null,
): Attempt {
  const { raw } = request;
  return {
    reason: "first",
    method: raw === null ? request.method : rawMethod(raw.bytes),
    url: raw === null ? urlOf(request) : rawUrl(raw),
    headers: raw === null ? asking(request) : [],
    body: raw === null ? body : (raw.rest ?? null),
    bodyContentType: raw === null ? request.bodyContentType : null,
    bodyFields: fields,
    auth: raw === null ? request.auth : { kind: "none" },
    settings: request.settings,
    loginFor: request.loginFor,
    jar: request.jar ?? "",
    crossed: false,
    raw: raw?.bytes ?? null,
    socket,
    handshake: [],
    proxy: null,
    proxyNote: null,
    proxyField: null,
    lease: null,
    sign: null,
    owner: null,
    cookieField: null,
    cookieNotes: [],
  };
}

function urlOf({ url, target, settings, socket }: ResolvedRequest): RequestUrl {
  const { encodeUrl } = settings;
  if (socket !== undefined) {
    const parsed = requestUrl(url, { encode: encodeUrl, webSocket: true });
    return target === undefined ? parsed : { ...parsed, target };
  }
  // The same one again and again is what runners send, and people.
  if (lastUrl === null || lastUrl.text !== url || lastUrl.encode !== encodeUrl)
    lastUrl = { text: url, encode: encodeUrl, parsed: requestUrl(url, { encode: encodeUrl }) };
  const { parsed } = lastUrl;
  return target === undefined ? parsed : { ...parsed, target };
}

let lastUrl: {
  readonly text: string;
  readonly encode: boolean;
  readonly parsed: RequestUrl;
} | null = null;

/** The person's fields; of a request for the rest of a body without a Range of their own, which was for another part. */
function asking({ headers, resume }: ResolvedRequest): Attempt["headers"] {
  if (resume === undefined) return headers;
  const fields = resumeFields(resume).map(
    ([name, value]) => ({ name, value, origin: "client" }) as const,
  );
  const ours = new Set(fields.map(({ name }) => name.toLowerCase()));
  return [...headers.filter(({ name }) => !ours.has(name.toLowerCase())), ...fields];
}

/** The first word of the bytes, for people; "" when it looks like no method. */
function rawMethod(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 64));
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+(?=[ \t])/.exec(text.toString("latin1"))?.[0] ?? "";
}

function rawUrl(raw: NonNullable<ResolvedRequest["raw"]>): RequestUrl {
  const scheme = raw.tls ? "https" : "http";
  const host = raw.host.includes(":") ? `[${raw.host.split("%")[0] ?? ""}]` : raw.host;
  const usual = raw.port === (raw.tls ? 443 : 80);
  const hostField = usual ? host : `${host}:${raw.port}`;
  return {
    scheme,
    host: raw.host,
    port: raw.port,
    hostField,
    target: "",
    userinfo: null,
    display: `${scheme}://${hostField}`,
  };
}

/** Whatever was thrown because of the abort is the abort's; everything else is what it says. */
function failureOf(thrown: unknown, deadline: Deadline, exchange: Exchange): Failure {
  const phase = phaseNow(exchange);
  const cause = deadline.cause();
  if (cause === "timeout") return timedOut(phase).failure;
  if (cause === "cancelled") return cancelled(phase).failure;
  return toFailure(thrown);
}

/** The part of the exchange that was under way. */
function phaseNow(exchange: Exchange): Phase {
  const timing = exchange.hops.at(-1)?.timing;
  if (timing === undefined) return "prepare";
  if (timing.firstByte !== null) return "receive";
  if (timing.sendEnd !== null) return "wait";
  if (timing.sendStart !== null) return "send";
  if (timing.tlsStart !== null && timing.tlsEnd === null) return "tls";
  if (timing.dnsStart !== null && timing.dnsEnd === null) return "resolve";
  return "connect";
}

/** What a proxy said instead of opening a tunnel: shown like any reply. */
function refusedReply({ refusal }: TunnelRefused): Reply {
  return {
    hop: refusal.hop,
    url: rawUrl({ host: "", port: 0, tls: false, bytes: new Uint8Array() }),
    method: "CONNECT",
    connection: null,
    head: refusal.head,
    body: Readable.from(refusal.body),
    trailers: () => [],
  };
}
