import { expect, test } from "vitest";
import { importText } from "./import.testing.ts";
import { noteSentence } from "./note.ts";

test("a flat file of variables is an environment of Hoppscotch where its name says so, and is refused clearly elsewhere", () => {
  for (const name of [
    "env.json",
    "dev.env.json",
    "env-flag-envs.json",
    "my/environment.json",
    "stagingEnv.json",
  ]) {
    const { environments } = importText('{"URL":"http://h/","A B":""}', name);
    expect(environments.map(({ name: own }) => own)).toHaveLength(1);
    expect(JSON.stringify([...environments[0]!.data.keys()])).toContain("variables");
  }
  for (const [text, name] of [
    ['{"name":"web","version":"1.0.0","private":true}', "package.json"],
    ['{"name":"web","version":"1.0.0"}', "manifest.json"],
    ["name: web\nversion: 1.0.0\n", "env.yaml"],
    ['{"port":8080,"debug":true}', "env.json"],
    ['{"a":"b"}', "events/seven.json"],
    ['{"a":"b"}', ""],
  ] as const) {
    const { environments, notes } = importText(text, name);
    expect([environments, notes.map(({ code }) => code)]).toEqual([[], ["flat-names"]]);
  }
  for (const other of ['{"a":{"b":"1"}}', "{}", '["a"]']) {
    const { environments, notes } = importText(other, "env.json");
    expect([environments, notes.map(({ code }) => code)]).toEqual([[], ["not-known"]]);
  }
});

test.each([
  [
    "a.yaml",
    'openapi: 3.0.0\ninfo: {title: t, version: "1"}\nservers: [{url: "http://h"}]\npaths:\n  /a:\n    get: {responses: {}}\n  /a:\n    post: {responses: {}}\n',
    "/a",
    7,
  ],
  [
    "a.json",
    '{"openapi": "3.0.0", "info": {"title": "t", "version": "1"}, "servers": [{"url": "http://h"}],\n"paths": {"/a": {"get": {}},\n"/a": {"post": {}}}}',
    "/a",
    3,
  ],
  [
    "p.json",
    '{"info": {"name": "C", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/"},\n"item": [], "item":\n[{"name": "R", "request": "http://h/"}]}',
    "item",
    2,
  ],
])("a key that stands twice in %s is told with its line", (name, text, key, line) => {
  const { notes } = importText(text, name);
  expect(notes.filter(({ code }) => code === "key-twice")).toMatchObject([
    { severity: "warning", file: name, line, values: { name: key } },
  ]);
});

test("sentences of notes agree with their count", () => {
  const say = (count: string) =>
    noteSentence({ code: "openapi-other-auth", values: { count, names: "a" } });
  expect(say("1")).toBe("1 request offers other ways to authenticate, kept in its docs: a.");
  expect(say("5")).toBe("5 requests offer other ways to authenticate, kept in their docs: a.");
});
