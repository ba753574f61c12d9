import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { build } from "vite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { codeCache } from "./code-cache.mjs";

const run = promisify(execFile);
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "envoi-code-cache-"));
  await writeFile(path.join(folder, "package.json"), '{"type":"module"}');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const sources: Readonly<Record<string, string>> = {
  "main.js": `export const run = async () => (await import("./kept.js")).say();
console.log(await run());`,
  "kept.js": `import path, { basename as base } from "node:path";
import * as os from "node:os";
import { shared } from "./shared.js";
export class Kept { #secret = 1; get it() { return this.#secret; } }
export const say = async () => [
  new Kept().it, base("/a/b"), path.sep, typeof os.EOL, shared, new URL(import.meta.url).protocol,
  "é–😀".length, \`à\${"😀".replace(/[é😀]/u, "ö")}\`, (await import("./late.js")).late(), globalThis[Symbol.for("test.rejected")],
].join(" ");`,
  "late.js": `import { Kept } from "./kept.js"; import { shared } from "./shared.js";
export const late = () => new Kept().it + shared;`,
  "shared.js": `export const shared = 40;`,
  "other.js": `import { shared } from "./shared.js"; console.log(shared);`,
};

async function built(
  kept: string,
  files: Readonly<Record<string, string>>,
  groups: { readonly name: string; readonly test: RegExp }[] = [],
): Promise<void> {
  const from = path.join(folder, "from");
  await mkdir(from);
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(from, name), text);
  await build({
    configFile: false,
    root: from,
    logLevel: "silent",
    plugins: [codeCache([kept])],
    build: {
      ssr: true,
      outDir: path.join(folder, "to"),
      target: "node20",
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(
          ["main.js", "other.js"].map((name) => [name, path.join(from, name)]),
        ),
        output: {
          format: "es",
          entryFileNames: "[name]",
          chunkFileNames: "[name]-[hash].js",
          codeSplitting: { groups, includeDependenciesRecursively: false },
        },
      },
    },
  });
}

const maker = new URL("code-cache-maker.mjs", import.meta.url).href;
/** Tells what became of a cache. */
const watching = `data:text/javascript,${encodeURIComponent(`import vm from "node:vm";
const { runInThisContext } = vm.Script.prototype;
vm.Script.prototype.runInThisContext = function (...given) {
  globalThis[Symbol.for("test.rejected")] = String(this.cachedDataRejected);
  return runInThisContext.apply(this, given);
};`)}`;
const asElectron = `data:text/javascript,Object.defineProperty(process.versions,"electron",{value:"1"})`;
const said = async (...flags: readonly string[]): Promise<string> =>
  (await run(process.execPath, [...flags, path.join(folder, "to", "main.js")])).stdout.trim();

test("a chunk says the same as script, from the cache and as it was", async () => {
  await built("kept.js", sources);
  const answer = `1 b ${path.sep} string 40 file: 4 àö 41`;
  expect(await said()).toBe(answer);
  expect(await said("--import", watching)).toBe(`${answer} undefined`);
  expect(await said("--import", maker)).toBe(answer);
  const caches = (await readdir(path.join(folder, "to"))).filter((name) => name.endsWith(".cache"));
  expect(caches).toHaveLength(1);
  expect(await said("--import", watching)).toBe(`${answer} false`);
  const file = path.join(folder, "to", caches[0] ?? "");
  const whole = await readFile(file);
  for (const place of [10, whole.length / 4, whole.length - 1]) {
    const damaged = Buffer.from(whole);
    damaged[Math.floor(place)] = (damaged[Math.floor(place)] ?? 0) ^ 0x5a;
    await writeFile(file, damaged);
    expect(await said("--import", watching)).toBe(`${answer} undefined`);
  }
  for (const cut of [0, 1, 100, whole.length / 2, whole.length - 1]) {
    await writeFile(file, whole.subarray(0, cut));
    expect(await said("--import", watching)).toBe(`${answer} undefined`);
  }
  await writeFile(file, whole);
  // Other flags, other code: it is compiled anew.
  expect(await said("--import", watching, "--no-opt")).toBe(`${answer} true`);
  expect(await said("--import", watching, "--import", asElectron)).toBe(answer);
});

test("what a tag would be given otherwise than it is written is refused", async () => {
  const raw = { ...sources, "kept.js": "export const say = () => String.raw`é`;" };
  await expect(built("kept.js", raw)).rejects.toThrow("a tag is given");
});

test("a chunk in a circle of imports is refused", async () => {
  const circle = {
    "main.js": `import { b } from "./b.js"; console.log(b());`,
    "b.js": `import { a } from "./a.js"; export const b = () => a() + 1;`,
    "a.js": `import { b } from "./b.js"; export const a = () => Math.random(); export const twice = () => b() * 2;`,
    "other.js": `import { twice } from "./a.js"; console.log(twice());`,
  };
  const groups = ["a", "b"].map((name) => ({ name, test: new RegExp(`/${name}\\.js$`) }));
  await expect(built("/a.js", circle, groups)).rejects.toThrow("circle of imports");
});
