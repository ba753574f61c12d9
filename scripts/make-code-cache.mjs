// @ts-check
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const maker = new URL("code-cache-maker.mjs", import.meta.url).href;

/** @typedef {(url: string) => { readonly args: readonly string[], readonly env?: Record<string, string> }} Program */

/**
 * Runs a built program with a server to talk to, in the clear and then, where the openssl command can make a certificate, with TLS, so that
 * what it compiles is kept beside it. Without it nothing is lost but some milliseconds of each start.
 * @param {Program} program
 */
export async function makeCodeCache(program) {
  await run(http.createServer(answer), "http", program);
  const identity = await makeIdentity();
  if (identity !== null) await run(https.createServer(identity, answer), "https", program);
}

/** @type {http.RequestListener} */
function answer(request, response) {
  request.resume();
  request.on("end", () => response.end("hello"));
}

/** @returns {Promise<{ readonly key: Buffer, readonly cert: Buffer } | null>} */
async function makeIdentity() {
  const folder = await mkdtemp(path.join(tmpdir(), "envoi-build-"));
  const [key, cert] = [path.join(folder, "key.pem"), path.join(folder, "cert.pem")];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  const files = ["-subj", "/CN=localhost", "-keyout", key, "-out", cert];
  try {
    await promisify(execFile)("openssl", ["req", "-x509", ...kind, ...files]);
    return { key: await readFile(key), cert: await readFile(cert) };
  } catch {
    return null;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param {http.Server | https.Server} server
 * @param {string} scheme
 * @param {Program} program
 */
async function run(server, scheme, program) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    const { args, env } = program(`${scheme}://127.0.0.1:${port}`);
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
