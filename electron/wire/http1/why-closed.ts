import type { CloseReason } from "../../../shared/model/connection-ledger.ts";
import { FailureError } from "../../../shared/model/failure.ts";

/** Why a connection is not kept after a reply that has ended. */
export function whyOver(exchange: {
  readonly raw: boolean;
  readonly fatal: boolean;
  readonly surplus: boolean;
}): CloseReason {
  if (exchange.raw) return "single";
  return exchange.fatal || exchange.surplus ? "fault" : "not-reusable";
}

/** Why a connection is not kept after a failure. */
export function whyFailed(failure: unknown): CloseReason {
  if (!(failure instanceof FailureError)) return "failed";
  const { kind } = failure.failure;
  return kind === "cancelled" || kind === "timeout" ? kind : "failed";
}
