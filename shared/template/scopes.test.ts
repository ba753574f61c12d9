import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Variable, VariableScope } from "../model/variable.ts";
import { dynamicNames } from "./dynamic-names.ts";
import { createResolver, laterMark } from "./resolver.ts";
import type { VariableSource } from "./source.ts";

const source = (scope: VariableScope, variables: readonly Variable[]): VariableSource => ({
  scope,
  origin: scope,
  variables,
});
const one = (name: string, value: string, type?: NonNullable<Variable["type"]>): Variable => ({
  name,
  value,
  ...(type === undefined ? {} : { type }),
});

describe("precedence", () => {
  const order = [
    "workspace",
    "collection",
    "environment",
    "local",
    "folder",
    "request",
    "runtime",
  ] as const;

  test("the highest source that defines a name counts, and shadows all below it", () => {
    fc.assert(
      fc.property(fc.subarray([...order], { minLength: 1 }), (scopes) => {
        const resolver = createResolver(scopes.map((scope) => source(scope, [one("x", scope)])));
        const last = scopes.at(-1) ?? "";
        expect(resolver.resolve("{{x}}").text).toBe(last);
        expect(resolver.view()).toMatchObject([
          { name: "x", scope: last, shadows: scopes.slice(0, -1).toReversed() },
        ]);
      }),
    );
  });
});

test.each([
  ["number as typed", one("n", "00123", "number"), '{"a":{{n}}}', '{"a":00123}'],
  ["number in quotes", one("n", "7", "number"), '{"a":"{{n}}"}', '{"a":"7"}'],
  ["null", one("n", "", "null"), '{"a":{{n}}}', '{"a":null}'],
  ["boolean", one("n", "true", "boolean"), '{"a":{{n}}}', '{"a":true}'],
  ["object whole", one("n", '{"b": [1]}', "object"), '{"a":{{n}}}', '{"a":{"b": [1]}}'],
  ["object's text", one("n", '{"b":"c"}', "object"), "{{n.b}}", "c"],
  ["object's list", one("n", '{"b":[{"c":2}]}', "object"), "{{n.b[0].c}} {{n.b}}", '2 [{"c":2}]'],
  ["list", one("n", "[5,6]", "object"), "{{n[1]}}", "6"],
  ["no such part", one("n", '{"b":1}', "object"), "{{n.c}}", "{{n.c}}"],
  ["no inherited part", one("n", "{}", "object"), "{{n.constructor}}", "{{n.constructor}}"],
  ["text is no object", one("n", '{"b":1}'), "{{n.b}}", "{{n.b}}"],
  ["a dotted name itself", one("n.b", "flat"), "{{n.b}}", "flat"],
])("typed value: %s", (_, variable, text, expected) => {
  expect(createResolver([source("request", [variable])]).resolve(text).text).toBe(expected);
});

describe("circles name their chain", () => {
  const circle = createResolver([
    source("request", [one("a", "{{b}}"), one("b", "{{c}}"), one("c", "{{a}}"), one("d", "{{c}}")]),
  ]);
  test.each([
    ["{{a}}", ["a", "b", "c", "a"]],
    ["{{c}}", ["c", "a", "b", "c"]],
    ["{{d}}", ["c", "a", "b", "c"]],
  ])("%s", (text, chain) => {
    const cycles = circle.resolve(text).problems.filter(({ kind }) => kind === "cycle");
    expect(cycles.map((problem) => problem.chain)).toContainEqual(chain);
  });
});

describe("values made at the send", () => {
  const counting = () => {
    let count = 0;
    return createResolver(
      [source("request", [one("id", "<{{$guid}}>"), one("twice", "{{id}}{{id}}")])],
      {
        make: (name) => `${name}${(count += 1)}`,
      },
    );
  };

  test("each occurrence has its own, also through variables", () => {
    expect(counting().resolve("{{$guid}} {{$guid}} {{id}} {{twice}}").text).toBe(
      "guid1 guid2 <guid3> <guid4><guid5>",
    );
  });

  test("for eyes they are marked, not made", () => {
    const resolver = counting();
    expect(resolver.mask("{{$guid}} {{id}}").text).toBe("‹$guid› <‹$guid›>");
    expect(resolver.resolve("{{$guid}}").text).toBe("guid1");
    expect(resolver.view().find(({ name }) => name === "id")?.value).toBe(
      `<${laterMark("$guid")}>`,
    );
  });

  test("inside JSON they are escaped as a string is, elsewhere not", () => {
    const resolver = createResolver([], { make: () => 'a "b"\nc' });
    expect(resolver.resolve('{"x":"{{$randomLoremLines}}"}', "json").text).toBe(
      '{"x":"a \\"b\\"\\nc"}',
    );
    expect(resolver.resolve("{{$randomLoremLines}}").text).toBe('a "b"\nc');
  });

  test("a variable of that name counts first; another name with a dollar is unknown", () => {
    const resolver = createResolver([source("request", [one("$guid", "mine")])], {
      make: () => "made",
    });
    expect(resolver.resolve("{{$guid}} {{$timestamp}} {{$nope}} {{$constructor}}").text).toBe(
      "mine made {{$nope}} {{$constructor}}",
    );
  });

  test("variables that double a made value end", () => {
    const variables = Array.from({ length: 60 }, (_, at) =>
      one(`v${at}`, at === 0 ? "{{$guid}}" : `{{v${at - 1}}}{{v${at - 1}}}`),
    );
    const resolver = createResolver([source("request", variables)], { make: () => "x" });
    expect(resolver.resolve("{{v59}}").problems.some(({ kind }) => kind === "too-long")).toBe(true);
  });

  test("Postman's names are all there, once", () => {
    expect(new Set(dynamicNames).size).toBe(dynamicNames.length);
    expect(dynamicNames.length).toBeGreaterThanOrEqual(118);
  });
});

describe("questions", () => {
  const resolver = createResolver(
    [
      source("collection", [one("url", "http://{{?Host}}"), one("unused", "{{?Never}}")]),
      source("request", [one("both", "{{url}}{{? Port }}")]),
    ],
    { answers: new Map([["Host", "h"]]) },
  );

  test("are found in texts and in the variables these use, each once", () => {
    expect(resolver.prompts(["{{both}}", "{{url}} {{?Host}} {{?Last}}"])).toEqual([
      "Host",
      "Port",
      "Last",
    ]);
  });

  test("are replaced by their answers; without one they stay and say so", () => {
    expect(resolver.resolve("{{url}}/{{?Port}}")).toMatchObject({
      text: "http://h/{{?Port}}",
      problems: [{ kind: "unanswered", name: "Port" }],
    });
    expect(resolver.mask("{{url}}").text).toBe("http://‹Host›");
  });

  test("an answer to what is named like a secret is one", () => {
    const answers = new Map([
      ["Password", "hunter2"],
      ["Host", "h"],
    ]);
    const asked = createResolver([], { answers });
    expect(asked.resolve("{{?Host}} {{?Password}}")).toMatchObject({
      text: "h hunter2",
      secret: true,
    });
    expect([...asked.secretsUsed()]).toEqual(["hunter2"]);
    expect(asked.keep("{{?Host}} {{?Password}}").text).toBe("h {{?Password}}");
  });
});
