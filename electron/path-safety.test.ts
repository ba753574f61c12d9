import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toFailure } from "../shared/model/failure.ts";
import { emptyRequest } from "../shared/model/request.ts";
import { type App, createApp } from "./app.ts";
import { hostilePaths } from "./collections/hostile-names.ts";
import { readableFile } from "./exchanges/file-access.ts";

// A3 of the safety goals: hostile names at every door that takes a name. Nothing outside is read, nothing outside is written.

const canary = "canary-7f31c0de";
const never = new AbortController().signal;
let folder = "";
let outside = "";
let root = "";
let app: App;
let id = "";
let names: readonly string[] = [];
const figures: string[] = [];

beforeAll(async () => {
  folder = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), "envoi-a3-")));
  outside = path.join(folder, "outside");
  root = path.join(folder, "space", "collection");
  await fs.mkdir(outside);
  await fs.mkdir(path.join(folder, "import"));
  for (const name of [
    "victim.yml",
    "opencollection.yml",
    "folder.yml",
    "x",
    "x.yml",
    "workspace.yml",
  ])
    await fs.writeFile(
      path.join(outside, name),
      `opencollection: 1.0.0\ninfo:\n  name: ${canary}\n  type: http\ndocs: ${canary}\n`,
    );
  await fs.mkdir(path.join(root, "sub", "deep"), { recursive: true });
  await fs.mkdir(path.join(root, "environments"));
  await fs.writeFile(
    path.join(root, "opencollection.yml"),
    "opencollection: 1.0.0\ninfo:\n  name: C\n",
  );
  await fs.writeFile(
    path.join(root, "ok.yml"),
    "info:\n  name: ok\n  type: http\nhttp:\n  url: x\n",
  );
  // Links at every level, a link as a folder's description, a pipe and a socket.
  const victim = path.join(outside, "victim.yml");
  for (const at of ["", "sub", "sub/deep", "environments"]) {
    await fs.symlink(outside, path.join(root, at, "link-out"));
    await fs.symlink(victim, path.join(root, at, "link-file.yml"));
  }
  await fs.symlink(victim, path.join(root, "sub", "folder.yml"));
  await fs.symlink("circle", path.join(root, "circle"));
  await fs.symlink("/dev/zero", path.join(root, "zero.yml"));
  const pipes = [path.join(root, "pipe.yml"), path.join(root, "sub", "deep", "folder.yml")];
  spawnSync("sh", ["-c", 'mkfifo "$@"', "sh", ...pipes]);
  names = [
    ...new Set([
      ...hostilePaths(outside),
      ...[
        "link-out/victim.yml",
        "link-file.yml",
        "folder.yml",
        "link-out",
        "deep/link-out/x.yml",
      ].flatMap((name) => [name, `sub/${name}`, `sub/deep/${name}`]),
      ...["zero.yml", "pipe.yml", "circle/x.yml", ".git/config", ".GIT/config", "git~1/config"],
      ...["a".repeat(255), `${"b".repeat(251)}.yml`, "OK.yml", "oK.yml", "ok.YML", "o\u212a.yml"],
      ...[
        "\u202emly.x",
        "a\u2028b",
        "e\u0301.yml",
        "\u00e9.yml",
        "x\ufeff.yml",
        ".g\u200cit/config",
      ],
    ]),
  ].filter((name) => name !== "");
  app = await createApp({
    dataFolder: path.join(folder, "data"),
    ports: {
      host: "loopback",
      version: "0",
      capabilities: {
        nativeDialogs: false,
        nativeMenu: false,
        systemTrash: false,
        keychain: false,
        windowChrome: false,
      },
    },
  });
  ({ id } = await app.handlers["collections.open"]({ folder: root }, never));
}, 30_000);
afterAll(async () => {
  await app.close();
  await fs.rm(folder, { recursive: true, force: true });
  console.log(figures.join("\n"));
});

/** Every file outside, with its bytes and its time. */
async function outsideNow(): Promise<unknown> {
  const listed: unknown[] = [];
  for (const name of (await fs.readdir(outside, { recursive: true })).sort()) {
    const stat = await fs.lstat(path.join(outside, name));
    const bytes = stat.isFile() ? await fs.readFile(path.join(outside, name)) : "";
    listed.push([name, stat.mtimeMs, stat.ino, createHash("sha256").update(bytes).digest("hex")]);
  }
  return [
    listed,
    (await fs.readdir(folder)).sort(),
    (await fs.readdir(path.join(folder, "space"))).sort(),
  ];
}

/** Calls a door with each name; gives what it answered. Anything but a failure by name is a mistake of its own. */
async function knock(
  what: string,
  door: (name: string) => Promise<unknown>,
  given: readonly string[] = names,
): Promise<void> {
  const before = await outsideNow();
  let answered = 0;
  for (const name of given) {
    let answer: unknown;
    try {
      answer = await door(name);
      answered += 1;
    } catch (thrown) {
      answer = toFailure(thrown);
      expect(toFailure(thrown).code, `${what} ${JSON.stringify(name)}`).not.toBe("unexpected");
    }
    expect(JSON.stringify(answer) ?? "", `${what} ${JSON.stringify(name)}`).not.toContain(canary);
  }
  expect(await outsideNow(), what).toEqual(before);
  figures.push(`A3 ${what}: ${given.length} names, ${answered} answered inside, 0 outside`);
}

const ref = (name: string) => ({ collectionId: id, path: name });

describe("hostile names", () => {
  test("there are enough of them", () => {
    expect(names.length).toBeGreaterThanOrEqual(300);
  });

  test("as items of a collection", async () => {
    const h = app.handlers;
    await knock("read as text", (name) => h["collections.readText"](ref(name), never));
    await knock("read a request", (name) => h["collections.readRequest"](ref(name), never));
    await knock("read defaults", (name) => h["collections.readDefaults"](ref(name), never));
    await knock("move a request there", (name) =>
      h["collections.move"](
        { from: ref("ok.yml"), toCollection: id, to: { folder: name, after: null } },
        never,
      ).then(async (moved) => {
        await h["collections.move"](
          { from: moved, toCollection: id, to: { folder: "", after: null } },
          never,
        );
      }),
    );
    await knock("look at variables", (name) =>
      h["variables.view"]({ collectionId: id, path: name, environment: null }, never),
    );
    await knock("export", (name) =>
      h["exports.preview"](
        { collectionId: id, path: name, format: "opencollection", keepSecrets: true },
        never,
      ),
    );
  }, 60_000);

  test("as names of environments, undone items, exchanges and bodies", async () => {
    const h = app.handlers;
    await knock("read an environment", (name) =>
      h["environments.read"]({ collectionId: id, name }, never),
    );
    await knock("send with an environment", (name) =>
      h["variables.view"]({ collectionId: id, path: "ok.yml", environment: name }, never),
    );
    await knock("undo", (name) => h["collections.undoDelete"]({ undoId: name }, never));
    await knock("an exchange", (name) => h["exchange.get"]({ id: name }, never));
    await knock("a body", (name) => app.openBody(name, false));
    await knock("the wire", (name) => app.openWire(name, "socket-in" as never));
    await knock("secrets of a collection", (name) =>
      h["secrets.set"]({ collectionId: name, environment: "e", name: "n", value: "v" }, never),
    );
  }, 60_000);

  test("as names a person gives: what is made is inside", async () => {
    const h = app.handlers;
    const some = names.filter((_, index) => index % 12 === 0);
    await knock(
      "make a request",
      (name) =>
        h["collections.createRequest"](
          { collectionId: id, parent: "sub", request: { ...emptyRequest, name } },
          never,
        ),
      some,
    );
    await knock(
      "make an environment",
      (name) => h["environments.create"]({ collectionId: id, name }, never),
      some,
    );
    await knock(
      "rename a request",
      (name) =>
        h["collections.rename"]({ ...ref("ok.yml"), name }, never).then((to) =>
          h["collections.rename"]({ ...to, name: "ok" }, never),
        ),
      some,
    );
    const made = await fs.readdir(root, { recursive: true });
    expect(made.filter((name) => /[<>:"|?*\u0000-\u001f]/.test(name))).toEqual([]);
  }, 60_000);

  test("as the file of a body", async () => {
    const inside: string[] = [];
    await knock("send a file", async (name) => {
      const { realPath } = await readableFile(name, root, () => false);
      inside.push(realPath);
      return realPath;
    });
    for (const file of inside) {
      expect(file.startsWith(`${root}${path.sep}`), file).toBe(true);
      expect(file).not.toMatch(/\.git|\.env/i);
    }
  });

  test("as paths in a workspace file: none is opened, none is looked into", async () => {
    const space = path.join(folder, "space");
    const entries = names.map((name) => `  - name: x\n    path: ${JSON.stringify(name)}\n`);
    await fs.writeFile(
      path.join(space, "workspace.yml"),
      `opencollection: 1.0.0\ninfo:\n  name: W\n  type: workspace\ncollections:\n  - name: C\n    path: collection\n${entries.join("")}`,
    );
    const before = await outsideNow();
    await app.handlers["workspace.open"]({ folder: space }, never);
    for await (const { current } of app.handlers["workspace.watch"](never)) {
      const open = current?.entries.filter(({ state }) => state === "open") ?? [];
      expect(open.map((entry) => entry.path)).toEqual(["collection"]);
      figures.push(`A3 workspace paths: ${(current?.entries.length ?? 1) - 1} lines, 0 opened`);
      break;
    }
    expect(await outsideNow()).toEqual(before);
    await app.handlers["workspace.close"](null, never);
  }, 30_000);

  test("in archives and as names of what is imported", async () => {
    const h = app.handlers;
    const parent = path.join(folder, "import");
    const yml = `info:\n  name: x\n  type: http\nhttp:\n  url: http://h/\n`;
    const items = names.map((name) => ({ name, request: { method: "GET", url: "http://h/" } }));
    const postman = {
      info: {
        name: "../../outside",
        schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
      },
      item: [...items, ...names.map((name) => ({ name, item: items.slice(0, 1) }))],
    };
    const archive = zip([
      ["opencollection.yml", "opencollection: 1.0.0\ninfo:\n  name: zipped\n"],
      ...names.map((name) => [name, yml] as const),
      ...names.map((name) => [`environments/${name}.yml`, "name: e\nvariables: []\n"] as const),
    ]);
    const before = await outsideNow();
    for (const [name, bytes] of [
      ["postman.json", Buffer.from(JSON.stringify(postman))],
      ["all.zip", archive],
    ] as const) {
      const begun = await h["imports.add"](
        { id: null, path: name, base64: bytes.toString("base64"), more: false },
        never,
      );
      await h["imports.preview"](begun, never);
      for await (const _ of h["imports.write"](
        { ...begun, target: { kind: "new", parent }, secrets: [] },
        never,
      ));
    }
    expect(await outsideNow()).toEqual(before);
    const written = await fs.readdir(parent, { recursive: true });
    expect(written.length).toBeGreaterThan(names.length);
    const segments = written.flatMap((name) => name.split(path.sep));
    expect(
      segments.filter((name) => /^\.git$|^git~\d+$|[<>:"|?*\\\u0000-\u001f]|[. ]$/i.test(name)),
    ).toEqual([]);
    figures.push(
      `A3 import: ${names.length * 4} names, ${written.length} files written, 0 outside`,
    );
  }, 60_000);

  test("the tree shows nothing of what lies outside", async () => {
    for await (const item of app.handlers["collections.watch"](never)) {
      expect(JSON.stringify(item)).not.toContain(canary);
      break;
    }
  });
});

/** An archive of stored files, names as given. */
function zip(files: readonly (readonly [name: string, content: string])[]): Buffer {
  const bodies: Buffer[] = [];
  const index: Buffer[] = [];
  let at = 0;
  for (const [name, content] of files) {
    const path = Buffer.from(name).subarray(0, 60_000);
    const data = Buffer.from(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(path.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt32LE(data.length, 20);
    central.writeUInt32LE(data.length, 24);
    central.writeUInt16LE(path.length, 28);
    central.writeUInt32LE(at, 42);
    bodies.push(local, path, data);
    index.push(central, path);
    at += 30 + path.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, ...index, end]);
}
