import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { emptyRequest } from "../../shared/model/request.ts";
import { createKeptValues, type KeptValues } from "../variables/kept-values.ts";
import { createContextReader } from "./read-context.ts";

let folder = "";
let root = "";
let kept: KeptValues;

beforeEach(async () => {
  folder = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), "envoi-variables-")));
  root = path.join(folder, "collection");
  kept = createKeptValues();
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await fs.mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await fs.writeFile(path.join(root, name), text);
  }
}

const variables = (...pairs: readonly (readonly [string, string])[]) =>
  `variables: [${pairs.map(([name, value]) => `{name: ${name}, value: "${value}"}`).join(", ")}]`;
const defaults = (name: string, ...pairs: readonly (readonly [string, string])[]) =>
  `info: {name: ${name}}\nrequest:\n  auth: inherit\n  ${variables(...pairs)}\n`;

async function contextOf(environment: string | null, item = "a/b/x.yml") {
  const read = createContextReader(
    { get: (id) => ({ id, root }) },
    {
      secrets: {
        open: async ({ environment: name }) => ({
          values: new Map([["key", `secret of ${name}`]]),
          missing: new Map(),
        }),
      },
      kept,
      globals: async () => ({
        scope: "workspace",
        origin: "shared",
        variables: [
          { name: "v", value: "workspace" },
          { name: "g", value: "global" },
        ],
      }),
    },
  );
  const own = [{ name: "own", value: "request" }];
  return await read({
    collectionId: "c",
    path: item,
    environment,
    request: { ...emptyRequest, variables: own },
  });
}

test("every scope, from the workspace's globals to what was kept from a response", async () => {
  await write({ "opencollection.yml": "opencollection: 1.0.0\ninfo: {name: C}\n" });
  const value = async (environment: string | null = null) =>
    (await contextOf(environment)).resolver.resolve("{{v}}").text;
  expect(await value()).toBe("workspace");
  await write({
    "opencollection.yml": `opencollection: 1.0.0\n${defaults("C", ["v", "collection"])}`,
  });
  expect(await value()).toBe("collection");
  await write({ "environments/dev.yml": `name: dev\n${variables(["v", "environment"])}\n` });
  expect(await value("dev")).toBe("environment");
  await write({ "environments/dev.local.yml": `name: x\n${variables(["v", "local"])}\n` });
  expect(await value("dev")).toBe("local");
  kept.keep("c", { scope: "environment", name: "dev" }, { name: "v", value: "kept-env" });
  expect(await value("dev")).toBe("kept-env");
  await write({ "a/folder.yml": defaults("A", ["v", "outer"]) });
  expect(await value("dev")).toBe("outer");
  await write({ "a/b/folder.yml": defaults("B", ["v", "inner"]) });
  expect(await value("dev")).toBe("inner");
  kept.keep("c", { scope: "runtime" }, { name: "v", value: "runtime" });
  expect(await value("dev")).toBe("runtime");
  const { resolver } = await contextOf("dev");
  expect(resolver.view().find(({ name }) => name === "v")).toMatchObject({
    scope: "runtime",
    shadows: ["B", "A", "dev", "dev.local.yml", "dev", "C", "shared"],
  });
  expect(resolver.view().find(({ name }) => name === "own")?.place).toEqual({
    kind: "request",
    path: "a/b/x.yml",
  });
});

test("a local file changes its environment and has secrets of its own", async () => {
  await write({
    "opencollection.yml": "opencollection: 1.0.0\n",
    "environments/dev.yml": `${variables(["url", "http://shared"], ["all", "{{url}} {{key}}"])}\n`,
    "environments/dev.local.yml":
      "variables: [{name: url, value: 'http://mine'}, {secret: true, name: key}]\n",
  });
  expect((await contextOf("dev")).resolver.resolve("{{all}}")).toMatchObject({
    text: "http://mine secret of dev.local",
    secret: true,
  });
});

test("an environment adds to the one it extends; a circle is named and ends", async () => {
  await write({
    "opencollection.yml": "opencollection: 1.0.0\n",
    "environments/base.yml": `${variables(["a", "base"], ["b", "base"])}\n`,
    "environments/dev.yml": `extends: base\n${variables(["b", "dev"])}\n`,
    "environments/x.yml": `extends: y\n${variables(["a", "x"])}\n`,
    "environments/y.yml": "extends: x\n",
    "environments/out.yml": "extends: ../../secret\n",
  });
  expect((await contextOf("dev")).resolver.resolve("{{a}} {{b}}").text).toBe("base dev");
  const circle = await contextOf("x");
  expect(circle.resolver.resolve("{{a}}").text).toBe("x");
  expect(circle.problems).toMatchObject([
    { message: "Environments extend each other: x → y → x." },
  ]);
  expect((await contextOf("out")).problems).toHaveLength(1);
});

test(".env files: the collection's, the environment's, the one it names; none from outside", async () => {
  await write({
    "opencollection.yml": "opencollection: 1.0.0\n",
    ".env": "A=1\nB=1\nC=1\n",
    ".env.dev": "B=2\nC=2\n",
    "conf/dev.env": "C=3\n",
    "environments/dev.yml": "dotEnvFilePath: conf/dev.env\nvariables: []\n",
    "environments/bad.yml": "dotEnvFilePath: ../outside.env\nvariables: []\n",
  });
  const text = "{{process.env.A}}{{process.env.B}}{{process.env.C}}{{process.env.PATH}}";
  expect((await contextOf("dev")).resolver.resolve(text).text).toBe("123{{process.env.PATH}}");
  expect((await contextOf(null)).resolver.resolve(text).text).toBe("111{{process.env.PATH}}");
  const outside = path.join(folder, "outside.env");
  expect((await contextOf("bad")).resolver.resolve("{{process.env.X}}").text).toContain("{{");
  await fs.writeFile(outside, "X=leak\n");
  const bad = await contextOf("bad");
  expect(bad.resolver.resolve("{{process.env.X}}").text).toBe("{{process.env.X}}");
  expect(bad.problems).toHaveLength(1);
});
