import { describe, expect, test } from "vitest";
import type { Workspace } from "../../model/workspace.ts";
import { parseYaml } from "../yaml/parse.ts";
import { canonicalYaml, patchYaml } from "../yaml/patch.ts";
import { isWorkspaceData, newWorkspaceData, patchWorkspace, readWorkspace } from "./workspace.ts";

const text = `# our services
opencollection: 1.0.0
info:
  name: "Harbour" # shown in the title
  type: workspace

collections:
  - name: "Orders"   # the old one
    path: "collections/orders"
    team: blue
  - name: "Berths"
    path: "../berths"
    remote: "https://example.org/berths.git"
  - "not a collection"

specs:
  - name: "Harbour API"
    path: "specs/harbour.yml"

docs: ''

activeEnvironmentUid: abc123
`;
const read = (source: string) => readWorkspace(parseYaml(source).data);
const change = (source: string, edit: (workspace: Workspace) => Workspace) =>
  patchYaml(source, patchWorkspace(parseYaml(source).data, edit(read(source)))).text;

describe("reading", () => {
  test("name, collections and remotes; lines that name no folder are left out", () => {
    expect(read(text)).toEqual({
      name: "Harbour",
      docs: "",
      collections: [
        { name: "Orders", path: "collections/orders" },
        { name: "Berths", path: "../berths", remote: "https://example.org/berths.git" },
      ],
    });
  });
  test("keys without values, as Bruno writes them", () => {
    const empty = read(
      "opencollection: 1.0.0\ninfo:\n  name: A\n  type: workspace\ncollections:\nspecs:\n",
    );
    expect(empty).toEqual({ name: "A", collections: [], docs: "" });
  });
  test.each([
    ["CircleCI", "version: 2.1\njobs:\n  a: b\n", false],
    ["Dagster", "load_from:\n  - python_file: a.py\n", false],
    ["a list", "- a\n", false],
    ["nothing", "", false],
    ["Bruno", text, true],
    ["its older shape", "type: workspace\nname: A\n", true],
  ])("%s: a workspace or not", (_, source, expected) => {
    expect(isWorkspaceData(parseYaml(source).data)).toBe(expected);
  });
});

describe("changing in place", () => {
  test("nothing changed, nothing written", () => {
    expect(change(text, (workspace) => workspace)).toBe(text);
  });
  test("a collection added: one entry more, all else to the byte", () => {
    const after = change(text, (workspace) => ({
      ...workspace,
      collections: [...workspace.collections, { name: "Cranes", path: "collections/cranes" }],
    }));
    const added = after.split("\n").filter((line) => !text.split("\n").includes(line));
    expect(added.map((line) => line.trim())).toEqual([
      "- name: Cranes",
      "path: collections/cranes",
    ]);
    expect(text.split("\n").filter((line) => !after.split("\n").includes(line))).toEqual([]);
    expect(read(after).collections).toHaveLength(3);
  });
  test("a collection removed: comments, unknown keys and foreign lines stay", () => {
    const after = change(text, (workspace) => ({
      ...workspace,
      collections: workspace.collections.filter(({ name }) => name !== "Berths"),
    }));
    for (const kept of [
      "# our services",
      "# the old one",
      "team: blue",
      "activeEnvironmentUid",
      "not a collection",
      "# shown in the title",
    ])
      expect(after).toContain(kept);
    expect(after).not.toContain("berths");
  });
  test("another path keeps the rest of its entry", () => {
    const after = change(text, (workspace) => ({
      ...workspace,
      collections: workspace.collections.map((entry) =>
        entry.name === "Orders" ? { ...entry, path: "moved/orders" } : entry,
      ),
    }));
    expect(after).toContain("team: blue");
    expect(after).toContain('path: "moved/orders"');
  });
  test("CRLF and the last collection removed", () => {
    const windows = text.replaceAll("\n", "\r\n");
    const after = change(windows, (workspace) => ({ ...workspace, name: "Port", collections: [] }));
    expect(after.replaceAll("\r\n", "")).not.toContain("\n");
    expect(read(after)).toMatchObject({ name: "Port", collections: [] });
    expect(after).toContain("not a collection");
  });
  test("settings and network under extensions.envoi, and away again", () => {
    const own = change(text, (workspace) => ({
      ...workspace,
      settings: { timeout: 3000, followRedirects: false },
      network: { httpVersion: "1.1", tlsMin: "1.3", retries: 2 },
    }));
    expect(read(own)).toMatchObject({
      settings: { timeout: 3000, followRedirects: false },
      network: { httpVersion: "1.1", tlsMin: "1.3", retries: 2 },
    });
    const none = change(own, ({ settings: _, network: __, ...rest }) => rest);
    expect(none).toBe(text);
  });
});

test("a new workspace", () => {
  expect(canonicalYaml(newWorkspaceData("Port", []))).toBe(
    'opencollection: 1.0.0\n\ninfo:\n  name: Port\n  type: workspace\ncollections: []\nspecs: []\n\ndocs: ""\n',
  );
  const one = canonicalYaml(newWorkspaceData("Port", [{ name: "A", path: "a" }]));
  expect(read(one).collections).toEqual([{ name: "A", path: "a" }]);
});
