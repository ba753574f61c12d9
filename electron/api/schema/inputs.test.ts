import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { type Contract, type Handlers, kinds } from "../../../shared/contract/index.ts";
import type { Frame } from "../../../shared/contract/frame.ts";
import { memoryLinks } from "../../../shared/contract/link.ts";
import { serve } from "../../../shared/contract/server.ts";
import type { CookieKey } from "../../../shared/model/cookie.ts";
import { emptyRequest } from "../../../shared/model/request.ts";
import { checkInputs } from "../checked.ts";
import { inputs } from "./inputs.ts";
import { itemPath } from "./model.ts";

const operations = Object.keys(kinds);

/** Handlers that only note what reached them: what is tried here is what stands in front of them. */
function noting(reached: [string, unknown][]): Handlers<Contract> {
  const handlers = Object.fromEntries(
    Object.entries(kinds).map(([operation, kind]) => [
      operation,
      kind === "call"
        ? async (input: unknown) => (reached.push([operation, input]), null)
        : async function* (input: unknown) {
            if (kind === "stream") reached.push([operation, input]);
            yield null;
          },
    ]),
  );
  return checkInputs(handlers as unknown as Handlers<Contract>);
}

test("every operation that takes something has a schema", () => {
  const taking = Object.entries(kinds).filter(([, kind]) => kind !== "topic");
  expect(Object.keys(inputs).sort()).toEqual(taking.map(([operation]) => operation).sort());
});

describe("what a handler gets", () => {
  const send = { request: emptyRequest, collectionId: null, path: "", environment: null };

  test("is the input itself", () => {
    const rich = {
      ...send,
      request: {
        ...emptyRequest,
        headers: [{ name: "A", value: "é\u0000", disabled: true }],
        body: { kind: "json", text: "{}" },
        auth: { kind: "apikey", key: "k", value: "v", placement: "query" },
        settings: { timeout: "inherit", omitHeaders: ["Host"] },
        raw: { target: "[::1]:80", tls: false, encoding: "text", data: "GET", newline: "crlf" },
      },
    };
    expect(v.parse(inputs["exchange.send"], rich)).toEqual(rich);
  });

  test.each([
    ["a field too many", { ...send, extra: 1 }],
    ["a field too few", { request: emptyRequest, collectionId: null, path: "" }],
    [
      "a field too many, deep down",
      { ...send, request: { ...emptyRequest, auth: { kind: "none", token: "x" } } },
    ],
    [
      "an unknown kind",
      { ...send, request: { ...emptyRequest, body: { kind: "script", text: "" } } },
    ],
    ["undefined where null belongs", { ...send, environment: undefined }],
    ["a number for text", { ...send, request: { ...emptyRequest, method: 7 } }],
    ["a negative time", { ...send, request: { ...emptyRequest, settings: { timeout: -1 } } }],
    ["nothing", null],
  ])("is never %s", (_name, input) => {
    expect(v.is(inputs["exchange.send"], input)).toBe(false);
  });

  test("says where it is wrong, never what it was", async () => {
    const handlers = noting([]);
    const key = { name: "s3cret", domain: 7, path: "", hostOnly: true };
    const input = { jar: "", key } as unknown as { jar: string; key: CookieKey };
    const failure = await handlers["cookies.remove"](input, new AbortController().signal).catch(
      (thrown: unknown) => thrown,
    );
    expect(failure).toMatchObject({
      failure: { kind: "input", code: "bad-input", place: "key.domain" },
    });
    expect(JSON.stringify(failure)).not.toContain("s3cret");
  });
});

describe("paths inside a collection", () => {
  test.each(["", "a.yml", "a/b c/d.yml", "é/ü.yml", ".../x", "a..b/c", "-"])(
    "%j stays inside",
    (path) => {
      expect(v.is(itemPath, path)).toBe(true);
    },
  );

  test.each([
    "..",
    ".",
    "../a",
    "a/..",
    "a/../b",
    "a/./b",
    "/a",
    "/",
    "a/",
    "a//b",
    "a\0b",
    "//server/share",
  ])("%j does not", (path) => {
    expect(v.is(itemPath, path)).toBe(false);
  });
});

const path = "a/b.yml";
const collectionId = "c-1";
const hash = "0".repeat(64);

/** One good input for operations of each shape: most random data is too far from them to get past the first field. */
const examples: readonly (readonly [operation: string, input: object | null])[] = [
  ["app.info", null],
  ["app.updateSettings", { theme: "dark", fontSize: 12, keys: { a: "b" } }],
  ["session.save", { json: "{}" }],
  ["files.list", { path: "", files: true }],
  ["collections.open", { folder: "/a" }],
  [
    "collections.move",
    { from: { collectionId, path }, toCollection: collectionId, to: { folder: "", after: null } },
  ],
  ["collections.saveRequest", { collectionId, path, request: emptyRequest, hash, overwrite: true }],
  ["collections.saveText", { collectionId, path, text: "", hash }],
  ["environments.save", { collectionId, environment: { name: "e", variables: [] }, hash }],
  ["secrets.set", { collectionId, environment: "e", name: "n", value: "v" }],
  ["variables.view", { collectionId: null, path: "", environment: null }],
  ["drafts.put", { key: "k", ref: null, target: "text", baseHash: null, json: "", updatedAt: 0 }],
  ["exchange.send", { request: emptyRequest, collectionId: null, path: "", environment: null }],
  ["exchange.wire", { id: "e-1", side: "clear", from: 0, limit: 10 }],
  ["exchange.frames", { id: "e-1", from: 0, limit: 10 }],
  ["exchange.arrivals", { bodyId: "e-1.0", form: "decoded", offsets: [0, 7] }],
  ["cookies.remove", { jar: "", key: { name: "a", domain: "b", path: "/", hostOnly: true } }],
];

/** The same with one field, or one more field, changed. */
function changed(input: object | null, at: number, value: unknown): unknown {
  const names = Object.keys(input ?? {});
  return names.length === 0
    ? value
    : { ...input, [names[at % (names.length + 1)] ?? "extra"]: value };
}

const value = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.constantFrom<unknown>("..", "../x", "a\0b", "C:\\", "__proto__", emptyRequest, {
    __proto__: null,
    constructor: 1,
  }),
);
const id = fc.integer({ min: 1, max: 2 ** 40 });
const near = fc
  .tuple(id, fc.constantFrom(...examples), fc.option(fc.tuple(fc.nat(), value)))
  .map(([number, [operation, input], change]) => ({
    kind: "open",
    id: number,
    operation,
    input: change === null ? input : changed(input, ...change),
    credits: 1,
  }));
const far = fc.record({
  kind: fc.constantFrom("open", "open", "open", "credit", "abort", "cancel", "item"),
  id: fc.oneof(id, value),
  operation: fc.oneof(fc.constantFrom(...operations), fc.string()),
  input: value,
  credits: fc.oneof(fc.constant(1), value),
  count: fc.oneof(fc.constant(1), value),
});

test(
  "ten thousand messages of any shape: each gets an answer, none gets through unread",
  { timeout: 120_000 },
  async () => {
    const reached: [string, unknown][] = [];
    const unexpected: string[] = [];
    const { left, right } = memoryLinks();
    const server = serve<Contract>(right, kinds, noting(reached), {
      onUnexpected: (name) => unexpected.push(name),
    });
    let answers = 0;
    left.onFrame(() => (answers += 1));
    const clean = Object.getOwnPropertyNames(Object.prototype).join();
    const messages = fc.sample(fc.oneof(value, near, near, far, far), {
      numRuns: 10_000,
      seed: 20_261_122,
    });
    for (const [at, frame] of messages.entries()) {
      left.send(frame as Frame);
      if (at % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await new Promise((resolve) => setImmediate(resolve));
    expect(unexpected).toEqual([]);
    expect(answers).toBeGreaterThan(7000);
    expect(reached.length).toBeGreaterThan(500);
    expect(new Set(reached.map(([operation]) => operation)).size).toBeGreaterThanOrEqual(
      examples.length,
    );
    for (const [operation, input] of reached) {
      expect(v.is(inputs[operation as keyof typeof inputs], input)).toBe(true);
    }
    expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(clean);
    left.close();
    await server.ended;
    expect(server.open()).toBe(0);
  },
);
