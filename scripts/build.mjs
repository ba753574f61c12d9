// @ts-check
/**
 * Builds everything under dist/: renderer/ (the page), main/ (loopback host, command line) and desktop/ (Electron main, preload).
 * `node scripts/build.mjs renderer main preload` builds the named parts only.
 */
import { existsSync } from "node:fs";
import { chmod, cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, createLogger } from "vite";
import { makeCodeCache } from "./make-code-cache.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);

const parts = {
  renderer: { entry: "renderer/index.html", stale: [] },
  main: { entry: "electron/host", stale: ["dist/main", "dist/desktop/main.js"] },
  preload: { entry: "electron/host/desktop/preload.ts", stale: ["dist/desktop/preload.cjs"] },
};

const customLogger = createLogger("warn");
const { warn, warnOnce } = customLogger;
/** Vite's own CSS modules plugin says this of itself, at every build. */
const known = /did not pass the `from` option/;
customLogger.warn = (text, options) => (known.test(text) ? undefined : warn(text, options));
customLogger.warnOnce = (text, options) => (known.test(text) ? undefined : warnOnce(text, options));

const named = process.argv.slice(2);
for (const [name, { entry, stale }] of Object.entries(parts)) {
  if (named.length > 0 && !named.includes(name)) continue;
  if (!existsSync(entry)) continue;
  for (const path of stale) await rm(path, { recursive: true, force: true });
  await build({ configFile: `vite.${name}.config.ts`, customLogger, logLevel: "warn" });
  if (name === "main") await keepCompiled();
}
// The window's icon, where the system does not take it from the package.
await mkdir("dist/desktop", { recursive: true });
await cp("build/icons/256x256.png", "dist/desktop/icon.png");
if (existsSync("dist/main/cli.js")) await chmod("dist/main/cli.js", 0o755);

/** What one request of the command line compiles is what the host needs first, too. */
async function keepCompiled() {
  const data = await mkdtemp(path.join(tmpdir(), "envoi-build-"));
  const env = { XDG_DATA_HOME: data, APPDATA: data, HOME: data };
  await makeCodeCache((url) => ({ args: ["dist/main/cli.js", "send", "-k", url], env }));
  await rm(data, { recursive: true, force: true });
}
