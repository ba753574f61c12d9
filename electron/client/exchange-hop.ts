import { FailureError } from "../../shared/model/failure.ts";
import type { SentHeader } from "../../shared/model/header.ts";
import type { NetworkSettings } from "../../shared/model/network/network.ts";
import type { TraceDetail } from "../../shared/model/trace.ts";
import { late } from "../base/late.ts";
import type { Pool } from "../wire/connect/pool.ts";
import { converse } from "../wire/http1/connection.ts";
import { chunkedEnd, encodeRequestHead } from "../wire/http1/encode.ts";
import type { Http1Context, Http1Request } from "../wire/http1/message.ts";
import { readRawRequest } from "../wire/http1/read-raw.ts";
import type { Http2Context } from "../wire/http2/message.ts";
import { wantsHttp2Only } from "../wire/http2/multiplexed.ts";
import { sentTrailers } from "./body/prepare.ts";
import type { CurlProgram } from "../wire/http3/curl-program.ts";
import type { SocketUse } from "../wire/websocket/socket.ts";
import type { HopContext, HopRequest, HopSend } from "./hop.ts";

const sockets = late(() => import("./socket-hop.ts"));
const streams = late(() => import("./stream-hop.ts"));
/** Few exchanges have to keep to a speed. */
const speeds = late(() => import("./speed-hop.ts"));

export interface HopSendOptions {
  /** From `createRoute`. Whoever made it closes it. */
  readonly pool: Pool;
  /** For HTTP/3: from `createCurlFinder`; absent: it looks for itself. */
  readonly findCurl?: () => Promise<CurlProgram | null>;
}

/**
 * The innermost part of the client: one request on one connection, bytes as given. Nothing is added, nothing is tried twice.
 * A kept connection that died before the first byte of the reply gives a StaleConnectionError (`isStale`).
 */
export function createHopSend({ pool, findCurl }: HopSendOptions): HopSend {
  return async (request, context) => {
    const { scheme, host, port, verifyTls, verifyProxy, material, proxy, lease } = request;
    const message = request.raw === null ? encoded(request) : raw(request.raw, request);
    const socket = request.socket ?? null;
    const fresh = message.request.raw || socket !== null;
    // Bytes typed by hand are HTTP/1, whatever the version of other requests, and so is the handshake of a WebSocket.
    const network: NetworkSettings = fresh
      ? { ...request.network, httpVersion: "1.1", ...(socket === null ? {} : { speedLimit: 0 }) }
      : request.network;
    if (network.httpVersion === "3") {
      // Few need it: it is not loaded by everybody.
      const { converseByCurl } = await import("./curl-hop.ts");
      return await converseByCurl(request, hopContextOf(context, network), findCurl);
    }
    const asks = network.httpVersion === "h2c-upgrade" && scheme === "http";
    const owner = request.owner ?? null;
    const target = {
      owner,
      scheme,
      host,
      port,
      verifyTls,
      verifyProxy,
      network,
      proxy,
      material,
    };
    // Where it is sure to be needed it is there before the connection, whose first bytes would wait.
    if (asks || wantsHttp2Only(target)) await streams();
    const speed = isHeld(network) ? await speeds() : null;
    const acquired = await pool.acquire(target, context, { fresh, lease });
    const plain = hopContextOf(context, network);
    const paced = { headBytes: message.request.headBytes, whole: asks || socket !== null };
    const connection =
      speed === null ? acquired : speed.heldConnection(acquired, network, paced, plain);
    const hopContext = speed === null ? plain : speed.watchedContext(plain);
    context.emit({ kind: "connection", connection: connection.view() });
    if (connection.session !== null) {
      const { converseOnStream } = await streams().catch((thrown: unknown) => {
        connection.release();
        throw thrown;
      });
      const held = speed === null ? request : speed.heldRequest(request);
      return await converseOnStream(connection.session, connection, held, hopContext);
    }
    const asked = asks
      ? await askingForHttp2(request, hopContext)
      : socket === null
        ? message
        : await askingForSocket(message, request, socket, hopContext);
    context.emit({
      kind: "request",
      method: asked.request.method,
      target: asked.target,
      httpVersion: asked.httpVersion,
      headers: asked.headers,
      headBytes: asked.request.headBytes,
    });
    if (trailersLost(request, asked.request)) {
      context.emit({
        kind: "note",
        code: "trailers-not-sent",
        message: "The trailer fields were not sent, because the body is not chunked.",
      });
    }
    const reply = await converse(connection, asked.request, hopContext);
    if (asks && reply.head?.httpVersion !== "2")
      context.emit({ kind: "note", code: "h2c-not-upgraded", message: stayed });
    return reply;
  };
}

/** Whether there is a speed to keep to, above or below. */
function isHeld({ limitRate, speedLimit }: NetworkSettings): boolean {
  return limitRate > 0 || speedLimit > 0;
}

/** Asking for it begins the hop. */
function hopContextOf(context: HopContext, network: NetworkSettings): Http1Context {
  return {
    recorder: context.recorder,
    hop: context.hop,
    signal: context.signal,
    limits: network,
    emit: (detail: TraceDetail) => context.emit(detail),
  };
}

const stayed = "The server did not switch to HTTP/2 and answered in HTTP/1.";

interface Message {
  readonly request: Http1Request;
  readonly target: string;
  readonly httpVersion: string;
  readonly headers: readonly SentHeader[];
}

/** The same message with what asks the server to go on in HTTP/2 (RFC 7540 §3.2). */
async function askingForHttp2(request: HopRequest, context: Http2Context): Promise<Message> {
  const { upgradeFields, upgradeTo } = await streams();
  const message = encoded({
    ...request,
    headers: [...request.headers, ...upgradeFields(request.network.limitRate)],
  });
  return { ...message, request: { ...message.request, switched: upgradeTo(request, context) } };
}

/** The same message, which becomes a WebSocket when the server switches. */
async function askingForSocket(
  message: Message,
  request: HopRequest,
  use: SocketUse,
  context: Http1Context,
): Promise<Message> {
  const { switchToSocket } = await sockets();
  return { ...message, request: { ...message.request, ...switchToSocket(request, use, context) } };
}

function encoded(request: HopRequest): Message {
  const { method, target, headers, body, network } = request;
  const chunked = body !== null && endsChunked(headers);
  const httpVersion = network.httpVersion === "1.0" ? "1.0" : "1.1";
  if (httpVersion === "1.0" && chunked) throw needsLength();
  const head = encodeRequestHead({ method, target, httpVersion, headers });
  const trailers = chunked ? sentTrailers(request.network) : [];
  // What cannot be sent is refused before anything is.
  if (trailers.length > 0) chunkedEnd(true, trailers);
  return {
    target,
    httpVersion,
    headers,
    request: {
      bytes: head.bytes,
      marks: head.marks,
      headBytes: head.bytes.length,
      method,
      ignoreLength: network.ignoreContentLength,
      simple: false,
      body: body === null ? null : () => body.open(),
      chunked,
      trailers,
      expectWait: request.expectWait,
      raw: false,
      more: false,
    },
  };
}

function needsLength(): FailureError {
  return new FailureError({
    kind: "input",
    code: "http10-chunked",
    message: "HTTP/1.0 has no chunked coding, and the length of this body is not known.",
    phase: "prepare",
    remedy: "Choose another HTTP version, or send a body whose length is known.",
    place: "httpVersion",
  });
}

function raw(
  bytes: Uint8Array,
  { body: rest, network: { ignoreContentLength: ignoreLength } }: HopRequest,
): Message {
  const read = readRawRequest(bytes, rest?.length ?? 0);
  return {
    // A raw request's line is shown as it was typed, not taken apart.
    target: "",
    httpVersion: read.httpVersion,
    headers: read.headers.map(([name, value]) => ({ name, value, origin: "raw" })),
    request: {
      bytes,
      marks: read.marks,
      headBytes: read.headBytes,
      method: read.method,
      ignoreLength,
      simple: read.httpVersion === "0.9",
      body: rest === null ? null : () => rest.open(),
      chunked: false,
      trailers: [],
      expectWait: 0,
      raw: true,
      more: read.more,
    },
  };
}

function trailersLost(request: HopRequest, { body, chunked }: Http1Request): boolean {
  if (request.raw !== null) return false;
  return body !== null && !chunked && sentTrailers(request.network).length > 0;
}

/** The headers say how the body is framed (RFC 9112 §6.1); without them it goes out as it is. */
export function endsChunked(headers: readonly SentHeader[]): boolean {
  const codings = headers
    .filter(({ name }) => name.toLowerCase() === "transfer-encoding")
    .flatMap(({ value }) => value.split(","))
    .map((coding) => coding.trim().toLowerCase());
  return codings[codings.length - 1] === "chunked";
}
