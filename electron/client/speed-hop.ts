import type { NetworkSettings } from "../../shared/model/network/network.ts";
import type { Connection } from "../wire/connect/connection.ts";
import { pacedConnection, type PacedOptions } from "../wire/connect/paced.ts";
import type { Http1Context } from "../wire/http1/message.ts";
import { watchSpeed } from "../wire/speed.ts";
import type { HopRequest } from "./hop.ts";
import { pacedBody } from "./paced-body.ts";

/** The connection an exchange uses; in HTTP/1 it keeps to the rate itself. Emits a note of it. */
export function heldConnection(
  connection: Connection,
  { limitRate }: NetworkSettings,
  { headBytes, whole }: Pick<PacedOptions, "headBytes" | "whole">,
  context: Http1Context,
): Connection {
  if (limitRate === 0) return connection;
  const message = `Kept to ${limitRate} bytes a second each way.`;
  context.emit({ kind: "note", code: "limit-rate", subject: String(limitRate), message });
  return connection.session === null
    ? pacedConnection(connection, { rate: limitRate, headBytes, whole })
    : connection;
}

/** What is sent on a stream of HTTP/2: its body keeps to the rate, and the stream itself to that of the reply. */
export function heldRequest(request: HopRequest): HopRequest {
  const { body, network } = request;
  return body === null || network.limitRate === 0
    ? request
    : { ...request, body: pacedBody(body, network.limitRate) };
}

/** The context of a hop that is given up when it is too slow: its signal is aborted with the failure. From `send-start` to `hop-end`. */
export function watchedContext(context: Http1Context): Http1Context {
  const { limits, recorder } = context;
  if (limits.speedLimit === 0) return context;
  const tooSlow = new AbortController();
  const watch = watchSpeed(
    limits,
    () => recorder.summary().clearBytes,
    (failure) => tooSlow.abort(failure),
  );
  return {
    ...context,
    signal: AbortSignal.any([context.signal, tooSlow.signal]),
    emit(detail) {
      if (detail.kind === "send-start") watch.start();
      if (detail.kind === "hop-end") watch.stop();
      context.emit(detail);
    },
  };
}
