// @ts-check
/** Everything there is to know about a change: `npm test`. Stops at the first step that fails, and says how long each took. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

const steps = [
  ["check", npm, ["run", "--silent", "check"]],
  ["browser", process.execPath, ["scripts/install-browser.mjs"]],
  ["build", npm, ["run", "--silent", "build"]],
  ["unit tests", npm, ["run", "--silent", "test:unit"]],
  ["fuzz", npm, ["run", "--silent", "fuzz", "--", "--seconds", "60", "--seed", "20261126"]],
  ["end-to-end tests", npm, ["run", "--silent", "test:e2e"]],
];

const begun = Date.now();
for (const [name, program, args] of /** @type {[string, string, string[]][]} */ (steps)) {
  const start = Date.now();
  console.log(`\n── ${name}`);
  const shell = process.platform === "win32";
  const { status } = spawnSync(program, args, { cwd: root, stdio: "inherit", shell });
  if (status !== 0) {
    console.error(`\n${name} failed.`);
    process.exit(status ?? 1);
  }
  console.log(`── ${name}: ${Math.round((Date.now() - start) / 1000)} s`);
}
console.log(`\nAll of it passed in ${Math.round((Date.now() - begun) / 1000)} s.`);
