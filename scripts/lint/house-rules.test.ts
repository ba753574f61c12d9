import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

// Each rule we lean on, broken on purpose under the repository's own configuration.

const root = fileURLToPath(new URL("../..", import.meta.url));

const cases: readonly (readonly [file: string, code: string, rule: string | null])[] = [
  ["electron/a1.ts", "export const o = { nodeIntegration: true };", "house(window-options)"],
  ["electron/a2.ts", "export const o = { webSecurity: false };", "house(window-options)"],
  ["electron/a3.ts", "export const o = { sandbox: Math.random() > 1 };", "house(window-options)"],
  ["electron/a4.ts", "export const o = { enableBlinkFeatures: '' };", "house(window-options)"],
  ["electron/a5.ts", "export const o = { webviewTag: true };", "house(window-options)"],
  ["electron/a6.ts", "export const o = { sandbox: true, contextIsolation: true };", null],
  [
    "electron/b1.ts",
    "export interface R { readonly headers: Record<string, string> }",
    "house(ordered-headers)",
  ],
  [
    "electron/b2.ts",
    "export const f = (requestHeaders: Record<string, string>) => requestHeaders;",
    "house(ordered-headers)",
  ],
  ["electron/b3.ts", "export interface R { readonly headers: readonly [string, string][] }", null],
  [
    "electron/host/desktop/c1.ts",
    'import { ipcMain } from "electron";\nexport const i = ipcMain;',
    "eslint(no-restricted-imports)",
  ],
  [
    "electron/host/desktop/c2.ts",
    'import * as electron from "electron";\nexport const i = electron.ipcMain;',
    "house(electron-ipc)",
  ],
  [
    "electron/host/desktop/link.ts",
    'import { ipcMain } from "electron";\nexport const i = ipcMain;',
    null,
  ],
  ["shared/d1.ts", "export const f = (x: any) => x as unknown;", "typescript(no-explicit-any)"],
  [
    "shared/d2.ts",
    'export const f = () => { Promise.reject(new Error("x")); };',
    "typescript(no-floating-promises)",
  ],
  ["shared/d3.ts", 'export const f = () => eval("1") as unknown;', "eslint(no-eval)"],
  ["shared/d4.ts", 'export const f = new Function("return 1");', "eslint(no-new-func)"],
  [
    "renderer/e1.tsx",
    'export const A = () => <p dangerouslySetInnerHTML={{ __html: "<b>x</b>" }} />;',
    "react(no-danger)",
  ],
  [
    "renderer/e2.ts",
    'export const f = (e: Element) => { e.innerHTML = "<b>x</b>"; };',
    "eslint(no-restricted-properties)",
  ],
];

let tree = "";
const reported = new Set<string>();

function put(path: string, text: string): void {
  const file = join(tree, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), "envoi-house-"));
  symlinkSync(join(root, "node_modules"), join(tree, "node_modules"), "junction");
  cpSync(join(root, ".oxlintrc.json"), join(tree, ".oxlintrc.json"));
  cpSync(join(root, "tsconfig.base.json"), join(tree, "tsconfig.base.json"));
  cpSync(join(root, "scripts/lint"), join(tree, "scripts/lint"), { recursive: true });
  for (const part of ["shared", "electron", "renderer"]) {
    cpSync(join(root, part, "tsconfig.json"), join(tree, part, "tsconfig.json"));
  }
  put("package.json", `{ "name": "tree", "type": "module" }`);
  for (const [file, code] of cases) put(file, `${code}\n`);
  const oxlint = join(root, "node_modules/oxlint/bin/oxlint");
  const run = spawnSync(process.execPath, [oxlint, "--format", "json"], {
    cwd: tree,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  const report = JSON.parse(run.stdout) as {
    readonly diagnostics: readonly { readonly code: string; readonly filename: string }[];
  };
  for (const { code, filename } of report.diagnostics) {
    reported.add(`${filename.replaceAll("\\", "/")} ${code}`);
  }
}, 60_000);

afterAll(() => rmSync(tree, { recursive: true, force: true }));

describe("lint rules", () => {
  it.each(cases)("%s: %s → %s", (file, _code, rule) => {
    const found = [...reported].filter((line) => line.startsWith(`${file} `));
    if (rule === null) expect(found).toEqual([]);
    else expect(found).toContain(`${file} ${rule}`);
  });
});
