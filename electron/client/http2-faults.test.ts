import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { frameType } from "../../shared/model/http2-frame.ts";
import { defaultNetwork } from "../../shared/model/network/network.ts";
import {
  frame,
  goawayFrame,
  headersFrames,
  resetFrame,
  settingsFrame,
  windowFrame,
} from "../wire/http2/frame-writer.ts";
import { encodeHeaderBlock } from "../wire/http2/hpack-encoder.ts";
import { type Peer, serve } from "../wire/scripted-peer.testing.ts";
import { type Bench, bodyOf, openBench, type Outcome } from "./exchange-hop.testing.ts";

const h2c = { ...defaultNetwork, httpVersion: "h2c" } as const;
const settings = settingsFrame([]);
const head = (stream: number, end = false, ...more: readonly (readonly [string, string])[]) =>
  headersFrames(encodeHeaderBlock([[":status", "200"], ...more]), stream, end, 16_384);
const data = (stream: number, text: string, end = false) =>
  frame(frameType.data, end ? 1 : 0, stream, Buffer.from(text));
const many = (bytes: Uint8Array, times: number) =>
  Buffer.concat(Array.from({ length: times }, () => bytes));
const large = encodeHeaderBlock([["x", "y".repeat(10_000)]]);

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

/** Answers the first request with `script`, every other one properly. */
async function fault(
  script: (peer: Peer) => void,
  request: Partial<Parameters<Bench["send"]>[0]> = {},
): Promise<{ readonly first: Outcome; readonly next: Outcome; readonly connections: number }> {
  const server = await serve(async (peer) => {
    peer.send(settings);
    if (peer.number === 0) {
      await peer.until("/fault");
      script(peer);
      await peer.until("/next");
      peer.send(Buffer.concat([head(3), data(3, "fine", true)]));
    } else {
      await peer.until("/next");
      peer.send(Buffer.concat([head(1), data(1, "fine", true)]));
    }
  });
  const { port } = server;
  const first = await bench.send({ port, network: h2c, target: "/fault", ...request });
  const next = await bench.send({ port, network: h2c, target: "/next" });
  const connections = server.peers.length;
  await server.close();
  return { first, next, connections };
}

type Case = [
  name: string,
  bytes: Uint8Array | ((peer: Peer) => void),
  code: string,
  body: string,
  connections: number,
  request?: Partial<Parameters<Bench["send"]>[0]>,
];

const cases: Case[] = [
  [
    "a stream reset inside its body",
    Buffer.concat([head(1), data(1, "part"), resetFrame(1, 2)]),
    "h2-reset-internal-error",
    "part",
    1,
  ],
  ["a reset with a code nobody knows", resetFrame(1, 0x99), "h2-reset-0x99", "", 1],
  ["a reset that asks for HTTP/1.1", resetFrame(1, 13), "h2-reset-http-1-1-required", "", 1],
  ["a refused stream", resetFrame(1, 7), "h2-refused", "", 1],
  [
    "GOAWAY with an error, and the end",
    (peer) => {
      peer.send(Buffer.concat([head(1), data(1, "part"), goawayFrame(1, 11)]));
      peer.end();
    },
    "h2-goaway-enhance-your-calm",
    "part",
    2,
  ],
  ["GOAWAY below the stream", goawayFrame(0, 0), "h2-going-away", "", 2],
  ["GOAWAY with an error below it", goawayFrame(0, 11), "h2-goaway-enhance-your-calm", "", 2],
  ["a storm of GOAWAY", many(goawayFrame(1, 0), 20_000), "h2-flood", "", 2],
  ["a flood of SETTINGS", many(settings, 20_000), "h2-flood", "", 2],
  [
    "a flood of PING",
    many(frame(frameType.ping, 0, 0, Buffer.alloc(8)), 20_000),
    "h2-flood",
    "",
    2,
  ],
  ["a flood of empty DATA", Buffer.concat([head(1), many(data(1, ""), 20_000)]), "h2-flood", "", 2],
  [
    "a flood of empty CONTINUATION",
    Buffer.concat([
      frame(frameType.headers, 0, 1, encodeHeaderBlock([[":status", "200"]])),
      many(frame(frameType.continuation, 0, 1, Buffer.alloc(0)), 20_000),
    ]),
    "h2-header-block-size",
    "",
    2,
  ],
  [
    "a header block that is too large",
    Buffer.concat([
      frame(frameType.headers, 0, 1, encodeHeaderBlock([[":status", "200"]])),
      many(frame(frameType.continuation, 0, 1, large), 200),
    ]),
    "h2-header-block-size",
    "",
    2,
  ],
  [
    "a header list that is too large",
    frame(
      frameType.headers,
      4,
      1,
      // The first field goes into the table, the others are one octet each.
      Buffer.concat([
        Buffer.from("400161 7f8017".replaceAll(" ", ""), "hex"),
        Buffer.alloc(3_071, "b"),
        Buffer.alloc(1_000, 0xbe),
      ]),
    ),
    "h2-header-list-size",
    "",
    1,
  ],
  ["a broken header block", frame(frameType.headers, 4, 1, Buffer.from([0xff])), "h2-hpack", "", 2],
  ["content on a stream never opened", data(7, "x"), "h2-idle-stream", "", 2],
  ["a head on a stream never opened", head(7), "h2-idle-stream", "", 2],
  ["a reset of a stream never opened", resetFrame(9, 0), "h2-idle-stream", "", 2],
  ["room on a stream of the server's", windowFrame(2, 1), "h2-idle-stream", "", 2],
  [
    "a push",
    frame(
      frameType.pushPromise,
      4,
      1,
      Buffer.concat([Buffer.from([0, 0, 0, 2]), encodeHeaderBlock([[":path", "/"]])]),
    ),
    "h2-push",
    "",
    2,
  ],
  ["a PING of seven octets", frame(6, 0, 0, Buffer.alloc(7)), "h2-frame-size", "", 2],
  [
    "a window wider than there can be",
    many(windowFrame(0, 0x7fffffff), 2),
    "h2-window-overflow",
    "",
    2,
  ],
  [
    "a stream's window wider than there can be",
    many(windowFrame(1, 0x7fffffff), 2),
    "h2-window-overflow",
    "",
    1,
  ],
  ["content before the head", data(1, "early"), "h2-data-before-head", "", 1],
  [
    "a reply without a status",
    headersFrames(encodeHeaderBlock([["a", "b"]]), 1, true, 99),
    "h2-status",
    "",
    1,
  ],
  [
    "an interim reply and the end",
    headersFrames(encodeHeaderBlock([[":status", "103"]]), 1, true, 99),
    "h2-no-reply",
    "",
    1,
  ],
  [
    "an end inside a frame",
    (peer) => {
      peer.send(Buffer.concat([head(1), data(1, "part"), data(1, "cut short").subarray(0, 12)]));
      peer.end();
    },
    "connection-closed",
    "partcut",
    2,
  ],
  ["an end without a reply", (peer) => peer.end(), "connection-closed-before-reply", "", 2],
  ["a reset of the connection", (peer) => peer.reset(), "ECONNRESET", "", 2],
  [
    "a window that never opens",
    () => undefined,
    "h2-window-timeout",
    "",
    1,
    {
      method: "POST",
      body: bodyOf(Buffer.alloc(200_000)),
      network: { ...h2c, idleTimeout: 60 },
    },
  ],
  [
    "a reply that does not begin",
    () => undefined,
    "first-byte-timeout",
    "",
    1,
    { network: { ...h2c, firstByteTimeout: 60 } },
  ],
  [
    "a reply that stops",
    Buffer.concat([head(1), data(1, "part")]),
    "idle-timeout",
    "part",
    1,
    { network: { ...h2c, idleTimeout: 60 } },
  ],
];

describe("an HTTP/2 server that sends", () => {
  it.each<Case>(cases)("%s", async (_name, bytes, code, body, connections, request) => {
    const script =
      typeof bytes === "function" ? bytes : (peer: Peer) => peer.send(Buffer.from(bytes));
    const got = await fault(script, request);
    expect(got.first.failure?.code).toBe(code);
    expect(got.first.failure?.remedy).toBeTruthy();
    expect(got.first.body.toString()).toBe(body);
    expect(got.next.failure).toBeNull();
    expect(got.next.body.toString()).toBe("fine");
    // Timeouts are settings of an exchange and do not part connections.
    expect(got.connections).toBe(connections);
  });

  it("what is odd but readable is shown with a fault", async () => {
    const list = [
      ["X-Case", "1"],
      ["connection", "close"],
      ["content-length", "9"],
    ] as const;
    const got = await fault((peer) =>
      peer.send(Buffer.concat([head(1, false, ...list), data(1, "four", true)])),
    );
    expect(got.first.failure).toBeNull();
    expect(got.first.body.toString()).toBe("four");
    expect(got.first.response?.head?.headers).toEqual(list.map((field) => [...field]));
    const faults = got.first.events.flatMap((event) =>
      event.kind === "fault" ? [`${event.fault.severity} ${event.fault.rule}`] : [],
    );
    expect(faults).toEqual([
      "tolerated h2-field-name-case",
      "tolerated h2-connection-field",
      "tolerated h2-content-length",
    ]);
  });

  it("a reply that is whole by its length and ended by a reset without an error is a reply", async () => {
    const reply = [head(1, false, ["content-length", "5"]), data(1, "whole"), resetFrame(1, 0)];
    const got = await fault((peer) => peer.send(Buffer.concat(reply)));
    expect(got.first.failure).toBeNull();
    expect(got.first.body.toString()).toBe("whole");
    const rules = got.first.events.flatMap((event) =>
      event.kind === "fault" ? [event.fault.rule] : [],
    );
    expect(rules).toEqual(["h2-end-missing"]);
    expect(got.connections).toBe(1);
  });

  it.each([
    ["shorter than its length", ["content-length", "6"], 0, "h2-reset-no-error"],
    ["of unknown length", ["x", "y"], 0, "h2-reset-no-error"],
    ["whole, with an error", ["content-length", "5"], 2, "h2-reset-internal-error"],
  ] as const)("a reply that is reset is none: %s", async (_name, field, code, failure) => {
    const reply = [head(1, false, field), data(1, "whole"), resetFrame(1, code)];
    const got = await fault((peer) => peer.send(Buffer.concat(reply)));
    expect(got.first.failure?.code).toBe(failure);
  });

  it("a fault points at the byte it is about", async () => {
    const got = await fault((peer) =>
      peer.send(Buffer.concat([head(1), data(1, "part"), frame(6, 0, 0, Buffer.alloc(7))])),
    );
    const event = got.first.events.find((one) => one.kind === "fault");
    const at = event?.kind === "fault" ? event.fault.offset : -1;
    expect(got.first.received.subarray(at, at + 9)).toEqual(
      Buffer.from("000007060000000000", "hex"),
    );
  });
});
