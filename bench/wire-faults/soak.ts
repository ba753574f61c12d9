import { readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import type { Exchange } from "../../shared/model/exchange.ts";
import { emptyRequest, type HttpRequest } from "../../shared/model/request.ts";
import { input, openWorld } from "../../electron/exchanges/world.testing.ts";

/** What many exchanges one after the other did to the process that held them. */
export interface Soaked {
  /** Exchanges, or messages of one, that were as they should be. */
  readonly good: number;
  /** The first that was not, in a word or two; "" for none. */
  readonly problem: string;
  /** MiB the process grew by for each 1,000, after the first fifth. */
  readonly slope: number;
  /** MiB above what the process had before. */
  readonly growth: number;
  /** Open files and sockets more than before. */
  readonly handles: number;
  /** ms for all. */
  readonly took: number;
}

/** `node soak.ts requests|sockets|messages COUNT HTTP-PORT SOCKET-PORT`: says what came of it as JSON on standard output. */
const [kind = "", times = "0", port = "", socketPort = ""] = process.argv.slice(2);
const count = Number(times);
const world = await openWorld();
const samples: (readonly [at: number, mib: number])[] = [];

function handles(): number {
  try {
    return readdirSync("/proc/self/fd").length;
  } catch {
    return process.getActiveResourcesInfo().length;
  }
}

function sample(at: number): void {
  globalThis.gc?.();
  samples.push([at, process.memoryUsage.rss() / 2 ** 20]);
}

async function exchange(
  request: Partial<HttpRequest>,
  opened?: (id: string) => Promise<void>,
  passed?: (messages: number) => void,
): Promise<Exchange> {
  let id = "";
  let talk: Promise<void> | null = null;
  const sent = world.exchanges.send(
    input({ ...emptyRequest, ...request }),
    new AbortController().signal,
  );
  for await (const item of sent) {
    if (item.kind === "end") {
      await talk;
      return item.exchange;
    }
    if (item.kind !== "trace") continue;
    for (const event of item.events) {
      if (event.kind === "start") id = event.id;
      if (event.kind !== "socket") continue;
      talk ??= opened?.(id) ?? Promise.resolve();
      passed?.(event.socket.received.messages);
    }
  }
  throw new Error("it did not end");
}

const socketUrl = `ws://127.0.0.1:${socketPort}`;
const webSocket = { method: "", body: { kind: "websocket", messages: [] } } as const;

/** One of the many; "" when it was as it should be. */
const kinds: Readonly<Record<string, (at: number) => Promise<string>>> = {
  async requests() {
    const { state } = await exchange({ url: `http://127.0.0.1:${port}/kind` });
    return state === "done" ? "" : state;
  },
  /** Opened, spoken on and closed, by us and by the server in turns. */
  async sockets(at) {
    const byServer = at % 2 === 1;
    const data = `message ${at} `.repeat(100);
    const url = `${socketUrl}/${byServer ? "once" : "echo"}`;
    const { hops, failure } = await exchange({ url, ...webSocket }, async (id) => {
      await world.exchanges.socketSend({ id, message: { type: "text", data } });
      if (!byServer) await world.exchanges.socketClose({ id, code: 1000, reason: "" });
    });
    const socket = hops.at(-1)?.socket;
    const talked = socket?.received.messages === 1 && socket.goodbyeReceived?.code === 1000;
    return failure?.code ?? (talked ? "" : "it did not talk");
  },
};

let problem = "";
let good = 0;
const one = kinds[kind];
/** Whatever is loaded at first is not counted. */
const first = Math.min(300, count);
if (one !== undefined) for (let at = 0; at < first; at += 1) await one(at);
sample(0);
const before = handles();
const start = performance.now();
if (one === undefined) {
  const step = count / 20;
  let due = step;
  const { hops, failure } = await exchange(
    { url: `${socketUrl}/pour?${count}`, ...webSocket },
    undefined,
    (messages) => {
      if (messages < due) return;
      due = messages + step;
      sample(messages);
    },
  );
  good = hops.at(-1)?.socket?.received.messages ?? 0;
  problem = failure?.code ?? "";
} else {
  for (let at = 0; at < count; at += 1) {
    const wrong = await one(at);
    if (wrong === "") good += 1;
    else problem ||= wrong;
    if ((at + 1) % Math.ceil(count / 20) === 0) sample(at + 1);
  }
}
const took = performance.now() - start;
sample(count);
const after = handles();
const soaked: Soaked = {
  good,
  problem,
  slope: slopeOf(samples.filter(([at]) => at >= count / 5)) * 1000,
  growth: Math.max(...samples.map(([, mib]) => mib)) - (samples[0]?.[1] ?? 0),
  handles: after - before,
  took,
};
console.log(JSON.stringify(soaked));
await world.close();
await rm(world.folder, { recursive: true, force: true });

/** By least squares. */
function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (pick: 0 | 1): number =>
    points.reduce((sum, point) => sum + point[pick], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const over = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return over / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}
