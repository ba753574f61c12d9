import type { SentHeader } from "../../shared/model/header.ts";
import type { Pool } from "../wire/connect/pool.ts";
import { converse } from "../wire/http1/connection.ts";
import { chunkedEnd, encodeRequestHead } from "../wire/http1/encode.ts";
import type { Http1Request } from "../wire/http1/message.ts";
import { readRawRequest } from "../wire/http1/read-raw.ts";
import type { HopRequest, HopSend } from "./hop.ts";

export interface HopSendOptions {
  /** From `createRoute`. Whoever made it closes it. */
  readonly pool: Pool;
}

/**
 * The innermost part of the client: one request on one connection, bytes as given. Nothing is added, nothing is tried twice.
 * A kept connection that died before the first byte of the reply gives a StaleConnectionError (`isStale`).
 */
export function createHopSend({ pool }: HopSendOptions): HopSend {
  return async (request, context) => {
    const { index, scheme, host, port, verifyTls, network, material } = request;
    const message = request.raw === null ? encoded(request) : raw(request.raw);
    const { recorder, signal } = context;
    const connectContext = {
      recorder,
      hop: index,
      signal,
      emit: context.emit.bind(context),
    };
    const fresh = message.request.raw;
    const target = { scheme, host, port, verifyTls, network, proxy: null, material };
    const connection = await pool.acquire(target, connectContext, { fresh });
    context.emit({ kind: "connection", connection: connection.view() });
    context.emit({
      kind: "request",
      method: message.request.method,
      target: message.target,
      httpVersion: message.httpVersion,
      headers: message.headers,
      headBytes: message.request.headBytes,
    });
    if (trailersLost(request, message.request)) {
      context.emit({
        kind: "note",
        code: "trailers-not-sent",
        message: "The trailer fields were not sent, because the body is not chunked.",
      });
    }
    return await converse(connection, message.request, { ...connectContext, limits: network });
  };
}

interface Message {
  readonly request: Http1Request;
  readonly target: string;
  readonly httpVersion: string;
  readonly headers: readonly SentHeader[];
}

function encoded(request: HopRequest): Message {
  const { method, target, headers, body } = request;
  const chunked = body !== null && endsChunked(headers);
  const httpVersion = "1.1";
  const head = encodeRequestHead({ method, target, httpVersion, headers });
  const trailers = chunked ? trailersOf(request) : [];
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

function raw(bytes: Uint8Array): Message {
  const read = readRawRequest(bytes);
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
      simple: read.httpVersion === "0.9",
      body: null,
      chunked: false,
      trailers: [],
      expectWait: 0,
      raw: true,
      more: read.more,
    },
  };
}

function trailersOf({ network }: HopRequest): Http1Request["trailers"] {
  return network.trailers
    .filter(({ name }) => name.trim() !== "")
    .map(({ name, value }) => ({ name: name.trim(), value }));
}

function trailersLost(request: HopRequest, { body, chunked }: Http1Request): boolean {
  return body !== null && !chunked && trailersOf(request).length > 0;
}

/** The headers say how the body is framed (RFC 9112 §6.1); without them it goes out as it is. */
function endsChunked(headers: readonly SentHeader[]): boolean {
  const codings = headers
    .filter(({ name }) => name.toLowerCase() === "transfer-encoding")
    .flatMap(({ value }) => value.split(","))
    .map((coding) => coding.trim().toLowerCase());
  return codings[codings.length - 1] === "chunked";
}
