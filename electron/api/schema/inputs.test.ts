import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { type Contract, type Handlers, kinds } from "../../../shared/contract/index.ts";
import { memoryLinks } from "../../../shared/contract/link.ts";
import { serve } from "../../../shared/contract/server.ts";
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
    const input = { name: "s3cret", domain: 7, path: "" } as unknown as {
      name: string;
      domain: string;
      path: string;
    };
    const failure = await handlers["cookies.remove"](input, new AbortController().signal).catch(
      (thrown: unknown) => thrown,
    );
    expect(failure).toMatchObject({
      failure: { kind: "input", code: "bad-input", place: "domain" },
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

test(
  "ten thousand messages of any shape: each gets an answer, none gets through unread",
  { timeout: 120_000 },
  async () => {
    const reached: [string, unknown][] = [];
    const { left, right } = memoryLinks();
    const unexpected: string[] = [];
    const server = serve<Contract>(right, kinds, noting(reached), {
      onUnexpected: (name) => unexpected.push(name),
    });
    let answers = 0;
    left.onFrame(() => (answers += 1));
    const value = fc.jsonValue({ maxDepth: 4 });
    const word = fc.constantFrom(
      "id",
      "path",
      "collectionId",
      "request",
      "kind",
      "name",
      "__proto__",
      "constructor",
      "url",
      "folder",
      "text",
    );
    const near = fc.dictionary(
      word,
      fc.oneof(value, fc.constantFrom("..", "../x", "a\0b", "C:\\", emptyRequest)),
    );
    const message = fc.oneof(
      { weight: 1, arbitrary: value },
      {
        weight: 4,
        arbitrary: fc.record({
          kind: fc.constantFrom("open", "open", "open", "credit", "abort", "cancel", "item"),
          id: fc.oneof(fc.integer({ min: 1, max: 1_000_000 }), value),
          operation: fc.oneof(
            { weight: 9, arbitrary: fc.constantFrom(...operations) },
            { weight: 1, arbitrary: fc.string() },
          ),
          input: fc.oneof(value, near),
          credits: fc.oneof(fc.constant(1), value),
          count: fc.oneof(fc.constant(1), value),
        }),
      },
    );
    const messages = fc.sample(message, { numRuns: 10_000, seed: 20_261_122 });
    const clean = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));
    for (const [at, frame] of messages.entries()) {
      left.send(frame as Parameters<typeof left.send>[0]);
      if (at % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await new Promise((resolve) => setImmediate(resolve));
    expect(unexpected).toEqual([]);
    expect(answers).toBeGreaterThan(7000);
    expect(reached.length).toBeGreaterThan(100);
    for (const [operation, input] of reached) {
      expect(v.is(inputs[operation as keyof typeof inputs], input)).toBe(true);
    }
    expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).toBe(clean);
    left.close();
    await server.ended;
    expect(server.open()).toBe(0);
  },
);
