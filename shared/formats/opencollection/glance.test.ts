import { expect, test } from "vitest";
import { parseYaml } from "../yaml/parse.ts";
import { type Glance, glanceOf } from "./glance.ts";

const glance: Glance = { name: "Get", kind: "http", method: "GET", seq: 4, raw: false };

test.each<readonly [string, Glance]>([
  ["info:\n  name: Get\n  type: http\n  seq: 4\nhttp:\n  method: get\n", glance],
  ["{info: {name: Get, type: http, seq: 4}, http: {method: Get}}\n", glance],
  [
    "info:\n  name: Get\n  type: http\n  seq: 4\nhttp:\n  method: get\nextensions:\n  envoi:\n    raw:\n      text: a\n",
    { ...glance, raw: true },
  ],
  [
    "info:\n  name: Ask\n  type: graphql\ngraphql:\n  method: post\n",
    { ...glance, name: "Ask", kind: "graphql", method: "POST", seq: null },
  ],
  [
    "info:\n  name: Call\n  type: grpc\ngrpc:\n  method: a/b\n",
    { ...glance, name: "Call", kind: "grpc", method: "", seq: null },
  ],
  ["- a\n", { name: "", kind: "other", method: "", seq: null, raw: false }],
  ["a: 1\n", { name: "", kind: "other", method: "", seq: null, raw: false }],
])("what a tree shows of %j", (text, expected) => {
  expect(glanceOf(parseYaml(text).data)).toEqual(expected);
});
