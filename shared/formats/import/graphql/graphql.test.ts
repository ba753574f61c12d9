import fc from "fast-check";
import { expect, test } from "vitest";
import { listAt, mapAt, textOf } from "../../opencollection/fields.ts";
import { isYamlMap } from "../../yaml/data.ts";
import { importText, onlyCollection, requestsOf, writtenFiles } from "../import.testing.ts";
import type { Imported } from "../imported.ts";
import { readDocument } from "./sdl.ts";
import { tokensOf } from "./tokens.ts";

const sdl = `# Harbour
"""The fleet."""
schema { query: Root mutation: Change subscription: News }
directive @auth(role: String = "x{}") repeatable on FIELD_DEFINITION | OBJECT
scalar DateTime @specifiedBy(url: "https://h/")
type Root @auth(role: "a") {
  """
  One vessel.
    Indented.
  """
  vessel(imo: ID!, at: DateTime = "2026", first: Int = 10 @deprecated): Vessel!
  search(text: String!, filter: Filter!): [Hit!]
  old: String @deprecated(reason: "Use \\"vessel\\".")
}
interface Node { id: ID! }
type Vessel implements Node & Named @auth { id: ID! name: String, tug: Vessel, berths(first: Int): BerthConnection, secret(key: ID!): String, gone: Int @deprecated }
interface Named { name: String }
type BerthConnection { edges: [BerthEdge] pageInfo: PageInfo! }
type BerthEdge { node: Berth cursor: String! }
type Berth { name: String vessel: Vessel }
type PageInfo { hasNextPage: Boolean! }
union Hit = | Vessel | Berth
enum Kind { TUG, FERRY @deprecated }
input Filter { kind: Kind!, imo: [ID!], not: Filter, deep: Deep! , std: Int = 3 }
input Deep { deep: Deep, when: DateTime! }
type Change { book(input: Filter!): Vessel }
type News { moved: Node }
extend type Change { cancel(id: ID!): Boolean }
`;

function graphqlOf(
  imported: Imported,
  path: string,
): { query: string; variables: string; docs: string } {
  const { data } = requestsOf(onlyCollection(imported).children).find(
    (one) => one.path === path,
  )!.item;
  const body = mapAt(data, "graphql", "body");
  return {
    query: textOf(body.get("query")),
    variables: textOf(body.get("variables")),
    docs: textOf(data.get("docs")),
  };
}

test("each field of the root types is a request, with variables, a selection and docs", () => {
  const imported = importText(sdl, "harbour.graphql");
  expect(imported.formatName).toBe("GraphQL");
  expect(imported.notes.map(({ code }) => code)).toEqual(["address-unknown"]);
  expect(requestsOf(onlyCollection(imported).children).map(({ path }) => path)).toEqual([
    "Queries/vessel",
    "Queries/search",
    "Queries/old",
    "Mutations/book",
    "Mutations/cancel",
    "Subscriptions/moved",
  ]);
  const vessel = graphqlOf(imported, "Queries/vessel");
  expect(vessel.query).toBe(
    `query vessel($imo: ID!, $at: DateTime = "2026", $first: Int = 10) {
  vessel(imo: $imo, at: $at, first: $first) {
    id
    name
    berths {
      edges {
        cursor
      }
      pageInfo {
        hasNextPage
      }
    }
  }
}`,
  );
  expect(JSON.parse(vessel.variables)).toEqual({ imo: "1" });
  expect(vessel.docs).toContain("One vessel.\n  Indented.\n\n- `imo: ID!`");
  expect(graphqlOf(imported, "Queries/old").docs).toContain('**Deprecated**: Use "vessel".');
  writtenFiles(onlyCollection(imported));
});

test("unions and interfaces ask each of their types; input objects end where they meet themselves", () => {
  const imported = importText(sdl);
  const { query, variables } = graphqlOf(imported, "Queries/search");
  expect(query).toContain("__typename\n    ... on Vessel {\n      id\n      name\n");
  expect(query).toContain("    ... on Berth {\n      name\n");
  expect(JSON.parse(variables)).toEqual({
    text: "text",
    filter: { kind: "TUG", imo: ["1"], deep: { when: "2026-01-31T12:00:00Z" } },
  });
  expect(graphqlOf(imported, "Subscriptions/moved").query).toContain(
    "    id\n    ... on Vessel {\n",
  );
});

test("an introspection reply says the same as the language", () => {
  const named = (name: string, kind = "OBJECT") => ({ kind, name, ofType: null });
  const field = (name: string, type: unknown, args: unknown[] = []) => ({
    name,
    type,
    args,
    isDeprecated: false,
  });
  const schema = {
    queryType: { name: "Q" },
    mutationType: null,
    types: [
      {
        kind: "OBJECT",
        name: "Q",
        fields: [
          field("one", { kind: "NON_NULL", ofType: named("T") }, [
            {
              name: "id",
              type: { kind: "NON_NULL", ofType: named("ID", "SCALAR") },
              defaultValue: null,
            },
          ]),
        ],
      },
      {
        kind: "OBJECT",
        name: "T",
        fields: [field("a", named("Int", "SCALAR")), field("i", named("I", "INTERFACE"))],
      },
      {
        kind: "INTERFACE",
        name: "I",
        fields: [field("x", named("Int", "SCALAR"))],
        possibleTypes: [named("U")],
      },
      {
        kind: "OBJECT",
        name: "U",
        fields: [field("x", named("Int", "SCALAR")), field("y", named("Int", "SCALAR"))],
      },
      { kind: "OBJECT", name: "__Type", fields: [] },
    ],
  };
  const same =
    "type Query { one(id: ID!): T! } type T { a: Int i: I } interface I { x: Int } type U implements I { x: Int y: Int }";
  for (const text of [
    JSON.stringify({ data: { __schema: schema } }),
    JSON.stringify({ __schema: schema }),
  ])
    expect(graphqlOf(importText(text, "i.json"), "Queries/one")).toEqual(
      graphqlOf(importText(same, "i.graphql"), "Queries/one"),
    );
});

test("operations in a document become requests with the fragments they need", () => {
  const imported = importText(
    "query A($x: Int) @live { a { ...F } } fragment F on T { b ...G } fragment G on T { c } fragment H on T { d } mutation { m }",
    "ops.gql",
  );
  expect(requestsOf(onlyCollection(imported).children).map(({ path }) => path)).toEqual([
    "A",
    "mutation 2",
  ]);
  expect(graphqlOf(imported, "A").query).toBe(
    "query A($x: Int) @live { a { ...F } }\n\nfragment F on T { b ...G }\n\nfragment G on T { c }",
  );
});

test("a broken definition is named with its line, the others are read", () => {
  const imported = importText(
    "type Query { a: Int }\ntype Broken { x: }\nextend type Query { b(: Int }\nextend type Query { c: Int }\n",
    "x.graphql",
  );
  expect(requestsOf(onlyCollection(imported).children).map(({ path }) => path)).toEqual([
    "Queries/a",
    "Queries/c",
  ]);
  expect(
    imported.notes.filter(({ code }) => code === "broken-text").map(({ line }) => line),
  ).toEqual([2, 3]);
});

test("any text is read without an exception and ends", () => {
  const word = fc.constantFrom(
    "type ",
    "Query",
    "{",
    "}",
    "(",
    ")",
    ":",
    "!",
    "[",
    "]",
    "=",
    "|",
    "&",
    "@",
    '"',
    '"""',
    "a",
    " ",
    "\n",
    "...",
    "input ",
    "extend ",
    "schema",
    "query ",
    "fragment ",
    " on ",
    "$",
    "é",
    "#",
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 60 }), (words) => {
      readDocument(words.join(""));
    }),
    { numRuns: 400 },
  );
  expect(readDocument(`type Query { a: ${"[".repeat(100_000)}`).problems.length).toBeGreaterThan(0);
  expect(tokensOf('"""'.repeat(20_000)).length).toBe(10_000);
  for (let at = 0; at < sdl.length; at += 7) importText(sdl.slice(0, at), "cut.graphql");
});

test("a schema with thousands of types that all know each other stays small", () => {
  const names = Array.from({ length: 60 }, (_, at) => `T${at}`);
  const fields = names.map((name) => `${name.toLowerCase()}: ${name}`).join(" ");
  const text = `type Query { ${fields} } ${names.map((name) => `type ${name} { id: ID ${fields} }`).join("\n")}`;
  const items = requestsOf(onlyCollection(importText(text, "w.graphql")).children);
  expect(items.length).toBe(60);
  for (const { item } of items) {
    const body = mapAt(item.data, "graphql", "body");
    expect(textOf(body.get("query")).split("\n").length).toBeLessThan(400);
    expect(isYamlMap(item.data.get("graphql")) && listAt(item.data, "examples")).toEqual([]);
  }
});
