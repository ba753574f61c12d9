import { spawnSync } from "node:child_process";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { GitView } from "../../shared/model/git.ts";
import { type Collections, createCollections } from "../collections/service.ts";
import { createGit, type Git } from "./git.ts";
import { parseStatus } from "./status.ts";

const there = spawnSync("git", ["--version"]).status === 0;
if (!there) console.log("skipped: git is not installed");

let folder = "";
let collections: Collections;
let git: Git;
const never = new AbortController().signal;
const at = (...names: string[]) => path.join(folder, "repository", ...names);

function run(...words: string[]): void {
  const { status, stderr } = spawnSync(
    "git",
    ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main", ...words],
    { cwd: at(), encoding: "utf8" },
  );
  if (status !== 0 && words[0] !== "merge") throw new Error(stderr);
}
const request = (name: string) =>
  `info:\n  name: ${name}\n  type: http\nhttp:\n  method: GET\n  url: http://h/${name}\n`;

beforeEach(async () => {
  folder = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), "envoi-git-")));
  await fs.mkdir(path.join(folder, "data"));
  await fs.mkdir(at("api", "deep"), { recursive: true });
  await fs.writeFile(at("api", "opencollection.yml"), "opencollection: 1.0.0\ninfo:\n  name: A\n");
  for (const name of ["one", "two", "three"])
    await fs.writeFile(at("api", `${name}.yml`), request(name));
  await fs.writeFile(at(".gitignore"), "ignored.yml\n");
  await fs.writeFile(at("api", "ignored.yml"), request("ignored"));
  collections = await createCollections({ dataFolder: path.join(folder, "data") });
  git = createGit({
    dataFolder: path.join(folder, "data"),
    files: collections.files,
    onChange: collections.onChange,
  });
});
afterEach(async () => {
  git.close();
  await collections.close();
  await fs.rm(folder, { recursive: true, force: true });
});

async function open(place: string): Promise<string> {
  return (await collections.handlers["collections.open"]({ folder: place }, never)).id;
}
/** The first view that fits. */
async function until(fits: (view: GitView) => boolean): Promise<GitView> {
  const ended = new AbortController();
  for await (const view of git.handlers["git.watch"](ended.signal)) {
    if (!fits(view)) continue;
    ended.abort();
    return view;
  }
  throw new Error("ended");
}
const commit = () => {
  run("init", "-q");
  run("add", ".");
  run("commit", "-q", "-m", "first");
};

describe.skipIf(!there)("a collection in a repository", () => {
  test("branch and marks, kept true as files change, and both sides of one", async () => {
    commit();
    const id = await open(at("api"));
    const clean = await until((view) => view.collections[id]?.branch === "main");
    expect(clean.collections[id]?.marks).toEqual({ "ignored.yml": "ignored" });
    await fs.writeFile(at("api", "one.yml"), request("one").replace("GET", "POST"));
    await fs.writeFile(at("api", "deep", "new.yml"), request("new"));
    await fs.unlink(at("api", "two.yml"));
    const dirty = await until(
      (view) => Object.keys(view.collections[id]?.marks ?? {}).length === 4,
    );
    expect(dirty.collections[id]?.marks).toEqual({
      "ignored.yml": "ignored",
      "one.yml": "changed",
      "two.yml": "deleted",
      "deep/new.yml": "untracked",
    });
    const compare = (file: string) =>
      git.handlers["git.compare"]({ collectionId: id, path: file }, never);
    const one = await compare("one.yml");
    expect([one.head?.request?.method, one.now?.request?.method]).toEqual(["GET", "POST"]);
    expect((await compare("two.yml")).now).toBeNull();
    expect((await compare("deep/new.yml")).head).toBeNull();
    run("add", ".");
    run("commit", "-q", "-m", "second");
    await until((view) => Object.keys(view.collections[id]?.marks ?? {}).length === 1);
  }, 30_000);

  test("a conflict, a detached head, a worktree and a folder without a repository", async () => {
    commit();
    run("checkout", "-q", "-b", "side");
    await fs.writeFile(at("api", "one.yml"), request("side"));
    run("commit", "-q", "-a", "-m", "side");
    run("checkout", "-q", "main");
    await fs.writeFile(at("api", "one.yml"), request("main"));
    run("commit", "-q", "-a", "-m", "main");
    run("merge", "-q", "side");
    run("worktree", "add", "-q", "--detach", path.join(folder, "tree"), "side");
    const id = await open(at("api"));
    const tree = await open(path.join(folder, "tree", "api"));
    const view = await until((now) => Object.keys(now.collections).length === 2);
    expect(view.collections[id]?.marks["one.yml"]).toBe("conflicted");
    expect(view.collections[tree]).toMatchObject({ branch: null, marks: {} });
    expect(view.collections[tree]?.commit).toMatch(/^[0-9a-f]{8}$/);
  }, 30_000);

  test("a repository that names programs runs none of them", async () => {
    const ran = path.join(folder, "ran");
    const evil = path.join(folder, "evil.sh");
    await fs.writeFile(evil, `#!/bin/sh\necho "$0 $*" >> ${ran}\ncat\n`, { mode: 0o755 });
    commit();
    for (const [key, value] of [
      ["core.fsmonitor", evil],
      ["core.hooksPath", folder],
      ["core.sshCommand", evil],
      ["core.pager", evil],
      ["core.editor", evil],
      ["core.askPass", evil],
      ["core.gitProxy", evil],
      ["core.alternateRefsCommand", evil],
      ["diff.external", evil],
      ["diff.evil.command", evil],
      ["diff.evil.textconv", evil],
      ["filter.evil.clean", evil],
      ["filter.evil.smudge", evil],
      ["filter.evil.process", evil],
      ["filter.evil.required", "true"],
      ["gpg.program", evil],
      ["credential.helper", evil],
      ["remote.origin.url", `ext::${evil}`],
      ["remote.origin.promisor", "true"],
      ["extensions.partialClone", "origin"],
      ["protocol.ext.allow", "always"],
      ["status.submoduleSummary", "true"],
      ["alias.status", `!${evil}`],
      ["alias.cat-file", `!${evil}`],
      ["include.path", path.join(folder, "more")],
    ] as const)
      run("config", key, value);
    await fs.writeFile(path.join(folder, "more"), `[core]\n\tfsmonitor = ${evil}\n`);
    await fs.writeFile(at(".gitattributes"), "*.yml filter=evil diff=evil\n");
    for (const name of ["post-index-change", "fsmonitor-watchman", "pre-commit"])
      await fs.copyFile(evil, at(".git", "hooks", name));
    await fs.writeFile(at("api", "one.yml"), request("changed"));
    await fs.rm(at(".git", "objects", "pack"), { recursive: true, force: true });
    const index = await fs.readFile(at(".git", "index"));
    const id = await open(at("api"));
    await until((view) => view.collections[id]?.marks["one.yml"] === "changed");
    const compared = await git.handlers["git.compare"](
      { collectionId: id, path: "one.yml" },
      never,
    );
    expect(compared.head?.text).toBe(request("one"));
    expect(await fs.readFile(ran, "utf8").catch(() => "nothing")).toBe("nothing");
    expect(await fs.readFile(at(".git", "index"))).toEqual(index);
  }, 30_000);
});

test("what git prints: spaces, conflicts, renames left out, paths elsewhere", () => {
  const hashes = "100644 100644 100644 aaaa bbbb";
  const printed = [
    `1 .M N... ${hashes} api/a b.yml`,
    `1 A. N... ${hashes} api/new.yml`,
    `1 D. N... ${hashes} api/gone.yml`,
    `u UU N... 100644 100644 100644 100644 a b c api/both sides.yml`,
    `1 .M N... ${hashes} other/x.yml`,
    "? api/u.yml",
    "! api/node_modules/",
    "",
  ].join("\0");
  expect(parseStatus(printed, "api").marks).toEqual({
    "a b.yml": "changed",
    "new.yml": "added",
    "gone.yml": "deleted",
    "both sides.yml": "conflicted",
    "u.yml": "untracked",
    node_modules: "ignored",
  });
});
