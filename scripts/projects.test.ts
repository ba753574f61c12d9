import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

// The top-level rule, kept by the compiler projects alone: each breach is one file in a small tree under our own tsconfigs.

const root = fileURLToPath(new URL("..", import.meta.url));

const breaches = {
  "shared/node.ts": `import { readFileSync } from "node:fs";\nexport const read = readFileSync;\n`,
  "shared/dom.ts": `export const title = document.title;\n`,
  "shared/process.ts": `export const platform = process.platform;\n`,
  "shared/electron-side.ts": `export { noun } from "../electron/target.ts";\n`,
  "electron/dom.ts": `export const title = document.title;\n`,
  "electron/renderer-side.ts": `export { noun } from "../renderer/target.ts";\n`,
  "renderer/node.ts": `export const platform = process.platform;\n`,
  "renderer/electron-side.ts": `export { noun } from "../electron/target.ts";\n`,
} as const;

/** Pulled into a foreign project by a breach, so it must be lawful everywhere. */
const target = "export const noun = 1;\n";

const lawful = {
  "electron/target.ts": target,
  "renderer/target.ts": target,
  "shared/noun.ts": "export const noun = 1;\n",
  "electron/noun.ts": `import { platform } from "node:process";\nexport { noun } from "../shared/noun.ts";\nexport const os = platform;\n`,
  "renderer/noun.ts": `export { noun } from "../shared/noun.ts";\nexport const title = document.title;\n`,
} as const;

let tree = "";
let output = "";

function put(path: string, text: string): void {
  const file = join(tree, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), "envoi-projects-"));
  symlinkSync(join(root, "node_modules"), join(tree, "node_modules"), "junction");
  for (const name of ["tsconfig.base.json", "shared", "electron", "renderer"]) {
    const path = name.endsWith(".json") ? name : `${name}/tsconfig.json`;
    cpSync(join(root, path), join(tree, path));
  }
  cpSync(join(root, "shared/universals.d.ts"), join(tree, "shared/universals.d.ts"));
  put("package.json", `{ "name": "tree", "type": "module" }`);
  for (const [path, text] of Object.entries({ ...breaches, ...lawful })) put(path, text);
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const flags = ["-b", "shared", "electron", "renderer", "--pretty", "false"];
  output = spawnSync(process.execPath, [tsc, ...flags], { cwd: tree, encoding: "utf8" }).stdout;
}, 60_000);

afterAll(() => rmSync(tree, { recursive: true, force: true }));

describe("compiler projects", () => {
  it.each(Object.keys(breaches))("refuse %s", (path) => {
    expect(output).toContain(`${path}(`);
  });
  it.each(Object.keys(lawful))("accept %s", (path) => {
    expect(output).not.toContain(`${path}(`);
  });
});
