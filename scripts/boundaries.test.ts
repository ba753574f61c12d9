import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

// Every import boundary of ARCHITECTURE.md, broken on purpose in a small tree under the repository's own configuration.

const root = fileURLToPath(new URL("..", import.meta.url));

const targets = [
  "shared/model/noun.ts",
  "electron/base/noun.ts",
  "electron/wire/connect/noun.ts",
  "electron/client/noun.ts",
  "electron/collections/noun.ts",
  "electron/api/noun.ts",
  "electron/app.ts",
  "electron/host/desktop/noun.ts",
  "electron/host/loopback/noun.ts",
  "electron/host/cli/noun.ts",
  "renderer/state/noun.ts",
  "renderer/ui/noun.ts",
  "renderer/editor/noun.ts",
  "renderer/host/noun.ts",
  "renderer/features/tree/noun.ts",
  "e2e/noun.ts",
] as const;

/** Columns of the table: what each may import. Everything not named here must be refused. */
const layers = targets.slice(0, 7);
const allowed: Readonly<Record<string, readonly string[]>> = {
  "shared/model": [targets[0]],
  "electron/base": layers.slice(0, 2),
  "electron/wire/connect": layers.slice(0, 3),
  "electron/client": layers.slice(0, 4),
  "electron/collections": layers.slice(0, 5),
  "electron/api": layers.slice(0, 6),
  "electron/host/desktop": [...layers, "electron/host/desktop/noun.ts"],
  "electron/host/loopback": [...layers, "electron/host/loopback/noun.ts"],
  "electron/host/cli": [...layers, "electron/host/loopback/noun.ts", "electron/host/cli/noun.ts"],
  "renderer/host": [targets[0], "renderer/host/noun.ts"],
  "renderer/state": [targets[0], "renderer/host/noun.ts", "renderer/state/noun.ts"],
  "renderer/ui": [targets[0], "renderer/host/noun.ts", "renderer/ui/noun.ts"],
  "renderer/editor": [
    targets[0],
    "renderer/host/noun.ts",
    "renderer/ui/noun.ts",
    "renderer/editor/noun.ts",
  ],
  "renderer/features/tree": [targets[0], ...targets.filter((path) => path.startsWith("renderer/"))],
  e2e: [targets[0], "e2e/noun.ts"],
};

/** Packages with one door. */
const packages: readonly {
  readonly name: string;
  readonly from: string;
  readonly refused: boolean;
}[] = [
  { name: "electron", from: "electron/host/desktop", refused: false },
  { name: "electron", from: "electron/host/loopback", refused: true },
  { name: "electron", from: "electron/api", refused: true },
  { name: "electron", from: "renderer/features/tree", refused: true },
  { name: "monaco-editor/editor", from: "renderer/editor", refused: false },
  { name: "monaco-editor/editor", from: "renderer/features/tree", refused: true },
  { name: "react-aria-components", from: "renderer/ui", refused: false },
  { name: "react-aria-components", from: "renderer/features/tree", refused: true },
  { name: "valibot", from: "shared/model", refused: false },
  { name: "ws", from: "shared/model", refused: true },
  { name: "node:fs", from: "shared/model", refused: true },
];

interface Case {
  readonly file: string;
  readonly specifier: string;
  readonly refused: boolean;
}

function relativeSpecifier(folder: string, target: string): string {
  return `${"../".repeat(folder.split("/").length)}${target}`;
}

const cases: readonly Case[] = [
  ...Object.entries(allowed).flatMap(([folder, names]) =>
    targets.map((target, index) => ({
      file: `${folder}/import-${index}.ts`,
      specifier: relativeSpecifier(folder, target),
      refused: !names.includes(target),
    })),
  ),
  ...packages.map(({ name, from, refused }, index) => ({
    file: `${from}/package-${index}.ts`,
    specifier: name,
    refused,
  })),
];

/** Each way of naming a module in turn: none of them is a way around. */
function form(specifier: string, index: number): string {
  const forms = [
    `import "${specifier}";`,
    `import type { noun } from "${specifier}";`,
    `export * from "${specifier}";`,
    `export const later = () => import("${specifier}");`,
  ];
  return `${forms[index % forms.length] ?? ""}\n`;
}

let tree = "";
const reported = new Set<string>();

function put(path: string, text: string): void {
  const file = join(tree, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), "envoi-boundaries-"));
  symlinkSync(join(root, "node_modules"), join(tree, "node_modules"), "junction");
  cpSync(join(root, ".oxlintrc.json"), join(tree, ".oxlintrc.json"));
  cpSync(join(root, "scripts/lint"), join(tree, "scripts/lint"), { recursive: true });
  put("package.json", `{ "name": "tree", "type": "module" }`);
  for (const target of targets) put(target, "export const noun = 1;\n");
  cases.forEach(({ file, specifier }, index) => put(file, form(specifier, index)));
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
    if (code === "boundaries(dependencies)") reported.add(filename.replaceAll("\\", "/"));
  }
}, 60_000);

afterAll(() => rmSync(tree, { recursive: true, force: true }));

describe("import boundaries", () => {
  it.each(cases)("$file importing $specifier: refused $refused", ({ file, refused }) => {
    expect(reported.has(file)).toBe(refused);
  });
});
