// @ts-check
/** `npm run bench -- [name…] [--json]`: builds what is measured, then measures. bench/main.ts says what there is. */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { makeCodeCache } from "./make-code-cache.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);
await build({ configFile: "vite.bench.config.ts", logLevel: "error" });
const folder = await mkdtemp(path.join(tmpdir(), "envoi-bench-"));
await makeCodeCache((url) => {
  const kind = url.startsWith("https:") ? "handshakes" : "gets";
  const work = { kind, count: 300, parallel: 1 };
  const words = ["envoi", JSON.stringify(work), JSON.stringify({ url, file: "", folder })];
  return { args: ["dist/bench/transport-side.js", ...words] };
});
await rm(folder, { recursive: true, force: true });
const { status } = spawnSync(
  process.execPath,
  ["--expose-gc", "dist/bench/main.js", ...process.argv.slice(2)],
  { stdio: "inherit" },
);
process.exit(status ?? 1);
