// @ts-check
/**
 * `npm run dev`: the app in the browser, the page with hot reload, the host started again when main's sources change.
 * The page comes through the loopback host, so origin, token and cookie are as in the real thing; only the content
 * security policy is Vite's. Takes the options of `envoi serve`.
 */
import { spawn } from "node:child_process";
import { createServer as createSocket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));

/** @returns {Promise<number>} a port that is free now */
function freePort() {
  return new Promise((resolve, reject) => {
    const socket = createSocket();
    socket.once("error", reject);
    socket.listen(0, "127.0.0.1", () => {
      const address = socket.address();
      socket.close(() => resolve(typeof address === "object" ? (address?.port ?? 0) : 0));
    });
  });
}

/** After a restart the page holds a cookie nobody knows: it is told the new address, over Vite's own socket. */
const reopen = {
  name: "envoi-reopen",
  /** @type {import("vite").IndexHtmlTransformHook} */
  transformIndexHtml: () => [
    {
      tag: "script",
      attrs: { type: "module" },
      children: `import { createHotContext } from "/@vite/client";
createHotContext("/envoi-reopen").on("envoi:reopen", ({ url }) => location.replace(url));`,
      injectTo: /** @type {const} */ ("head-prepend"),
    },
  ],
};

const vitePort = await freePort();
const hostPort = await freePort();
const vite = await createServer({
  configFile: join(root, "vite.renderer.config.ts"),
  plugins: [reopen],
  server: {
    host: "127.0.0.1",
    port: vitePort,
    strictPort: true,
    cors: false,
    hmr: { host: "127.0.0.1", clientPort: vitePort },
  },
});
await vite.listen();

let restarts = -1;
let stopping = false;
/** @type {import("node:child_process").ChildProcess | null} */
let host = null;

function startHost() {
  restarts += 1;
  const words = process.argv.slice(2);
  if (restarts > 0) words.push("--no-open");
  if (!words.some((word) => word.startsWith("--port"))) words.push("--port", String(hostPort));
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "electron/host/loopback/dev.ts", ...words],
    {
      cwd: root,
      stdio: ["inherit", "pipe", "inherit"],
      env: { ...process.env, ENVOI_VITE: `http://127.0.0.1:${vitePort}` },
    },
  );
  host = child;
  createInterface({ input: child.stdout }).on("line", (line) => {
    console.log(line);
    const url = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(line)?.[0];
    if (url !== undefined && restarts > 0) vite.ws.send("envoi:reopen", { url });
  });
  child.once("exit", (code) => {
    if (host !== child) return;
    host = null;
    if (stopping) void end(code ?? 0);
    else console.log("The host has ended; it starts again with the next change.");
  });
}

/** @param {number} code */
async function end(code) {
  await vite.close();
  process.exit(code);
}

/** @type {NodeJS.Timeout | undefined} */
let timer;
function restartSoon() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const running = host;
    if (running === null) return startHost();
    running.once("exit", startHost);
    running.kill("SIGTERM");
    host = null;
  }, 150);
}

vite.watcher.add([join(root, "electron"), join(root, "shared")]);
vite.watcher.on("all", (event, path) => {
  const main = path.startsWith(join(root, "electron")) || path.startsWith(join(root, "shared"));
  if (main && event !== "addDir" && !/\.test\.tsx?$/.test(path)) restartSoon();
});
startHost();

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
  process.on(signal, () => {
    stopping = true;
    if (host === null) void end(0);
    else host.kill("SIGTERM");
  });
}
