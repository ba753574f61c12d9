import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { extractFile, listPackage } from "@electron/asar";
import { FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { expect, test } from "@playwright/test";

// What `npm run package` puts into the archive, on every machine: the program around it may be the stand-in.

const root = fileURLToPath(new URL("../..", import.meta.url));
let out = "";
let archive = "";
let program = "";

test.describe.configure({ mode: "serial" });

test.beforeAll(() => {
  test.setTimeout(120_000);
  out = mkdtempSync(join(tmpdir(), "envoi-package-"));
  const args = ["scripts/package.mjs", "--no-build", "--stand-in", "--out", out];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: "utf8",
  });
  expect(status, `${stdout}\n${stderr}`).toBe(0);
  const unpacked = readdirSync(out).find((name) => name.endsWith("-unpacked"));
  program = join(out, unpacked ?? "", "envoi");
  archive = join(out, unpacked ?? "", "resources/app.asar");
});

test.afterAll(() => rmSync(out, { recursive: true, force: true, maxRetries: 3 }));

/** Paths in the archive, with `/`, without the first. */
function listed(): readonly string[] {
  return listPackage(archive, { isPack: false }).map((path) => path.replaceAll("\\", "/").slice(1));
}

test("holds the app", () => {
  expect(listed()).toEqual(
    expect.arrayContaining([
      "package.json",
      "LICENSE",
      "dist/desktop/main.js",
      "dist/desktop/preload.cjs",
      "dist/desktop/icon.png",
      "dist/main/cli.js",
      "dist/main/loopback.js",
      "dist/renderer/index.html",
      "node_modules/@parcel/watcher/index.js",
    ]),
  );
});

test("holds the chunks as Electron imports them, and nothing compiled by Node", () => {
  const found = listed();
  const named = found
    .filter((path) => /^dist\/main\/[^/]*\.js$/.test(path))
    .flatMap(
      (path) =>
        extractFile(archive, path)
          .toString("utf8")
          .match(/[\w-]+\.plain\.js/g) ?? [],
    )
    .map((name) => `dist/main/${name}`);
  expect(named.length).toBeGreaterThan(0);
  expect(found.filter((path) => path.endsWith(".plain.js")).sort()).toEqual(named.sort());
  expect(found.filter((path) => /\.script\.js|\.cache$/.test(path))).toEqual([]);
});

test("holds no test, no source and no development dependency", () => {
  const allowed = ["@parcel", "detect-libc", "is-glob", "is-extglob", "picomatch"];
  const found = listed();
  const packages = found
    .map((path) => /^node_modules\/([^/]+)/.exec(path)?.[1])
    .filter((name) => name !== undefined);
  expect(new Set(packages)).toEqual(new Set(allowed));
  const top = new Set(found.map((path) => path.split("/")[0] ?? ""));
  expect([...top].sort()).toEqual(["LICENSE", "dist", "node_modules", "package.json"]);
  const unwanted = found.filter((path) =>
    /\.(tsx?|map|flow|md|cc|gyp)$|\.test\.|\.spec\.|(^|\/)(test|tests|e2e|bench|scripts|src)\//.test(
      path,
    ),
  );
  expect(unwanted).toEqual([]);
});

test("starts what it says it starts", () => {
  const manifest = JSON.parse(extractFile(archive, "package.json").toString("utf8")) as {
    readonly name: string;
    readonly main: string;
    readonly devDependencies?: unknown;
  };
  expect(manifest).toMatchObject({ name: "envoi", main: "dist/desktop/main.js" });
  expect(manifest.devDependencies).toBeUndefined();
});

test("keeps the native watcher outside, where it can be loaded", () => {
  const unpacked = `${archive}.unpacked/node_modules/@parcel`;
  const [watcher = ""] = readdirSync(unpacked);
  expect(existsSync(join(unpacked, watcher, "watcher.node"))).toBe(true);
});

test("names no place of the machine that made it", () => {
  for (const path of ["dist/desktop/main.js", "dist/main/cli.js", "dist/renderer/index.html"]) {
    expect(extractFile(archive, path).toString("utf8")).not.toContain(root);
  }
});

test("19: the fuses are set", async () => {
  const wire = await getCurrentFuseWire(program);
  // The wire's own letters: "0" and "1".
  const [DISABLE, ENABLE] = [0x30, 0x31];
  expect(wire).toMatchObject({
    [FuseV1Options.RunAsNode]: DISABLE,
    [FuseV1Options.EnableCookieEncryption]: ENABLE,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: DISABLE,
    [FuseV1Options.EnableNodeCliInspectArguments]: DISABLE,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: ENABLE,
    [FuseV1Options.OnlyLoadAppFromAsar]: ENABLE,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: DISABLE,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: DISABLE,
  });
});
