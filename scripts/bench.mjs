// @ts-check
/** `npm run bench -- [name…] [--json]`: builds what is measured, then measures. bench/main.ts says what there is. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);
await build({ configFile: "vite.bench.config.ts", logLevel: "error" });
const { status } = spawnSync(
  process.execPath,
  ["--expose-gc", "dist/bench/main.js", ...process.argv.slice(2)],
  { stdio: "inherit" },
);
process.exit(status ?? 1);
