import { request, type IncomingMessage, type ServerResponse } from "node:http";
import { runLoopback } from "./run.ts";

// Development only, and in no build: the loopback host with the page from Vite's server instead of files. Who may ask is decided
// as always, before anything is passed on. Started by scripts/dev.mjs.

const vite = new URL(process.env["ENVOI_VITE"] ?? "");
if (vite.hostname !== "127.0.0.1") throw new Error("ENVOI_VITE must be on 127.0.0.1");

/** Passes a request that was let in on to Vite, and its answer back. */
function page(incoming: IncomingMessage, response: ServerResponse): void {
  const outgoing = request(
    new URL(incoming.url ?? "/", vite),
    { method: incoming.method ?? "GET", headers: { ...incoming.headers, host: vite.host } },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  outgoing.on("error", () => response.destroy());
  outgoing.end();
}

process.exitCode = await runLoopback(process.argv.slice(2), page);
