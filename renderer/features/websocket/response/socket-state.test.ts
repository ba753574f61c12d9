import { expect, test } from "vitest";
import type { Exchange, Hop } from "../../../../shared/model/exchange.ts";
import type { Failure } from "../../../../shared/model/failure.ts";
import type { SocketView } from "../../../../shared/model/web-socket.ts";
import { socketStateOf } from "./socket-state.ts";

const none = { frames: 0, messages: 0, bytes: 0 };
const open: SocketView = {
  state: "open",
  protocol: "",
  extensions: "",
  deflate: null,
  sent: none,
  received: none,
  closedBy: null,
  goodbyeSent: null,
  goodbyeReceived: null,
};
const bye = { code: 1000, reason: "" };
const closed: SocketView = {
  ...open,
  state: "closed",
  closedBy: "client",
  goodbyeSent: bye,
  goodbyeReceived: bye,
};
const failure = (kind: Failure["kind"]): Failure => ({
  kind,
  code: "x",
  message: "",
  phase: "receive",
});

test.each<[string, Exchange["state"], Failure | null, SocketView | undefined, unknown]>([
  ["no WebSocket", "done", null, undefined, null],
  ["open", "running", null, open, { kind: "open" }],
  [
    "closing",
    "running",
    null,
    { ...open, state: "closing", closedBy: "server" },
    { kind: "closing", by: "server" },
  ],
  [
    "closed from here",
    "done",
    null,
    closed,
    { kind: "closed", by: "client", goodbye: bye, answer: bye },
  ],
  [
    "not answered",
    "done",
    null,
    { ...closed, goodbyeReceived: null },
    { kind: "closed", by: "client", goodbye: bye, answer: null },
  ],
  [
    "closed by the server",
    "done",
    null,
    { ...closed, closedBy: "server", goodbyeReceived: { code: 1008, reason: "no" } },
    { kind: "closed", by: "server", goodbye: { code: 1008, reason: "no" }, answer: bye },
  ],
  ["cut", "cancelled", failure("cancelled"), closed, { kind: "cut" }],
  ["broken off", "failed", failure("protocol"), { ...open, state: "closed" }, { kind: "broken" }],
  ["the process ended", "failed", null, open, { kind: "died" }],
])("%s", (_, state, problem, socket, expected) => {
  const hop: Pick<Hop, "socket"> = { socket };
  expect(socketStateOf({ state, failure: problem }, hop)).toEqual(expected);
});
