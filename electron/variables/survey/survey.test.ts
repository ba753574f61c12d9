import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Collections, createCollections } from "../../collections/service.ts";
import { createKeptValues, type KeptValues } from "../kept-values.ts";

const never = new AbortController().signal;
let folder = "";
let root = "";
let app: Collections;
let kept: KeptValues;
let id = "";

const files = {
  "opencollection.yml": `opencollection: 1.0.0
info: {name: Harbour}
request:
  auth: none
  variables:
    - {name: base, value: "http://{{host}}"}
    - {name: lonely, value: x}
    - {name: off, value: x, disabled: true}
`,
  "environments/dev.yml":
    "variables:\n  - {name: host, value: dev.test}\n  - {secret: true, name: token}\n  - {name: base, value: over}\n",
  "environments/dev.local.yml": "variables:\n  - {name: host, value: mine.test}\n",
  "a/folder.yml":
    "info: {name: A, type: folder}\nrequest:\n  auth: inherit\n  variables:\n    - {name: host, value: folder.test}\n",
  "a/in.yml": `info:
  name: In
  type: http
http:
  method: GET
  url: "{{base}}/{{host}}/{{$guid}}/{{?Ask}}/{{user.name}}"
  auth: inherit
runtime:
  variables:
    - {name: own, value: "{{host}}"}
    - name: user
      value: {type: object, data: '{"name":"x"}'}
docs: "{{mentioned}} only"
`,
  "out.yml": `info:
  name: Out
  type: http
http:
  method: GET
  url: "{{base}}/{{host}}/{{nowhere}}/{{process.env.KEY}}/{{session}}"
  headers:
    - name: Authorization
      value: Bearer {{token}}
  auth: inherit
runtime:
  actions:
    - type: set-variable
      phase: after-response
      selector: {expression: res.body.id, method: jsonq}
      variable: {name: session, scope: runtime}
`,
  ".env": "KEY=hidden-value\nOTHER=hidden-too\n",
};

beforeEach(async () => {
  folder = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), "envoi-survey-")));
  root = path.join(folder, "c");
  await fs.mkdir(path.join(folder, "data"));
  for (const [name, text] of Object.entries(files)) {
    await fs.mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await fs.writeFile(path.join(root, name), text);
  }
  kept = createKeptValues();
  app = await createCollections({ dataFolder: path.join(folder, "data"), kept });
  id = (await app.handlers["collections.open"]({ folder: root }, never)).id;
});
afterEach(async () => {
  await app.close();
  await fs.rm(folder, { recursive: true, force: true });
});

const survey = () =>
  app.variables["variables.survey"]({ collectionId: id, environment: "dev" }, never);
const textOf = (name: string) => fs.readFile(path.join(root, name), "utf8");

test("every definition: value, place, what it hides, how often it is used", async () => {
  const { rows, undefined: missing, problems } = await survey();
  const brief = rows.map(
    ({ name, scope, origin, value, uses, shadows }) =>
      `${name} | ${scope} ${origin} | ${value} | ${uses} | ${shadows.join(", ")}`,
  );
  expect(brief).toEqual([
    "base | collection Harbour | http://{{host}} | 2 | ",
    "base | environment dev | over | 2 | Harbour",
    "host | environment dev | dev.test | 2 | ",
    "host | local dev.local | mine.test | 2 | dev",
    "host | folder A | folder.test | 2 | dev, dev.local",
    "lonely | collection Harbour | x | 0 | ",
    "off | collection Harbour | x | 0 | ",
    "own | request In | {{host}} | 0 | ",
    "process.env.KEY | process .env |  | 1 | ",
    "process.env.OTHER | process .env |  | 0 | ",
    "session | runtime Out |  | 1 | ",
    "token | environment dev |  | 1 | ",
    'user | request In | {"name":"x"} | 1 | ',
  ]);
  expect(missing).toEqual([{ name: "nowhere", uses: 1 }]);
  expect(problems).toEqual([]);
  expect(rows.find(({ name }) => name === "token")).toMatchObject({ secret: true, missing: true });
  expect(JSON.stringify(rows)).not.toContain("hidden-");
});

test("globals are hidden by everything that has their name, and hide nothing", async () => {
  await app.close();
  const globals = async () => ({
    scope: "workspace" as const,
    origin: "live",
    variables: [{ name: "base", value: "low" }],
  });
  app = await createCollections({ dataFolder: path.join(folder, "data"), kept, globals });
  id = (await app.handlers["collections.open"]({ folder: root }, never)).id;
  const { rows } = await survey();
  const base = rows.filter(({ name }) => name === "base");
  expect(base.map(({ origin, shadows }) => `${origin}: ${shadows.join(", ")}`)).toEqual([
    "live: ",
    "Harbour: live",
    "dev: Harbour, live",
  ]);
});

test("a changed file is read again; what was kept shows, and hides when its name says secret", async () => {
  await survey();
  await fs.appendFile(path.join(root, "opencollection.yml"), "    - {name: late, value: y}\n");
  kept.keep(id, { scope: "runtime" }, { name: "session", value: "7" });
  kept.keep(id, { scope: "runtime" }, { name: "accessToken", value: "canary" });
  const { rows } = await survey();
  expect(rows.find(({ name }) => name === "late")).toBeDefined();
  expect(rows.filter(({ name }) => name === "session")).toMatchObject([{ value: "7", uses: 1 }]);
  expect(JSON.stringify(rows)).not.toContain("canary");
});

test("where a name stands", async () => {
  const uses = await app.variables["variables.uses"]({ collectionId: id, name: "host" }, never);
  expect(uses.map(({ path: file, field, line }) => `${file}:${line} ${field}`)).toEqual([
    "opencollection.yml:6 variables",
    "a/in.yml:6 url",
    "a/in.yml:10 variables",
    "out.yml:6 url",
  ]);
});

test("a rename everywhere: seen before, secrets follow, taken back", async () => {
  const secret = { collectionId: id, environment: "dev", name: "token" };
  await app.handlers["secrets.set"]({ ...secret, value: "canary" }, never);
  const input = { collectionId: id, from: "token", to: "bearer" };
  const preview = await app.variables["variables.previewRename"](input, never);
  expect(preview).toEqual({
    refusal: null,
    files: [
      {
        path: "environments/dev.yml",
        lines: [
          {
            line: 3,
            before: "- {secret: true, name: token}",
            after: "- {secret: true, name: bearer}",
          },
        ],
      },
      {
        path: "out.yml",
        lines: [{ line: 9, before: "value: Bearer {{token}}", after: "value: Bearer {{bearer}}" }],
      },
    ],
  });
  expect(await textOf("out.yml")).toBe(files["out.yml"]);
  const done = await app.variables["variables.rename"](input, never);
  expect(done).toMatchObject({ files: 2, skipped: [] });
  expect(await textOf("out.yml")).toBe(files["out.yml"].replace("{{token}}", "{{bearer}}"));
  expect(await app.handlers["secrets.names"]({ ...secret }, never)).toEqual(["bearer"]);
  await fs.appendFile(path.join(root, "out.yml"), "# changed outside\n");
  const undone = await app.variables["variables.undoRename"]({ undoId: done.undoId }, never);
  expect(undone).toEqual({ skipped: ["out.yml"] });
  expect(await textOf("environments/dev.yml")).toBe(files["environments/dev.yml"]);
  expect(await app.handlers["secrets.names"]({ ...secret }, never)).toEqual(["token"]);
});

test.each([
  ["host", "base", "taken"],
  ["host", "nowhere", "taken"],
  ["host", "a b", "bad-name"],
  ["host", "null", "bad-name"],
  ["gone", "x", "no-such-name"],
  ["process.env.KEY", "x", "not-here"],
])("no rename of %s to %s: %s", async (from, to, refusal) => {
  const input = { collectionId: id, from, to };
  expect(await app.variables["variables.previewRename"](input, never)).toMatchObject({ refusal });
  await expect(app.variables["variables.rename"](input, never)).rejects.toMatchObject({
    failure: { kind: "input" },
  });
});
