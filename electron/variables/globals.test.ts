import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Failure } from "../../shared/model/failure.ts";
import type { OpenWorkspace } from "../../shared/model/workspace.ts";
import { globalsFolderFor } from "../collections/read-variables.ts";
import { openGlobals } from "./globals.ts";

let folder = "";
let workspace = "";
beforeEach(async () => {
  folder = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), "envoi-globals-")));
  workspace = path.join(folder, "w");
  await fs.mkdir(path.join(workspace, "environments"), { recursive: true });
  await fs.writeFile(
    path.join(workspace, "environments", "shared.yml"),
    "name: shared\nvariables:\n  - {name: region, value: eu}\n",
  );
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

test("the chosen environment of a workspace, kept over a restart and by workspace", async () => {
  const problems: Failure[] = [];
  const globals = await openGlobals(folder);
  expect(await globals.read(workspace, problems)).toBeNull();
  await globals.choose(workspace, "shared");
  const again = await openGlobals(folder);
  expect(again.chosen(workspace)).toBe("shared");
  expect(await again.read(workspace, problems)).toMatchObject({
    scope: "workspace",
    origin: "shared",
    variables: [{ name: "region", value: "eu" }],
  });
  expect(await again.read(path.join(folder, "other"), problems)).toBeNull();
  expect(await again.read(null, problems)).toBeNull();
  await again.choose(workspace, null);
  expect(await again.read(workspace, problems)).toBeNull();
  expect(problems).toEqual([]);
});

test("a workspace's reach what it lists, this machine's reach all while no workspace is open", () => {
  const open = (workspace: OpenWorkspace | null) => ({
    workspace: () => workspace,
    globalsFolder: () => "/home",
  });
  const entry = { name: "", path: "a", state: "open", folder: "/w/a", collectionId: "a" } as const;
  const listing = { folder: "/w", entries: [entry] } as unknown as OpenWorkspace;
  expect(globalsFolderFor(open(null), "a")).toBe("/home");
  expect(globalsFolderFor(open(null), null)).toBe("/home");
  expect(globalsFolderFor(open(listing), "a")).toBe("/w");
  expect(globalsFolderFor(open(listing), "b")).toBeNull();
  expect(globalsFolderFor(open(listing), null)).toBe("/w");
  expect(globalsFolderFor({}, "a")).toBeNull();
});

test("one that is gone, or that leads outside, gives nothing and says so", async () => {
  const globals = await openGlobals(folder);
  for (const name of ["gone", "../../outside"]) {
    const problems: Failure[] = [];
    await globals.choose(workspace, name);
    expect(await globals.read(workspace, problems)).toBeNull();
    expect(problems).toHaveLength(1);
  }
});
