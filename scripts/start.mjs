// @ts-check
/**
 * `npm start`: builds when needed, then opens the desktop app, or the same app in the browser where Electron cannot be had.
 * `npm start -- [--host loopback|desktop] [--port N] [--no-open] [--data DIR]`
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chooseHost, desktopObstacle, isStale, readStartArguments } from "./start-choice.mjs";

/** Electron's installer may take this long: about 120 MB on a slow line. */
const installLimit = 300_000;

const root = fileURLToPath(new URL("..", import.meta.url));
const electron = path.join(root, "node_modules", "electron");

/** @param {string} text */
const say = (text) => process.stdout.write(`${text}\n`);

/** @param {string} file */
function changed(file) {
  return statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? null;
}

/**
 * @param {string} folder
 * @returns {number} ms of the newest file in it
 */
function newest(folder) {
  let time = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) time = Math.max(time, newest(full));
    else if (!/\.test\.tsx?$/.test(entry.name)) time = Math.max(time, statSync(full).mtimeMs);
  }
  return time;
}

function buildIfNeeded() {
  const built = ["dist/renderer/index.html", "dist/main/loopback.js"];
  if (existsSync(path.join(root, "electron/host/desktop/main.ts"))) {
    built.push("dist/desktop/main.js", "dist/desktop/preload.cjs");
  }
  const sources = ["shared", "electron", "renderer"].map((name) => path.join(root, name));
  // A package without sources is built once and for all.
  if (!sources.every((folder) => existsSync(folder))) return;
  const time = Math.max(...sources.map(newest), changed("package.json") ?? 0);
  if (!isStale(built.map(changed), time)) return;
  say("Building Envoi …");
  const { status } = spawnSync("npm", ["run", "build", "--silent"], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** The Electron program, or null. */
function electronProgram() {
  try {
    const name = readFileSync(path.join(electron, "path.txt"), "utf8");
    const program = path.join(
      process.env["ELECTRON_OVERRIDE_DIST_PATH"] ?? path.join(electron, "dist"),
      name,
    );
    return existsSync(program) ? program : null;
  } catch {
    return null;
  }
}

/** Tries Electron's own installer. @returns {string | null} why there is no Electron, as a sentence */
function electronObstacle() {
  if (electronProgram() !== null) return null;
  const installer = path.join(electron, "install.js");
  if (!existsSync(installer)) return "Electron is not installed here.";
  say("Fetching Electron …");
  spawnSync(process.execPath, [installer], { stdio: "ignore", timeout: installLimit });
  return electronProgram() === null ? "Electron could not be downloaded on this machine." : null;
}

/**
 * Runs the host until it ends, and ends as it does. Ctrl-C reaches it by itself; a signal to this process is passed on.
 * @param {string} program
 * @param {readonly string[]} args
 */
function run(program, args) {
  const child = spawn(program, args, { cwd: root, stdio: "inherit" });
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("error", () => {
    say("Envoi could not be started.");
    process.exit(1);
  });
  child.on("exit", (code) => process.exit(code ?? 1));
}

const read = readStartArguments(process.argv.slice(2));
if ("problem" in read) {
  process.stderr.write(`${read.problem}\n`);
  process.exit(2);
}
const machine = { platform: process.platform, env: process.env, root: process.getuid?.() === 0 };
const obstacle = read.host === "loopback" ? null : (desktopObstacle(machine) ?? electronObstacle());
const { host, sentence } = chooseHost(read.host, obstacle);
if (sentence !== null) say(sentence);
if (host === null) process.exit(1);
buildIfNeeded();
const program = host === "desktop" ? electronProgram() : null;
if (program !== null) run(program, [path.join(root, "dist", "desktop", "main.js"), ...read.rest]);
else run(process.execPath, [path.join(root, "dist", "main", "loopback.js"), ...read.rest]);
