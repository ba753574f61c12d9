import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { changesCommand } from "./changes.ts";
import { ran, type TestFolder, testFolder } from "./cli.testing.ts";

let folder: TestFolder;
const request = (url: string, more = "") =>
  `info: {name: R, type: http}\nhttp:\n  method: GET\n  url: ${url}\n  headers:\n    - {name: X-A, value: "1"}\n${more}`;

beforeEach(async () => {
  folder = await testFolder("cli-changes");
  await folder.write({
    "api/opencollection.yml": "opencollection: 1.0.0\ninfo: {name: A}\n",
    "api/a.yml": request("http://h/one"),
    "api/gone.yml": request("http://h/gone"),
    "api/script.yml": `${request("http://h/s")}runtime:\n  scripts:\n    - {type: tests, code: old()}\n`,
  });
  await git("init", "-q", "-b", "trunk");
  await git("add", "-A");
  await git("commit", "-q", "-m", "x");
});
afterEach(() => folder.remove());

const git = (...words: readonly string[]) =>
  promisify(execFile)("git", [
    "-C",
    folder.root,
    ...["-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false"],
    ...words,
  ]);
const changes = async (...words: readonly string[]) => {
  const { code, out, err } = await ran(changesCommand, ...words);
  return { code, out: out.replaceAll(`${folder.root}/`, ""), err };
};

test("nothing differs: the branch is named", async () => {
  expect(await changes(folder.at("api"), "--exit-code")).toEqual({
    code: 0,
    out: "api (trunk): no changes\n",
    err: "",
  });
});

test("requests are compared as requests, what is in no part of one as text", async () => {
  await folder.write({
    "api/a.yml": request(
      "http://h/two",
      "    - {name: X-B, value: b}\n  body: {type: json, data: '{}'}\n",
    ),
    "api/new.yml": request("http://h/new"),
    "api/script.yml": `${request("http://h/s")}runtime:\n  scripts:\n    - {type: tests, code: fresh()}\n`,
  });
  await rm(folder.at("api/gone.yml"));
  const { code, out } = await changes(folder.at("api"), "--exit-code");
  expect(code).toBe(1);
  expect(out).toBe(`M api/a.yml  GET http://h/two
    url
      - http://h/one
      + http://h/two
    headers X-B
      + b
    body
      -
      + {}
D api/gone.yml  GET http://h/gone
U api/new.yml  GET http://h/new
M api/script.yml  GET http://h/s
      runtime:
        scripts:
    -     - {type: tests, code: old()}
    +     - {type: tests, code: fresh()}

`);
  expect((await changes(folder.at("api"), "-s")).out).toBe(
    "M api/a.yml\nD api/gone.yml\nU api/new.yml\nM api/script.yml\n",
  );
  expect((await changes(folder.at("api/a.yml"), "--file")).out).toContain("+   url: http://h/two");
  expect(JSON.parse((await changes(folder.at("api/a.yml"), "--json")).out)).toMatchObject([
    {
      branch: "trunk",
      files: [{ path: "a.yml", mark: "changed", differences: [{ part: "url" }, {}, {}] }],
    },
  ]);
});

test("no repository", async () => {
  await rm(folder.at(".git"), { recursive: true });
  const refused = await changes(folder.at("api"));
  expect(refused).toMatchObject({ code: 26, out: "" });
  expect(refused.err).toContain("The collection is in no git repository");
});
