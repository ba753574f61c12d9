import { fork } from "node:child_process";
import { mkdtemp, rm, stat, truncate, writeFile } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { systemClock } from "../electron/base/clock.ts";
import { fileBody } from "../electron/client/body/file.ts";
import { createClient } from "../electron/client/exchange.ts";
import { createHopSend } from "../electron/client/exchange-hop.ts";
import type { BodySource, ResolvedRequest, Send } from "../electron/client/send.ts";
import { createRoute } from "../electron/wire/connect/route.ts";
import { openRecorder } from "../electron/wire/record/open-recorder.ts";

/** `tsx bench/client.ts [MiB]`: memory of a large body down and up, and small GETs beside bare node:http. The server is a process of its own. */

const mebi = 1 << 20;

function serve(): void {
  const block = Buffer.alloc(256 << 10, "0123456789abcdef");
  const server = http.createServer((request, response) => {
    const size = Number(request.url?.slice(1) ?? 0) * mebi;
    request.resume();
    if (size === 0) {
      request.on("end", () => response.end("hello"));
      return;
    }
    let left = size;
    response.setHeader("Content-Length", size);
    const more = (): void => {
      while (left > 0) {
        const part = block.subarray(0, Math.min(left, block.length));
        left -= part.length;
        if (!response.write(part)) return;
      }
      response.end();
    };
    response.on("drain", more);
    more();
  });
  server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
  process.on("disconnect", () => process.exit());
}

function request(url: string, body: BodySource | null): ResolvedRequest {
  return {
    method: body === null ? "GET" : "POST",
    url,
    headers: [],
    body,
    bodyContentType: null,
    auth: { kind: "none" },
    settings: {
      timeout: 0,
      followRedirects: true,
      maxRedirects: 5,
      encodeUrl: false,
      omitHeaders: [],
      sendCookies: false,
      storeCookies: false,
      verifyTls: true,
    },
    raw: null,
  };
}

/** Peak RSS and longest time the event loop stood still while `work` ran. */
async function watched(work: () => Promise<void>): Promise<string> {
  let peak = process.memoryUsage().rss;
  const before = peak;
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
    const now = performance.now();
    longest = Math.max(longest, now - last - 5);
    last = now;
  }, 5);
  const start = performance.now();
  await work();
  clearInterval(timer);
  const seconds = (performance.now() - start) / 1000;
  const mb = (bytes: number): string => (bytes / mebi).toFixed(0);
  return `${seconds.toFixed(2)} s, RSS ${mb(before)} → peak ${mb(peak)} MiB, loop held ≤ ${longest.toFixed(0)} ms`;
}

function bareGet(agent: http.Agent, url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = http.get(url, { agent }, (response) => {
      response.resume();
      response.on("end", resolve);
    });
    sent.on("error", reject);
  });
}

async function run(port: number, size: number): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "envoi-bench-"));
  const pool = createRoute({ clock: systemClock });
  const { send } = createClient({
    hopSend: createHopSend({ pool }),
    openRecorder,
    cookies: null,
    clock: systemClock,
    exchangesFolder: folder,
    bodies: { keep: () => undefined },
    version: "bench",
  });
  let count = 0;
  const once = async (url: string, body: BodySource | null = null): Promise<string> => {
    count += 1;
    const id = `x${count}`;
    const exchange = await sendOnce(send, url, body, id);
    if (exchange !== "done") throw new Error(exchange);
    return id;
  };
  const base = `http://127.0.0.1:${port}/`;
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  for (let warm = 0; warm < 200; warm += 1) await once(`${base}0`);
  for (let warm = 0; warm < 200; warm += 1) await bareGet(agent, `${base}0`);
  const times = { envoi: [] as number[], bare: [] as number[] };
  for (let round = 0; round < 5; round += 1) {
    for (const [name, get] of [
      ["envoi", () => once(`${base}0`)],
      ["bare", () => bareGet(agent, `${base}0`)],
    ] as const) {
      const start = performance.now();
      for (let done = 0; done < 500; done += 1) await get();
      times[name].push(performance.now() - start);
    }
  }
  const median = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[2] ?? 0;
  const ratio = median(times.envoi) / median(times.bare);
  console.log(
    `500 GETs, record on: ${median(times.envoi).toFixed(0)} ms; node:http ${median(times.bare).toFixed(0)} ms; ratio ${ratio.toFixed(2)}`,
  );
  let id = "";
  console.log(
    `${size} MiB down: ${await watched(async () => void (id = await once(`${base}${size}`)))}`,
  );
  const recorded = (await stat(path.join(folder, id, "clear.bin"))).size;
  console.log(`  record ${recorded} bytes`);
  const file = path.join(folder, "up.bin");
  await writeFile(file, "");
  await truncate(file, size * mebi);
  const source = fileBody({ realPath: file, size: size * mebi, name: "up.bin" });
  console.log(
    `${size} MiB up: ${await watched(async () => void (await once(`${base}0`, source)))}`,
  );
  agent.destroy();
  pool.close();
  await rm(folder, { recursive: true });
}

async function sendOnce(
  send: Send,
  url: string,
  body: BodySource | null,
  id: string,
): Promise<string> {
  const { signal } = new AbortController();
  const exchange = await send(request(url, body), { id, signal, onEvent: () => undefined });
  return exchange.failure?.code ?? exchange.state;
}

if (process.argv[2] === "serve") serve();
else {
  const child = fork(process.argv[1] ?? "", ["serve"], { execArgv: process.execArgv });
  child.once("message", (port) => {
    void run(Number(port), Number(process.argv[2] ?? 100)).finally(() => child.disconnect());
  });
}
