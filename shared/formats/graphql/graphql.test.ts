import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emptyGraphql } from "../../model/request.ts";
import { lineAndColumn, templatedJsonErrorAt } from "../json/templated.ts";
import { asHttpRequest } from "./as-http.ts";
import { graphqlOfJson } from "./from-json.ts";
import { operationsOf } from "./operations.ts";
import { graphqlJson, graphqlUrl, inQuery } from "./over-http.ts";

const lastParts = (url: string): Readonly<Record<string, string>> =>
  Object.fromEntries(new URLSearchParams(url.slice(url.indexOf("?") + 1).replace(/#.*$/s, "")));

describe("the JSON of a POST", () => {
  test.each([
    [{ query: "{ a }", variables: "" }, '{"query":"{ a }"}'],
    [{ query: "{ a }", variables: " \n" }, '{"query":"{ a }"}'],
    [{ query: "", variables: "{}" }, '{"query":"","variables":{}}'],
    [
      { query: 'query Q {\n  a(b: "é\u2028")\n}', variables: '{"a": 1}' },
      '{"query":"query Q {\\n  a(b: \\"é\u2028\\")\\n}","variables":{"a": 1}}',
    ],
    [
      { query: "{ a }", operation: "Q", variables: '{"id": 12345678901234567890, "f": 1.0}' },
      '{"query":"{ a }","operationName":"Q","variables":{"id": 12345678901234567890, "f": 1.0}}',
    ],
    [{ query: "{ a }", variables: "\ufeff{}" }, '{"query":"{ a }","variables":{}}'],
  ])("%j", (body, json) => {
    expect(graphqlJson(body)).toBe(json);
  });

  test("says what was given, whatever it is, and is read back", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.string({ minLength: 1 }),
        fc.json(),
        (query, operation, variables) => {
          const text = graphqlJson({ query, operation, variables });
          expect(JSON.parse(text)).toEqual({
            query,
            operationName: operation,
            variables: JSON.parse(variables) as unknown,
          });
        },
      ),
    );
    fc.assert(
      fc.property(fc.string(), fc.dictionary(fc.string(), fc.jsonValue()), (query, values) => {
        const body = graphqlOfJson(graphqlJson({ query, variables: JSON.stringify(values) }));
        expect(body?.query).toBe(query);
        expect(JSON.parse(body?.variables ?? "")).toEqual(JSON.parse(JSON.stringify(values)));
      }),
    );
  });

  test.each(['{"quer":""}', "[1]", '{"query":1}', "{", '{"query":"a"', ""])(
    "%s is no GraphQL request",
    (text) => {
      expect(graphqlOfJson(text)).toBeNull();
    },
  );
});

describe("the URL of a GET", () => {
  const body = { query: "{ a(b: 1) }", variables: '{"x": "1+1&é"}', operation: "Q" };
  test.each([
    ["http://h", "http://h?query=%7B+a%28b%3A+1%29+%7D"],
    ["http://h/g?", "http://h/g?query=%7B+a%28b%3A+1%29+%7D"],
    ["http://h/g?k=v", "http://h/g?k=v&query=%7B+a%28b%3A+1%29+%7D"],
    ["http://h/g?k=v&#f?x", "http://h/g?k=v&query=%7B+a%28b%3A+1%29+%7D"],
    ["http://h/g?query={b}", "http://h/g?query={b}"],
    ["{{base}}", "{{base}}?query=%7B+a%28b%3A+1%29+%7D"],
  ])("%s", (url, begins) => {
    const made = graphqlUrl(url, body);
    expect(made.startsWith(begins)).toBe(true);
    expect(made.endsWith(url.includes("#") ? "#f?x" : "")).toBe(true);
    const { query, operationName, variables } = lastParts(made);
    expect([query === "{b}" ? body.query : query, operationName, variables]).toEqual([
      body.query,
      body.operation,
      body.variables,
    ]);
  });

  test("nothing to say leaves it alone", () => {
    expect(graphqlUrl("http://h/?a#b", { query: " ", variables: "" })).toBe("http://h/?a#b");
  });

  test("any text comes back from a form reader", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.json(), (query, operation, variables) => {
        const found = lastParts(graphqlUrl("http://h/g", { query, operation, variables }));
        const wanted = { query, operationName: operation, variables };
        expect(found).toEqual(
          Object.fromEntries(Object.entries(wanted).filter(([, value]) => value.trim() !== "")),
        );
      }),
    );
  });

  test.each([
    ["GET", true],
    ["head", true],
    ["POST", false],
    ["QUERY", false],
  ])("%s", (method, wanted) => {
    expect(inQuery(method)).toBe(wanted);
  });
});

describe("operations of a document", () => {
  test.each([
    ["{ a }", ["query "]],
    [
      "query A { a } mutation B($x: [I!] = [{k: 1}]) @d(a: {b: 1}) { b }",
      ["query A", "mutation B"],
    ],
    ["subscription S{a{b}}", ["subscription S"]],
    ["query ($a: Int) { a }", ["query "]],
    ['# query C\nquery D { a(text: "query E {") }', ["query D"]],
    ['query D { a(text: """ } query E { """) }', ["query D"]],
    ["fragment query on T { a } query F { ...query }", ["query F"]],
    ["fragment f on query { query } { b }", ["query "]],
    ["query A { a { b }", ["query A"]],
    ["query A { mutation } mutation", ["query A", "mutation "]],
    ["type T { query: A }", []],
    ["", []],
    ["}}} query Z { a }", ["query Z"]],
  ])("%s", (document, found) => {
    expect(operationsOf(document).map(({ kind, name }) => `${kind} ${name}`)).toEqual(found);
  });

  test("are found at their place, and never throw", () => {
    const document = "  query A { a }\n\nmutation B { b }";
    expect(operationsOf(document).map(({ from }) => document.slice(from, from + 5))).toEqual([
      "query",
      "mutat",
    ]);
    const piece = fc.constantFrom(
      "query",
      " A",
      "{",
      "}",
      "(",
      ")",
      '"',
      '"""',
      "#",
      "\n",
      "fragment",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        for (const { from } of operationsOf(pieces.join("")))
          expect(from).toBeLessThan(pieces.join("").length);
      }),
    );
  });
});

describe("JSON with variables in it", () => {
  test.each([
    ['{"a": {{n}}}', null],
    ['{"a": "{{n}} {{m}}"}', null],
    ['{"a": {{n}}{{m}}, "b": -{{n}}.5}', null],
    ["{ {{fields}} }", null],
    ["{{all}}", null],
    ['{"a": 1,}', 8],
    ['{"a": {{n}}, b: 1}', 13],
    ['{"a": {{n}}', 11],
    ["{\n  'a': 1\n}", 4],
  ])("%s", (text, at) => {
    expect(templatedJsonErrorAt(text)).toBe(at);
  });

  test("line and column", () => {
    expect(lineAndColumn("ab\ncd", 0)).toEqual({ line: 1, column: 1 });
    expect(lineAndColumn("ab\ncd", 4)).toEqual({ line: 2, column: 2 });
  });
});

describe("as an HTTP request", () => {
  const body = { kind: "graphql", query: "{ a(b: {{n}}) }", variables: '{"t": "{{t}}"}' } as const;
  test("a POST has the JSON, its names still in it", () => {
    const { body: found } = asHttpRequest({ ...emptyGraphql, body });
    expect(found).toEqual({
      kind: "json",
      text: '{"query":"{ a(b: {{n}}) }","variables":{"t": "{{t}}"}}',
    });
  });
  test("a GET has them in its URL", () => {
    const found = asHttpRequest({ ...emptyGraphql, method: "GET", url: "http://h/", body });
    expect(found.body).toEqual({ kind: "none" });
    expect(found.url).toBe(
      "http://h/?query=%7B+a%28b%3A+{{n}}%29+%7D&variables=%7B%22t%22%3A+%22{{t}}%22%7D",
    );
  });
  test("any other is itself", () => {
    const other = { ...emptyGraphql, body: { kind: "none" } } as const;
    expect(asHttpRequest(other)).toBe(other);
  });
});
