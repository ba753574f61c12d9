// @ts-check
import { spawn } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import { fileURLToPath } from "node:url";

const maker = new URL("code-cache-maker.mjs", import.meta.url).href;

/**
 * Runs a built program with a server to talk to, so that what it compiles is kept beside it. Without it
 * nothing is lost but some milliseconds of each start.
 * @param {(url: string) => { readonly args: readonly string[], readonly env?: Record<string, string> }} program
 */
export async function makeCodeCache(program) {
  const server = http.createServer((request, response) => {
    request.resume();
    request.on("end", () => response.end("hello"));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    const { args, env } = program(`http://127.0.0.1:${port}`);
    const child = spawn(process.execPath, ["--import", maker, ...args], {
      cwd: fileURLToPath(new URL("..", import.meta.url)),
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "inherit"],
    });
    await once(child, "close");
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
