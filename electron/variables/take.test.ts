import { describe, expect, test } from "vitest";
import { type Action, actionsInForce, type Selector } from "../../shared/model/action.ts";
import type { Exchange, Hop } from "../../shared/model/exchange.ts";
import { emptyExchange } from "../../shared/model/exchange-reduce.ts";
import { createKeptValues } from "./kept-values.ts";
import { takeValues } from "./take.ts";

const place = { collectionId: "c", path: "a/x.yml", environment: "dev", folder: "a" };

function exchangeOf(headers: readonly (readonly [string, string])[]): Exchange {
  const response = { httpVersion: "1.1", status: 201, reason: "Created", headers };
  return { ...emptyExchange("e", 0), hops: [{ reason: "first", response } as unknown as Hop] };
}

const headers = [
  ["Location", "/items/7"],
  ["Set-Cookie", "sid=old; Path=/"],
  ["set-cookie", "sid=n\u00c3\u00a9w=; HttpOnly"],
  ["X-Bytes", "\u00e9"],
] as const;
const body =
  '{"token":"t","n":12345678901234567890,"list":[{"id":1,"name":"one"},{"id":2,"name":"two"}],"none":null,"yes":true}';

const nothingHidden = { mask: null, holdsSecret: () => false };

async function take(selectors: readonly Selector[], text: string | null = body) {
  const kept = createKeptValues();
  const actions = selectors.map((selector, at): Action => ({
    name: `v${at}`,
    scope: "runtime",
    selector,
  }));
  const results = await takeValues(
    {
      actions: actionsInForce([], actions),
      exchange: exchangeOf(headers),
      place,
      ...nothingHidden,
      readText: async () => text,
    },
    kept,
  );
  return { results, variables: kept.at("c", { scope: "runtime" }) };
}

test.each([
  ["status", { kind: "status" }, { value: "201", type: "number" }],
  ["header", { kind: "header", name: "location" }, { value: "/items/7" }],
  ["cookie, the last one, as typed", { kind: "cookie", name: "sid" }, { value: "néw=" }],
  ["header of no UTF-8", { kind: "header", name: "x-bytes" }, { value: "é" }],
  ["text", { kind: "json", path: "$.token" }, { value: "t" }],
  ["every digit", { kind: "json", path: "$.n" }, { value: "12345678901234567890", type: "number" }],
  ["null", { kind: "json", path: "$.none" }, { value: "null", type: "null" }],
  ["true", { kind: "json", path: "$['yes']" }, { value: "true", type: "boolean" }],
  [
    "object",
    { kind: "json", path: "$.list[0]" },
    { value: '{"id":1,"name":"one"}', type: "object" },
  ],
] as const)("%s", async (_, selector, expected) => {
  const { results, variables } = await take([selector]);
  expect(results[0]?.failure).toBeUndefined();
  expect(variables).toEqual([{ name: "v0", ...expected }]);
});

test("open-ended selectors: JSONPath of RFC 9535 and patterns", async () => {
  const { variables } = await take([
    { kind: "json", path: "$.list[?@.id == 2].name" },
    { kind: "json", path: "$..id" },
    { kind: "regex", pattern: '"name":"(t[^"]*)' },
    { kind: "regex", pattern: "to.en" },
  ]);
  expect(variables).toEqual([
    { name: "v0", value: "two" },
    { name: "v1", value: "1", type: "number" },
    { name: "v2", value: "two" },
    { name: "v3", value: "token" },
  ]);
});

describe("what cannot be kept says why, and the rest is kept", () => {
  test.each([
    ["kept-nothing", { kind: "json", path: "$.gone" }, body],
    ["kept-nothing", { kind: "header", name: "gone" }, body],
    ["kept-nothing", { kind: "cookie", name: "gone" }, body],
    ["kept-not-json", { kind: "json", path: "$.a" }, "<html>"],
    ["kept-bad-path", { kind: "json", path: "$.[" }, body],
    ["kept-bad-pattern", { kind: "regex", pattern: "(" }, body],
    ["kept-script", { kind: "other", expression: "res.body.a.map(f)" }, body],
    ["kept-too-large", { kind: "json", path: "$.token" }, null],
  ] as const)("%s", async (code, selector, text) => {
    const { results, variables } = await take([selector, { kind: "status" }], text);
    expect(results.map((one) => one.failure?.code)).toEqual([code, undefined]);
    expect(variables.map(({ name }) => name)).toEqual(["v1"]);
  });

  test("a pattern that never ends is ended, and the program lives", async () => {
    const { results } = await take([{ kind: "regex", pattern: "^(a+)+$" }], `${"a".repeat(40)}b`);
    expect(results[0]?.failure?.code).toBe("kept-too-slow");
  });
});

test("scopes: each in its place; the name of a secret hides the value from eyes", async () => {
  const kept = createKeptValues();
  const action = (name: string, scope: Action["scope"]): Action => ({
    name,
    scope,
    selector: { kind: "status" },
  });
  const scopes = ["runtime", "request", "folder", "collection", "environment"] as const;
  const results = await takeValues(
    {
      actions: actionsInForce(
        [],
        [...scopes.map((scope) => action(scope, scope)), action("access_token", "runtime")],
      ),
      exchange: exchangeOf([]),
      place,
      ...nothingHidden,
      readText: async () => "",
    },
    kept,
  );
  const names = (at: Parameters<typeof kept.at>[1]) => kept.at("c", at).map(({ name }) => name);
  expect(names({ scope: "runtime" })).toEqual(["runtime", "access_token"]);
  expect(names({ scope: "request", path: "a/x.yml" })).toEqual(["request"]);
  expect(names({ scope: "folder", path: "a" })).toEqual(["folder"]);
  expect(names({ scope: "collection" })).toEqual(["collection"]);
  expect(names({ scope: "environment", name: "dev" })).toEqual(["environment"]);
  expect(results.at(-1)).toMatchObject({ secret: true, value: "" });
});

test("what repeats a secret is kept as one, and what is hidden is not kept", async () => {
  const exchange = exchangeOf([
    ["X-Open", "shown"],
    ["X-Secret", "Bearer CANARY"],
    ["X-Hidden", "Bearer ***"],
  ]);
  const keeping = async (mask: string | null) => {
    const kept = createKeptValues();
    const actions = ["X-Open", "X-Secret", "X-Hidden"].map((name): Action => ({
      name,
      scope: "runtime",
      selector: { kind: "header", name },
    }));
    const results = await takeValues(
      {
        actions: actionsInForce([], actions),
        exchange,
        place,
        mask,
        holdsSecret: (text) => text.includes("CANARY"),
        readText: async () => "",
      },
      kept,
    );
    return { results, variables: kept.at("c", { scope: "runtime" }) };
  };
  const live = await keeping(null);
  expect(live.results.map(({ value, secret }) => [value, secret])).toEqual([
    ["shown", false],
    ["", true],
    ["Bearer ***", false],
  ]);
  expect(live.variables[1]).toMatchObject({ value: "Bearer CANARY", secret: true });
  const later = await keeping("***");
  expect(later.results.map(({ failure }) => failure?.code)).toEqual([
    undefined,
    undefined,
    "kept-hidden",
  ]);
});

describe("what folders and the collection keep", () => {
  const status = (name: string, more: Partial<Action> = {}): Action => ({
    name,
    scope: "runtime",
    selector: { kind: "status" },
    ...more,
  });
  const named = (above: readonly (readonly Action[])[], own: readonly Action[]) =>
    actionsInForce(
      above.map((actions) => ({ actions })),
      own,
    ).map(({ action, inherited }) => [action.name, action.description ?? "", inherited]);

  test("the nearest of a name counts; one that is off hides nothing", () => {
    const said = (name: string, description: string) => status(name, { description });
    expect(
      named(
        [
          [said("a", "collection"), said("b", "collection"), said("c", "collection")],
          [said("b", "folder"), said("d", "folder")],
        ],
        [said("d", "request"), said("e", "request"), status("c", { disabled: true }), status("")],
      ),
    ).toEqual([
      ["a", "collection", true],
      ["c", "collection", true],
      ["b", "folder", true],
      ["d", "request", false],
      ["e", "request", false],
    ]);
  });

  test("what a response does not hold is told of the request's own actions alone, a mistake of all", async () => {
    const above: readonly Action[] = [
      status("csrf", { selector: { kind: "header", name: "x-csrf" } }),
      status("json", { selector: { kind: "json", path: "$.a" } }),
      status("wrong", { selector: { kind: "regex", pattern: "(" } }),
      status("code"),
    ];
    const kept = createKeptValues();
    const results = await takeValues(
      {
        actions: actionsInForce(
          [{ actions: above }],
          [status("own", { selector: { kind: "header", name: "x" } })],
        ),
        exchange: exchangeOf([]),
        place,
        ...nothingHidden,
        readText: async () => "<html>",
      },
      kept,
    );
    expect(results.map(({ name, failure }) => [name, failure?.code])).toEqual([
      ["wrong", "kept-bad-pattern"],
      ["code", undefined],
      ["own", "kept-nothing"],
    ]);
  });
});
