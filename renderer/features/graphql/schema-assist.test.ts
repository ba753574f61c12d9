import { buildSchema, introspectionFromSchema } from "graphql";
import { describe, expect, test } from "vitest";
import { createSchemaAssist } from "./schema-assist.ts";

const reply = JSON.stringify({
  data: introspectionFromSchema(
    buildSchema(`
      "A harbour"
      type Port { id: ID! "As on charts" name: String! berths(first: Int = 10): [Berth!]! }
      type Berth { number: Int! }
      enum Country { FR NL }
      type Query { port(id: ID!): Port ports(country: Country): [Port!]! }`),
  ),
});
const assist = createSchemaAssist(reply);

/** `|` is the caret. */
const names = (marked: string): readonly string[] => {
  const [before = ""] = marked.split("|");
  const lines = before.split("\n");
  const place = { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
  return assist.suggest(marked.replace("|", ""), place).map(({ label }) => label);
};

describe("what may stand at a place", () => {
  test.each([
    ["{ | }", ["port", "ports", "__typename"]],
    ["{ po| }", ["port", "ports"]],
    ["{\n  ports {\n    |\n  }\n}", ["id", "name", "berths", "__typename"]],
    ["{ ports(|) { id } }", ["country"]],
    ["{ ports(country: |) { id } }", ["FR", "NL"]],
    ["query Q($id: ID!, $n: Int) { port(id: $|) { id } }", ["$id"]],
    ["{ port(id: {{id}}) { | } }", ["id", "name", "berths", "__typename"]],
  ])("%s", (marked, wanted) => {
    expect(names(marked)).toEqual(expect.arrayContaining(wanted));
  });
});

describe("what cannot be as it is", () => {
  test.each<[string, readonly (readonly [string, string])[]]>([
    ["{ ports { name } }", []],
    ["", []],
    ["{ ships { name } }", [["ships ", 'Cannot query field "ships" on type "Query".']]],
    ["{ ports { name }", [["", "Syntax Error"]]],
    ["{ port(id: {{id}}) { name } ports(country: {{c}}) { id } }", []],
    ['{ port(id: "{{id}}") { nam } }', [["nam", 'Did you mean "name"']]],
    [
      "query Q($id: ID!) { port(id: $other) { id } }",
      [
        ["$other", "is not defined"],
        ["", "never used"],
      ],
    ],
  ])("%s", (text, wanted) => {
    const marks = assist.check(text);
    expect(marks).toHaveLength(wanted.length);
    for (const [index, [run, says]] of wanted.entries()) {
      const { from, to, message } = marks[index] ?? { from: null, to: null, message: "" };
      expect(message).toContain(says);
      if (run !== "") expect(text.slice((from?.column ?? 0) - 1, (to?.column ?? 0) - 1)).toBe(run);
    }
  });
});

test("what is at a place is explained", () => {
  expect(assist.explain("{ ports { name } }", { line: 1, column: 12 }).join("\n")).toMatch(
    /Port\.name: String![^]*As on charts/,
  );
  expect(assist.types).toBeGreaterThan(3);
});

test.each(['{"errors":[]}', "{}", "null", "[", '{"data":{}}', '{"data":{"__schema":{}}}'])(
  "%s holds no schema",
  (text) => {
    expect(() => createSchemaAssist(text)).toThrow();
  },
);

test("text that is half typed is no trouble", () => {
  const whole =
    'query Q($a: Int = 1) { ports(country: FR) { ...on Port { name @skip(if: true) } } } # "';
  for (let end = 0; end <= whole.length; end += 1) {
    const text = whole.slice(0, end);
    const place = { line: 1, column: end + 1 };
    assist.suggest(text, place);
    assist.explain(text, place);
    for (const { from, to } of assist.check(text)) expect(to.column).toBeGreaterThan(from.column);
  }
});
