import { expect, test } from "vitest";
import { emptyExchange } from "../../shared/model/exchange-reduce.ts";
import type { Hop } from "../../shared/model/exchange.ts";
import type { SocketView } from "../../shared/model/web-socket.ts";
import { phaseOf } from "./socket.ts";

const view: SocketView = {
  state: "open",
  protocol: "",
  extensions: "",
  deflate: null,
  sent: { frames: 0, messages: 0, bytes: 0 },
  received: { frames: 0, messages: 0, bytes: 0 },
  closedBy: null,
  goodbyeSent: null,
  goodbyeReceived: null,
};

function run(running: boolean, ...states: readonly (SocketView["state"] | null)[]) {
  const hops = states.map((state) => (state === null ? {} : { socket: { ...view, state } }) as Hop);
  return { running, exchange: { ...emptyExchange("x", 0), hops }, failure: null };
}

test.each([
  ["nothing was sent", undefined, "idle"],
  ["nothing has come of it yet", { running: true, exchange: null, failure: null }, "connecting"],
  ["the handshake is on its way", run(true, null), "connecting"],
  ["it is redirected", run(true, null, null), "connecting"],
  ["the server switched", run(true, null, "open"), "open"],
  ["one side said goodbye", run(true, "closing"), "closing"],
  ["the connection has ended, the exchange has not", run(true, "closed"), "closing"],
  ["it is over", run(false, "closed"), "idle"],
  ["its process died while it was open", run(false, "open"), "idle"],
] as const)("%s", (_, given, phase) => {
  expect(phaseOf(given)).toBe(phase);
});
