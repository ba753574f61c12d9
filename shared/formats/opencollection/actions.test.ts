import { expect, test } from "vitest";
import type { Action } from "../../model/action.ts";
import { parseYaml } from "../yaml/parse.ts";
import { patchYaml } from "../yaml/patch.ts";
import { keptOfDefaults, patchDefaults, readDefaults } from "./defaults.ts";
import { keptOfRequest, patchRequest, readRequest } from "./request.ts";

const file = `info:
  name: Login
  type: http
  seq: 1

http:
  method: POST
  url: http://h/
  auth: inherit

runtime:
  actions:
    - type: set-variable # ours
      phase: after-response
      selector:
        expression: res.body.data.token
        method: jsonq
      variable:
        name: token
        scope: runtime
    - type: set-variable
      phase: after-response
      selector:
        expression: res.body.items.length * 2
        method: jsonq
      variable:
        name: twice
        scope: environment
      disabled: true
    - type: set-variable
      phase: before-request
      selector: {expression: "1", method: jsonq}
      variable: {name: early, scope: runtime}
`;

const actionsOf = (text: string) => readRequest(parseYaml(text).data).actions ?? [];

function saved(text: string, actions: readonly Action[]): string {
  const { data } = parseYaml(text);
  return patchYaml(text, patchRequest(data, { ...readRequest(data), actions })).text;
}

test("what Bruno says is read; scripts and other phases are kept as they are", () => {
  expect(actionsOf(file)).toEqual([
    { name: "token", scope: "runtime", selector: { kind: "json", path: "$.data.token" } },
    {
      name: "twice",
      scope: "environment",
      selector: { kind: "other", expression: "res.body.items.length * 2" },
      disabled: true,
    },
    { name: "early", scope: "runtime", selector: { kind: "other", expression: "1" } },
  ]);
  expect(keptOfRequest(parseYaml(file).data)).not.toContain("actions");
  expect(saved(file, actionsOf(file))).toBe(file);
});

test("one changed name is one changed line", () => {
  const [first, ...rest] = actionsOf(file);
  if (first === undefined) throw new Error("no action");
  expect(saved(file, [{ ...first, name: "bearer" }, ...rest])).toBe(
    file.replace("name: token", "name: bearer"),
  );
});

const every: readonly Action[] = [
  { name: "a", scope: "runtime", selector: { kind: "json", path: '$.items[0]["x y"]' } },
  { name: "b", scope: "environment", selector: { kind: "status" } },
  { name: "c", scope: "request", selector: { kind: "header", name: "location" }, disabled: true },
  { name: "d", scope: "folder", selector: { kind: "json", path: "$.items[?@.id==2].name" } },
  { name: "e", scope: "collection", selector: { kind: "cookie", name: "sid" }, description: "why" },
  { name: "f", scope: "runtime", selector: { kind: "regex", pattern: "id=(\\d+)" } },
];

test("every selector is written and read again: Bruno's words where there are some, ours beside", () => {
  const text = saved(file.slice(0, file.indexOf("runtime:")), every);
  expect(actionsOf(text)).toEqual(every);
  expect(text).toContain('expression: res.body.items[0]["x y"]');
  expect(text).toContain('expression: res.headers["location"]');
  expect(text).toMatch(
    /extensions:\n {2}envoi:\n {4}actions:\n {6}- name: d\n {8}scope: folder\n {8}from: json/,
  );
  expect(actionsOf(saved(text, []))).toEqual([]);
  expect(saved(text, [])).not.toContain("extensions");
});

test.each([
  ["a folder", "info:\n  name: Orders\n  type: folder\n\nrequest:\n  auth: inherit\n"],
  [
    "a collection",
    "opencollection: 1.0.0\n\ninfo:\n  name: All\n\nrequest:\n  auth: inherit\n\nbundled: false\n",
  ],
])("%s has actions as a request has, under `request`", (_, plain) => {
  const patched = (text: string, actions: readonly Action[]) => {
    const { data } = parseYaml(text);
    return patchYaml(text, patchDefaults(data, { ...readDefaults(data), actions })).text;
  };
  const text = patched(plain, every);
  const { data } = parseYaml(text);
  expect(readDefaults(data).actions).toEqual(every);
  expect(keptOfDefaults(data)).toEqual([]);
  expect(text).toMatch(/^request:\n {2}auth: inherit\n {2}actions:\n {4}- type: set-variable\n/m);
  expect(text).toMatch(/^extensions:\n {2}envoi:\n {4}actions:\n/m);
  expect(patched(text, [])).toBe(plain);
});
