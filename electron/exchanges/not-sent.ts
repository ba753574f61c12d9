import type { Exchange } from "../../shared/model/exchange.ts";
import { emptyExchange, reduceExchange } from "../../shared/model/exchange-reduce.ts";
import type { Failure } from "../../shared/model/failure.ts";
import type { TraceEvent } from "../../shared/model/trace.ts";
import type { SendOptions } from "../client/send.ts";

/** The failure of an exchange that was cancelled before it could be built. */
export const cancelledFailure: Failure = {
  kind: "cancelled",
  code: "cancelled",
  message: "The request was cancelled.",
  phase: "prepare",
};

/** The two events of an exchange that could not be built, so that it is shown and kept like any other. */
export function notSent(
  options: SendOptions,
  epoch: number,
  raw: boolean,
  failure: Failure,
): Exchange {
  let exchange = emptyExchange(options.id, epoch);
  const events: readonly TraceEvent[] = [
    { kind: "start", at: 0, hop: 0, id: options.id, startedAt: epoch, raw },
    {
      kind: "end",
      at: 0,
      hop: 0,
      state: failure.kind === "cancelled" ? "cancelled" : "failed",
      failure,
      sentBytes: 0,
      receivedBytes: 0,
    },
  ];
  for (const event of events) {
    exchange = reduceExchange(exchange, event);
    options.onEvent(event);
  }
  return exchange;
}
