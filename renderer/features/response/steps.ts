import type { Exchange, Hop } from "../../../shared/model/exchange.ts";
import type { Failure, Phase } from "../../../shared/model/failure.ts";

export interface Step {
  readonly phase: Phase;
  readonly state: "done" | "failed" | "not-reached";
}

/** How far an exchange came: the steps of its last hop that took place, the one that failed, and those not reached. */
export function stepsOf(exchange: Exchange | null, failure: Failure): Step[] {
  const hop = exchange?.hops.at(-1) ?? null;
  const failed = failure.phase ?? (hop === null ? "prepare" : guess(hop));
  const passed: Phase[] = [];
  if (failed === "prepare") passed.push("prepare");
  if (hop?.timing.dnsStart != null || failed === "resolve") passed.push("resolve");
  if (failed === "prepare" || failed === "resolve" || hop?.connection?.reused !== true) {
    passed.push("connect");
  }
  if (hop?.timing.tlsStart != null || failed === "tls" || hop?.url.startsWith("https:") === true) {
    if (hop?.connection?.reused !== true) passed.push("tls");
  }
  passed.push("send", "wait", "receive");
  if (failed === "decode") passed.push("decode");
  const at = passed.indexOf(failed);
  return passed.map((phase, index) => ({
    phase,
    state: index < at ? "done" : index === at ? "failed" : "not-reached",
  }));
}

/** What an exchange does right now. */
export function guess(hop: Hop): Phase {
  const { timing } = hop;
  if (timing.headEnd !== null) return "receive";
  if (timing.sendEnd !== null) return "wait";
  if (timing.sendStart !== null) return "send";
  if (timing.tlsStart !== null && timing.tlsEnd === null) return "tls";
  if (timing.connectStart !== null) return timing.connectEnd === null ? "connect" : "send";
  return timing.dnsStart === null ? "connect" : "resolve";
}
