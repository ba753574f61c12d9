// @ts-check
/**
 * Gets the browser that the end-to-end tests drive: one that is installed, else the system's package when we are root on
 * a Debian family machine, else Playwright's download. Prints where it is. Ends with 1 when none can be had.
 */
import { spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { findBrowser } from "./browser.mjs";

/** Packages must not start services: something could listen on every address of a developer's machine. */
const servicePolicy = "/usr/sbin/policy-rc.d";

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
function run(program, args) {
  console.log(`> ${program} ${args.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync(program, args, { stdio: "inherit", env }).status === 0;
}

function installPackage() {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  const guard = !existsSync(servicePolicy);
  if (guard) writeFileSync(servicePolicy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    if (run("apt-get", ["update"])) {
      run("apt-get", [
        "install",
        "--yes",
        "--no-install-recommends",
        "chromium",
        "fonts-liberation",
      ]);
    }
  } finally {
    if (guard) rmSync(servicePolicy, { force: true });
  }
}

function downloadWithPlaywright() {
  run(process.execPath, ["node_modules/playwright/cli.js", "install", "chromium"]);
}

for (const attempt of [() => {}, installPackage, downloadWithPlaywright]) {
  attempt();
  const found = findBrowser();
  if (found === null) continue;
  console.log(`Browser for the tests: ${found}`);
  process.exit(0);
}
console.error(
  "No Chromium could be found, installed or downloaded. Set ENVOI_BROWSER to the path of one.",
);
process.exit(1);
