import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import type http from "node:http";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { pipeline } from "node:stream/promises";
import { delayOptimizing } from "../electron/base/engine.ts";
import type { SidePlaces, SideWork } from "./transport-run.ts";

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();

/** `transport-side SIDE WORK PLACES`: does the work once and prints what it cost. Each side loads only what it needs. */
type Side = (work: SideWork, places: SidePlaces) => Promise<void>;

const sides: Readonly<Record<string, Side>> = {
  async envoi(work, places) {
    // As the hosts do, first of all.
    delayOptimizing();
    const { openClient } = await import("./client.ts");
    // Whoever started this removes it, as what the other sides leave behind.
    const envoi = await openClient({ within: path.join(places.folder, String(process.pid)) });
    // Loading the program is not what may hold up a window.
    delay.reset();
    if (work.kind === "gets") {
      await inFlight(work, () => envoi.send(`${places.url}/0`));
    } else if (work.kind === "handshakes") {
      const options = { verifyTls: false, network: { reuse: false } };
      for (let done = 0; done < work.count; done += 1) await envoi.send(`${places.url}/0`, options);
    } else if (work.kind === "down") {
      await envoi.send(`${places.url}/${work.size}`);
    } else {
      const { multipartFile } = await import("./multipart-file.ts");
      await envoi.send(`${places.url}/0`, { body: await multipartFile(places.file) });
    }
    await envoi.close();
  },
  async http(work, { url, folder, file }) {
    if (work.kind === "handshakes") {
      const https = (await import("node:https")).default;
      const agent = new https.Agent({ keepAlive: false, rejectUnauthorized: false });
      for (let done = 0; done < work.count; done += 1) await get(https.get(`${url}/0`, { agent }));
      return;
    }
    const http = (await import("node:http")).default;
    if (work.kind === "gets") {
      const agent = new http.Agent({ keepAlive: true, maxSockets: work.parallel });
      await inFlight(work, () => get(http.get(`${url}/0`, { agent })));
      agent.destroy();
    } else if (work.kind === "down") {
      const [response] = (await once(http.get(`${url}/${work.size}`), "response")) as [
        http.IncomingMessage,
      ];
      await pipeline(response, createWriteStream(path.join(folder, "http.bin")));
    } else {
      const { size } = await stat(file);
      const sent = http.request(`${url}/0`, {
        method: "POST",
        headers: { "Content-Length": size },
      });
      const answer = get(sent);
      await pipeline(createReadStream(file), sent);
      await answer;
    }
  },
  async undici(work, { url }) {
    if (work.kind !== "gets") throw new Error("undici is beside GETs only");
    const { Pool } = await import("undici");
    const pool = new Pool(url, { connections: work.parallel });
    await inFlight(work, async () => {
      const { body } = await pool.request({ path: "/0", method: "GET" });
      await body.arrayBuffer();
    });
    await pool.close();
  },
};

async function inFlight(
  { count, parallel }: Extract<SideWork, { readonly kind: "gets" }>,
  one: () => Promise<unknown>,
): Promise<void> {
  let left = count;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await one();
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}

function get(sent: http.ClientRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    sent.on("response", (response: http.IncomingMessage) => {
      response.resume();
      response.on("end", resolve);
    });
    sent.on("error", reject);
  });
}

/** The kernel's own count where there is one: `maxRSS` of a child begins with what its parent had. */
async function peakMemory(): Promise<number> {
  const status = await readFile("/proc/self/status", "utf8").catch(() => "");
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
  return Number(kilobytes ?? process.resourceUsage().maxRSS) / 1024;
}

const [, , side = "", work = "", places = ""] = process.argv;
await sides[side]?.(JSON.parse(work) as SideWork, JSON.parse(places) as SidePlaces);
delay.disable();
const took = { peak: await peakMemory(), stall: delay.max / 1e6 };
process.stdout.write(JSON.stringify(took));
