// @ts-check
/**
 * `npm run package`: builds and packs for this system. Where the Electron distribution can be had it makes the real thing
 * (AppImage and deb, dmg, or an installer). Where it cannot, it packs the same archive into a stand-in distribution and says so:
 * everything of ours is then as in a real package, and only the program around it is missing.
 * `--dir` packs an unpacked folder only, `--stand-in` uses the stand-in at once, `--no-build` takes dist/ as it is, and
 * `--out DIR` writes there instead of release/.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);
const require = createRequire(import.meta.url);
const electronFolder = dirname(require.resolve("electron/package.json"));

/** @param {readonly string[]} args */
const node = (args) => spawnSync(process.execPath, args, { stdio: "inherit" }).status === 0;

/** The distribution that the `electron` package unpacks, or null when it is not there and cannot be downloaded. */
function electronDistribution() {
  const dist = join(electronFolder, "dist");
  if (!existsSync(join(dist, "version"))) {
    const install = join(electronFolder, "install.js");
    spawnSync(process.execPath, [install], { stdio: "ignore", timeout: 300_000 });
  }
  return existsSync(join(dist, "version")) ? dist : null;
}

/**
 * A folder with the shape of Electron's distribution. Its program only says that it is none, and carries a fuse wire, so
 * that the fuses are set and can be read as in the real one.
 * @param {string} folder
 */
async function writeStandIn(folder) {
  const { version } = JSON.parse(await readFile(join(electronFolder, "package.json"), "utf8"));
  const says = `#!/bin/sh\necho "This package was made without Electron; the program itself is missing." >&2\nexit 1\n`;
  const sentinel = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX";
  const fuses = "011001101";
  const wire = Buffer.from([1, fuses.length, ...Buffer.from(fuses)]);
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, "resources"), { recursive: true });
  const program = join(folder, process.platform === "win32" ? "electron.exe" : "electron");
  await writeFile(program, Buffer.concat([Buffer.from(says + sentinel), wire, Buffer.from("\n")]));
  await chmod(program, 0o755);
  await writeFile(join(folder, "version"), version);
}

const options = process.argv.slice(2);
if (!options.includes("--no-build") && !node(["scripts/build.mjs"])) process.exit(1);

const builder = require.resolve("electron-builder/cli.js");
const dist = options.includes("--stand-in") ? null : electronDistribution();
const at = options.indexOf("--out");
const out = resolve(at === -1 ? "release" : (options[at + 1] ?? "release"));
const args = [builder, "--config", "electron-builder.yml", `-c.directories.output=${out}`];
if (dist === null) {
  const standIn = join(out, "stand-in");
  await writeStandIn(standIn);
  console.log(
    "The Electron distribution is not here and could not be downloaded: packing the same archive into a stand-in.",
  );
  args.push("--dir", "--linux", `-c.electronDist=${standIn}`);
} else {
  args.push(`-c.electronDist=${dist}`);
  if (options.includes("--dir")) args.push("--dir");
}
process.exitCode = node(args) ? 0 : 1;
