import { type Failure, FailureError } from "../model/failure.ts";
import { createClient } from "./client.ts";
import {
  type Frame,
  maxCredits,
  maxFrameLength,
  readServerFrame,
  type ServerFrame,
} from "./frame.ts";
import type { Call, Handlers, Kinds, Remote, Stream, Topic } from "./kinds.ts";
import type { Link } from "./link.ts";
import { type Server, serve } from "./server.ts";

/** A small contract that has every shape. */
type Trial = {
  "trial.echo": Call<unknown, unknown>;
  "trial.fail": Call<{ readonly code: string }, null>;
  "trial.crash": Call<null, null>;
  "trial.wait": Call<null, null>;
  "trial.large": Call<{ readonly length: number }, string>;
  "trial.count": Stream<{ readonly to: number }, number>;
  "trial.polite": Stream<null, string>;
  "trial.break": Stream<null, number>;
  "trial.watch": Topic<string>;
};

const trialKinds: Kinds<Trial> = {
  "trial.echo": "call",
  "trial.fail": "call",
  "trial.crash": "call",
  "trial.wait": "call",
  "trial.large": "call",
  "trial.count": "stream",
  "trial.polite": "stream",
  "trial.break": "stream",
  "trial.watch": "topic",
};

/** Both ends of a link of the kind under test. */
export interface LinkPair {
  readonly client: Link;
  readonly server: Link;
  /** True when the link refuses frames over `maxFrameLength` (links that carry text). */
  readonly capped: boolean;
  /** Closes what the pair needed besides: a server, a worker. Called once, after both ends are closed. */
  end(): Promise<void> | void;
}

/** One promise of the protocol; `run` throws when it is broken. Of no test framework: the links of every host run it. */
export interface LinkCase {
  readonly name: string;
  run(openPair: () => Promise<LinkPair>): Promise<void>;
}

interface Bench {
  readonly remote: Remote<Trial>;
  readonly server: Server;
  readonly pair: LinkPair;
  /** Items that `trial.count` has made, and how many streams and topics have ended. */
  readonly made: { count: number; ended: number };
  readonly unexpected: readonly string[];
}

function linkCase(name: string, body: (bench: Bench) => Promise<void>): LinkCase {
  const run = async (openPair: () => Promise<LinkPair>) => {
    const pair = await openPair();
    const made = { count: 0, ended: 0 };
    const unexpected: string[] = [];
    const server = serve<Trial>(pair.server, trialKinds, trialHandlers(made), {
      onUnexpected: (operation) => void unexpected.push(operation),
    });
    try {
      const remote = createClient<Trial>(pair.client, trialKinds);
      await body({ remote, server, pair, made, unexpected });
    } finally {
      pair.client.close();
      pair.server.close();
      await server.ended;
      await pair.end();
    }
    same(server.open(), 0);
  };
  return { name, run };
}

/** As `linkCase`, with bare frames instead of a client. `ask` sends a frame and waits for the next one that comes back. */
function frameCase(
  name: string,
  body: (ask: (frame: unknown) => Promise<ServerFrame | null>) => Promise<void>,
): LinkCase {
  const run = async (openPair: () => Promise<LinkPair>) => {
    const pair = await openPair();
    const server = serve<Trial>(pair.server, trialKinds, trialHandlers({ count: 0, ended: 0 }));
    const waiting: ((frame: ServerFrame | null) => void)[] = [];
    pair.client.onFrame((value) => waiting.shift()?.(readServerFrame(value)));
    try {
      await body((frame) => {
        const answer = new Promise<ServerFrame | null>((resolve) => waiting.push(resolve));
        pair.client.send(frame as Frame);
        return answer;
      });
    } finally {
      pair.client.close();
      pair.server.close();
      await server.ended;
      await pair.end();
    }
    same(server.open(), 0);
  };
  return { name, run };
}

function trialHandlers(made: { count: number; ended: number }): Handlers<Trial> {
  return {
    "trial.echo": async (input) => input,
    "trial.fail": async ({ code }) => {
      throw new FailureError({
        kind: "input",
        code,
        message: "No.",
        remedy: "Yes.",
        place: "here",
      });
    },
    "trial.crash": async () => {
      throw new TypeError("secret text");
    },
    "trial.wait": (_, signal) => aborted(signal).then(() => null),
    "trial.large": async ({ length }) => "x".repeat(length),
    "trial.count": async function* ({ to }, signal) {
      try {
        for (let at = 0; at < to && !signal.aborted; at += 1) {
          made.count += 1;
          yield at;
        }
      } finally {
        made.ended += 1;
      }
    },
    "trial.polite": async function* (_, signal) {
      yield "working";
      await aborted(signal);
      yield "stopped";
    },
    "trial.break": async function* () {
      yield 1;
      throw new FailureError({ kind: "storage", code: "broke", message: "Broke." });
    },
    "trial.watch": async function* (signal) {
      try {
        yield "snapshot";
        yield "change";
        await aborted(signal);
      } finally {
        made.ended += 1;
      }
    },
  };
}

const plainValues: readonly unknown[] = [
  null,
  0,
  -1.5,
  "",
  "é\u0000😀 \u2028",
  [],
  [[null]],
  { a: { b: [1, "2", false] }, "": 0 },
];

const badFrames: readonly unknown[] = [
  {},
  [],
  "text",
  7,
  null,
  { kind: "open" },
  { kind: "open", id: 0, operation: "trial.echo", input: 1, credits: 0 },
  { kind: "open", id: 1.5, operation: "trial.echo", input: 1, credits: 0 },
  { kind: "open", id: "1", operation: "trial.echo", input: 1, credits: 0 },
  { kind: "open", id: 1, operation: 7, input: 1, credits: 0 },
  { kind: "open", id: 1, operation: "trial.count", input: { to: 9 }, credits: -1 },
  { kind: "open", id: 1, operation: "trial.count", input: { to: 9 }, credits: maxCredits + 1 },
  { kind: "credit", id: 1, count: 0 },
  { kind: "credit", id: 1, count: 1e300 },
  { kind: "result", id: 1, value: null },
  { kind: "nothing", id: 1 },
];

/** What every link must keep. */
export const linkCases: readonly LinkCase[] = [
  linkCase("a call gives plain data back unchanged", async ({ remote }) => {
    for (const value of plainValues) same(await remote["trial.echo"](value), value);
  }),
  linkCase("calls at the same time each get their own answer", async ({ remote }) => {
    const numbers = Array.from({ length: 100 }, (_, at) => at);
    same(await Promise.all(numbers.map((at) => remote["trial.echo"](at))), numbers);
  }),
  linkCase("a Failure crosses whole", async ({ remote }) => {
    const failure = await failureOf(remote["trial.fail"]({ code: "x-1" }));
    same(failure, { kind: "input", code: "x-1", message: "No.", remedy: "Yes.", place: "here" });
  }),
  linkCase("a crash crosses without its text and is reported", async ({ remote, unexpected }) => {
    const failure = await failureOf(remote["trial.crash"](null));
    same([failure.kind, failure.code], ["internal", "unexpected"]);
    same(failure.message.includes("secret"), false);
    same(unexpected, ["trial.crash"]);
  }),
  linkCase("a signal cancels a call at both ends", async (bench) => {
    const stop = new AbortController();
    const call = failureOf(bench.remote["trial.wait"](null, stop.signal));
    await until(bench, () => bench.server.open() === 1);
    stop.abort();
    same((await call).kind, "cancelled");
    await until(bench, () => bench.server.open() === 0);
    same((await failureOf(bench.remote["trial.wait"](null, stop.signal))).kind, "cancelled");
  }),
  linkCase("a stream gives every item in order and ends", async ({ remote }) => {
    const got: number[] = [];
    for await (const item of remote["trial.count"]({ to: 1000 })) got.push(item);
    same(
      got,
      Array.from({ length: 1000 }, (_, at) => at),
    );
  }),
  linkCase("a fast producer waits for its reader", async (bench) => {
    const reader = bench.remote["trial.count"]({ to: 1000 })[Symbol.asyncIterator]();
    same(await reader.next(), { done: false, value: 0 });
    for (let turn = 0; turn < 20; turn += 1) await bench.remote["trial.echo"](turn);
    same(bench.made.count > 0 && bench.made.count <= 65, true);
    let last: unknown = null;
    for (let step = await reader.next(); step.done !== true; step = await reader.next())
      last = step.value;
    same([last, bench.made.count], [999, 1000]);
  }),
  linkCase("ending the iteration ends the work", async (bench) => {
    for await (const item of bench.remote["trial.count"]({ to: 1_000_000 })) {
      if (item === 100) break;
    }
    await until(bench, () => bench.made.ended === 1 && bench.server.open() === 0);
    same(bench.made.count < 1000, true);
  }),
  linkCase("a signal asks a stream to stop and its last words arrive", async (bench) => {
    const stop = new AbortController();
    const got: string[] = [];
    for await (const item of bench.remote["trial.polite"](null, stop.signal)) {
      got.push(item);
      stop.abort();
    }
    same(got, ["working", "stopped"]);
  }),
  linkCase("a stream that fails gives its items first", async ({ remote }) => {
    const got: number[] = [];
    const failure = await failureOf(
      (async () => {
        for await (const item of remote["trial.break"](null)) got.push(item);
      })(),
    );
    same([got, failure.code], [[1], "broke"]);
  }),
  linkCase("a topic begins with its snapshot and its signal ends it quietly", async (bench) => {
    const stop = new AbortController();
    const got: string[] = [];
    for await (const item of bench.remote["trial.watch"](stop.signal)) {
      got.push(item);
      if (got.length === 2) stop.abort();
    }
    same(got, ["snapshot", "change"]);
    await until(bench, () => bench.made.ended === 1 && bench.server.open() === 0);
  }),
  linkCase("a reader that waits can be ended from outside", async (bench) => {
    const reader = bench.remote["trial.watch"]()[Symbol.asyncIterator]();
    await reader.next();
    await reader.next();
    const waiting = reader.next();
    await reader.return?.();
    same((await waiting).done, true);
    await until(bench, () => bench.made.ended === 1 && bench.server.open() === 0);
  }),
  ...(["client", "server"] as const).map((side) =>
    linkCase(`closing the ${side} end cancels what was under way`, async (bench) => {
      const call = failureOf(bench.remote["trial.wait"](null));
      const reader = bench.remote["trial.watch"]()[Symbol.asyncIterator]();
      await reader.next();
      await reader.next();
      const waiting = failureOf(reader.next());
      bench.pair[side].close();
      same([(await call).code, (await waiting).code], ["link-closed", "link-closed"]);
      same((await reader.next()).done, true);
      same((await failureOf(bench.remote["trial.echo"](1))).code, "link-closed");
      await bench.server.ended;
      same(bench.server.open(), 0);
    }),
  ),
  linkCase("what is too large is a Failure and the link goes on", async ({ remote, pair }) => {
    if (!pair.capped) return;
    const large = await failureOf(remote["trial.echo"]("x".repeat(maxFrameLength)));
    same(large.code, "message-too-large");
    const answer = await failureOf(remote["trial.large"]({ length: maxFrameLength }));
    same(answer.code, "message-too-large");
    same((await remote["trial.large"]({ length: 1_000_000 })).length, 1_000_000);
  }),
  linkCase("too many operations are refused and the others go on", async (bench) => {
    const stops = Array.from({ length: 1024 }, () => new AbortController());
    const calls = stops.map((stop) => failureOf(bench.remote["trial.wait"](null, stop.signal)));
    same((await failureOf(bench.remote["trial.echo"](1))).code, "too-many-operations");
    for (const stop of stops) stop.abort();
    same(new Set((await Promise.all(calls)).map((failure) => failure.kind)).size, 1);
    same(await bench.remote["trial.echo"](2), 2);
  }),
  frameCase("a frame that makes no sense is a Failure", async (ask) => {
    for (const frame of badFrames) same(codeOf(await ask(frame)), [0, "bad-frame"]);
    same(await ask({ kind: "open", id: 1, operation: "trial.echo", input: 5, credits: 0 }), {
      kind: "result",
      id: 1,
      value: 5,
    });
  }),
  frameCase("an operation that is not in the contract is a Failure", async (ask) => {
    const names = ["trial.none", "__proto__", "constructor", "toString", "hasOwnProperty", ""];
    for (const [at, operation] of names.entries()) {
      const answer = await ask({ kind: "open", id: at + 1, operation, input: null, credits: 1 });
      same(codeOf(answer), [at + 1, "unknown-operation"]);
    }
  }),
  frameCase("an id in use is refused", async (ask) => {
    const watch = { kind: "open", id: 5, operation: "trial.watch", input: null, credits: 1 };
    same((await ask(watch))?.kind, "item");
    same(codeOf(await ask(watch)), [0, "bad-frame"]);
  }),
  frameCase("a topic counts its revisions from the snapshot on", async (ask) => {
    const first = await ask({
      kind: "open",
      id: 1,
      operation: "trial.watch",
      input: null,
      credits: 1,
    });
    same(first, { kind: "item", id: 1, value: "snapshot", revision: 0 });
    const second = await ask({ kind: "credit", id: 1, count: 1 });
    same(second, { kind: "item", id: 1, value: "change", revision: 1 });
  }),
];

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** Round trips until it is so: no clock. */
async function until({ remote }: Bench, so: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1000 && !so(); turn += 1) await remote["trial.echo"](turn);
  same(so(), true);
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof FailureError) return thrown.failure;
    throw thrown;
  }
  throw new Error("expected a Failure");
}

function codeOf(frame: ServerFrame | null): readonly [number, string] {
  return frame?.kind === "failure"
    ? [frame.id, frame.failure.code]
    : [-1, frame?.kind ?? "nothing"];
}

function same(actual: unknown, expected: unknown): void {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (left !== right) throw new Error(`expected ${right} but got ${left}`);
}
