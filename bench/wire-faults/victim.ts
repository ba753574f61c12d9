import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Exchange } from "../../shared/model/exchange.ts";
import { emptyRequest, type HttpRequest } from "../../shared/model/request.ts";
import type { SocketCount } from "../../shared/model/web-socket.ts";
import { input, openWorld } from "../../electron/exchanges/world.testing.ts";

/** What one request at a hostile server did to the process that sent it. */
export interface Suffered {
  readonly state: string;
  /** "" without a failure. */
  readonly code: string;
  /** Of the last hop; 0 without a head. */
  readonly status: number;
  readonly headers: number;
  readonly receivedBytes: number;
  /** Bytes of the body, or of the compressed messages of a WebSocket, decoded onto the disk. */
  readonly decoded: number;
  /** ms from Send to the end. */
  readonly took: number;
  /** MiB above what the process had before. */
  readonly growth: number;
  /** ms, 99th percentile of a call that lists the history while it runs; how many there were. */
  readonly call: number;
  readonly calls: number;
  /** The next request was answered. */
  readonly next: boolean;
}

/** `node victim.ts PORT PATH BYTES`: sends, cancels after so many bytes (0: never), says what it suffered as JSON on standard output. */
const [port = "", path = "", bytes = "0"] = process.argv.slice(2);
const world = await openWorld();
const url = `http://127.0.0.1:${port}`;

async function send(target: string, most: number): Promise<Exchange> {
  const stop = new AbortController();
  const socket = target.startsWith("/socket/");
  const request: HttpRequest = {
    ...emptyRequest,
    url: url + target,
    ...(socket ? { body: { kind: "websocket", messages: [] } } : {}),
  };
  for await (const item of world.exchanges.send(input(request), stop.signal)) {
    if (item.kind === "end") return item.exchange;
    if (item.kind !== "trace" || most === 0) continue;
    const enough = item.events.some(
      (event) =>
        (event.kind === "body" && event.body.encodedSize >= most) ||
        (event.kind === "socket" && passed(event.socket.received) >= most),
    );
    if (enough) stop.abort();
  }
  throw new Error("it did not end");
}

// Whatever is loaded at the first request is not counted.
await send("/kind", 0);
globalThis.gc?.();
const before = process.memoryUsage.rss();
let peak = before;
const calls: number[] = [];
let running = true;
const sampling = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
const calling = (async () => {
  while (running) {
    const start = performance.now();
    await world.exchanges.history(null, 20);
    calls.push(performance.now() - start);
    const due = performance.now() + 10;
    await new Promise((resolve) => setTimeout(resolve, 10));
    // How late the timer was is time a call would have waited.
    calls.push(Math.max(0, performance.now() - due));
  }
})();
const start = performance.now();
const exchange = await send(path, Number(bytes));
const took = performance.now() - start;
running = false;
await calling;
clearInterval(sampling);
peak = Math.max(peak, process.memoryUsage.rss());
const last = exchange.hops.at(-1);
const decoded = await sizeOf(last?.socket ? "plain.bin" : `body-${last?.index ?? 0}.decoded`);
const next = await send("/kind", 0);

/** Bytes of messages, and one for each frame: pings carry none. */
function passed({ bytes, frames }: SocketCount): number {
  return bytes + frames;
}

/** Of a file of the exchange's record; 0 for none. */
function sizeOf(file: string): Promise<number> {
  return stat(join(world.folder, "exchanges", exchange.id, file)).then(
    ({ size }) => size,
    () => 0,
  );
}
const sorted = calls.toSorted((one, two) => one - two);
const suffered: Suffered = {
  state: exchange.state,
  code: exchange.failure?.code ?? "",
  status: last?.response?.status ?? 0,
  headers: last?.response?.headers.length ?? 0,
  receivedBytes: exchange.receivedBytes,
  decoded,
  took,
  growth: (peak - before) / 2 ** 20,
  call: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
  calls: sorted.length,
  next: next.state === "done",
};
console.log(JSON.stringify(suffered));
await world.close();
await rm(world.folder, { recursive: true, force: true });
