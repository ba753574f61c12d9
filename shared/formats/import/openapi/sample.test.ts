import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { importText, onlyCollection } from "../import.testing.ts";
import { codesOf, importApi, oneRequest } from "./openapi.testing.ts";

const body = (schema: unknown, schemas: object = {}, mediaType = "application/json"): string => {
  const request = oneRequest(
    { post: { requestBody: { content: { [mediaType]: { schema } } } } },
    { components: { schemas } },
  );
  return "text" in request.body ? request.body.text : "";
};
const json = (schema: unknown, schemas: object = {}): unknown => {
  const text = body(schema, schemas);
  return text === "" ? undefined : JSON.parse(text);
};
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

describe("a value that fits a schema", () => {
  test.each([
    [{ type: "string" }, "string"],
    [{ type: ["null", "integer"] }, 0],
    [{ type: "string", maxLength: 3 }, "str"],
    [{ type: "string", minLength: 8 }, "stringst"],
    [{ type: "string", format: "uuid" }, "3fa85f64-5717-4562-b3fc-2c963f66afa6"],
    [{ type: "integer", minimum: 5 }, 5],
    [{ type: "integer", exclusiveMinimum: 5 }, 6],
    [{ type: "integer", minimum: 5, exclusiveMinimum: true }, 6],
    [{ type: "number", maximum: -2 }, -2],
    [{ type: "integer", minimum: 7, multipleOf: 5 }, 10],
    [{ type: "boolean" }, true],
    [{ const: "x" }, "x"],
    [{ default: 3, type: "integer" }, 3],
    [{ enum: [null, "b"] }, "b"],
    [{ examples: ["first", "second"] }, "first"],
    [{ type: "array", items: { type: "integer" } }, [0]],
    [{ type: "array", prefixItems: [{ const: 1 }, { const: "b" }] }, [1, "b"]],
    [{ properties: { a: { type: "string" } } }, { a: "string" }],
    [{ type: "object", additionalProperties: { type: "integer" } }, { additionalProp1: 0 }],
    [{ properties: { a: { type: "string", readOnly: true }, b: true, c: false } }, { b: null }],
    [
      { allOf: [{ properties: { a: { const: 1 } } }, { properties: { b: { const: 2 } } }] },
      { a: 1, b: 2 },
    ],
    [{ oneOf: [{ type: "null" }, { const: "x" }] }, "x"],
    [
      { anyOf: [{ required: ["a"] }, { required: ["b"] }], properties: { a: { const: 1 } } },
      { a: 1 },
    ],
    [{ type: "object", example: '{"a":1}' }, { a: 1 }],
  ])("%j", (schema, expected) => {
    expect(json(schema)).toEqual(expected);
  });

  test("schemas that hold themselves are cut and named", () => {
    const Node = {
      type: "object",
      properties: {
        name: { const: "n" },
        next: ref("Node"),
        kids: { type: "array", items: ref("Node") },
        wrapped: { allOf: [ref("Node")] },
      },
    };
    expect(json(ref("Node"), { Node })).toEqual({
      name: "n",
      kids: [],
      wrapped: { name: "n", kids: [] },
    });
    const imported = importApi({
      components: { schemas: { Node } },
      paths: {
        "/a": {
          post: { requestBody: { content: { "application/json": { schema: ref("Node") } } } },
        },
      },
    });
    expect(codesOf(imported)).toEqual(["openapi-circular"]);
    expect(
      json(ref("A"), {
        A: { allOf: [ref("B")], properties: { a: { const: 1 } } },
        B: { allOf: [ref("A")] },
      }),
    ).toEqual({ a: 1 });
  });

  test("a schema used twice beside itself is no circle", () => {
    const Base = { properties: { id: { const: 1 } } };
    const Customer = { allOf: [ref("Base")] };
    const Order = {
      allOf: [ref("Base")],
      properties: { customer: ref("Customer"), payer: ref("Customer") },
    };
    expect(json(ref("Order"), { Base, Customer, Order })).toEqual({
      id: 1,
      customer: { id: 1 },
      payer: { id: 1 },
    });
  });

  test("a discriminator names the schema", () => {
    const Pet = {
      type: "object",
      discriminator: { propertyName: "kind", mapping: { dog: "#/components/schemas/Dog" } },
      properties: { kind: { type: "string" } },
    };
    const Dog = { allOf: [ref("Pet"), { properties: { bark: { const: true } } }] };
    expect(json(ref("Dog"), { Pet, Dog })).toEqual({ kind: "dog", bark: true });
    const One = { oneOf: [ref("Cat")], discriminator: { propertyName: "kind" } };
    expect(json(One, { Cat: { properties: { purr: { const: 1 } } } })).toEqual({
      purr: 1,
      kind: "Cat",
    });
  });

  test("$defs, $anchor, $id, $dynamicRef and siblings of $ref", () => {
    expect(
      json(
        { $defs: { x: { const: 1 } }, $ref: "#/components/schemas/A" },
        { A: { properties: { p: { $ref: "#an" } } }, B: { $anchor: "an", const: "b" } },
      ),
    ).toEqual({ p: "b" });
    expect(json({ $ref: "https://h/ids/c" }, { C: { $id: "https://h/ids/c", const: "c" } })).toBe(
      "c",
    );
    expect(json({ $dynamicRef: "#dyn" }, { D: { $dynamicAnchor: "dyn", const: "d" } })).toBe("d");
    expect(json({ ...ref("A"), default: "mine" }, { A: { type: "string" } })).toBe("mine");
  });

  test("large schemas are cut by depth, and quickly", () => {
    const schemas = Object.fromEntries(
      Array.from({ length: 40 }, (_, level) => [
        `S${level}`,
        {
          properties: Object.fromEntries(
            Array.from({ length: 8 }, (_, at) => [`p${at}`, ref(`S${level + 1}`)]),
          ),
        },
      ]),
    );
    expect(Object.keys(json(ref("S0"), { ...schemas, S40: { const: 1 } }) as object)).toHaveLength(
      8,
    );
  });

  test("XML by its hints", () => {
    const schema = {
      type: "object",
      xml: { name: "pet", namespace: "http://n", prefix: "p" },
      properties: {
        id: { const: 7, xml: { attribute: true } },
        tags: {
          type: "array",
          xml: { wrapped: true },
          items: { const: "a<b", xml: { name: "tag" } },
        },
        photo: { type: "array", items: { const: "u" } },
      },
    };
    expect(body(schema, {}, "application/xml")).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<p:pet xmlns:p="http://n" id="7">\n  <tags>\n    <tag>a&lt;b</tag>\n  </tags>\n  <photo>u</photo>\n</p:pet>\n',
    );
  });

  test("streams of 3.2 have an item a line or an event", () => {
    const of = (mediaType: string) => {
      const request = oneRequest({
        post: {
          requestBody: {
            content: { [mediaType]: { itemSchema: { properties: { a: { const: 1 } } } } },
          },
        },
      });
      return "text" in request.body ? request.body.text : "";
    };
    expect(of("application/jsonl")).toBe('{"a":1}\n');
    expect(of("text/event-stream")).toBe('data: {"a":1}\n\n');
  });
});

test("whatever a description holds, importing it does not throw", () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom<unknown>(null, true, 0, "", "#/a", "query", "object"),
      fc.array(tie("any"), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom(
          "$ref",
          "type",
          "properties",
          "items",
          "allOf",
          "oneOf",
          "schema",
          "content",
          "parameters",
          "name",
          "in",
          "required",
          "responses",
          "200",
          "get",
          "security",
          "servers",
          "url",
          "variables",
          "example",
          "examples",
          "enum",
          "__proto__",
          "headers",
          "tags",
        ),
        tie("any"),
        { maxKeys: 4 },
      ),
    ),
  })).any;
  fc.assert(
    fc.property(value, value, (one, two) => {
      const text = JSON.stringify({
        openapi: "3.1.0",
        paths: {
          "/a": one,
          "/b": {
            get: two,
            post: { requestBody: { content: { "application/json": { schema: two } } } },
          },
        },
        servers: one,
        security: two,
        components: one,
      });
      expect(onlyCollection(importText(text)).name).toBe("import");
    }),
    { numRuns: 300 },
  );
  expect(Object.keys(Object.prototype)).toEqual([]);
});
