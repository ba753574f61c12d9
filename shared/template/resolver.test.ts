import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDotenv } from "./dotenv.ts";
import { referenceAt, references } from "./references.ts";
import { createResolver, secretMask } from "./resolver.ts";
import type { VariableSource } from "./source.ts";

const source = (
  scope: VariableSource["scope"],
  values: Readonly<Record<string, string>>,
): VariableSource => ({
  scope,
  origin: `the ${scope}`,
  variables: Object.entries(values).map(([name, value]) => ({ name, value })),
});

describe("references", () => {
  test.each([
    ["{{a}}", [["a", 0, 5]]],
    ["x{{ a.b-c }}y", [["a.b-c", 1, 12]]],
    [
      "{{a}}{{b}}",
      [
        ["a", 0, 5],
        ["b", 5, 10],
      ],
    ],
    ["{{{a}}}", [["a", 1, 6]]],
    ["{{a{{b}}", [["b", 3, 8]]],
    ["{{}} {{ }} {{a\n}} {a} }} {{a}", []],
    ["{{process.env.X}}", [["process.env.X", 0, 17]]],
  ])("in %j", (text, expected) => {
    expect(references(text).map(({ name, from, to }) => [name, from, to])).toEqual(expected);
  });

  test("take linear time in hostile texts", () => {
    for (const piece of ["{{", "{{a", "{", "{{a}", "}}{{"])
      expect(references(piece.repeat(200_000))).toBeDefined();
  });

  test("around a caret, closed or still being typed", () => {
    expect(referenceAt("a {{ba", 6)).toEqual({ name: "ba", from: 2, to: 6 });
    expect(referenceAt("a {{base}}/x", 6)).toEqual({ name: "base", from: 2, to: 10 });
    expect(referenceAt("a {{base}}/x", 11)).toBeNull();
    expect(referenceAt("a {", 3)).toBeNull();
  });
});

describe("resolving", () => {
  const sources = [
    source("process", { HOME_KEY: "from-dotenv" }),
    source("collection", { base: "http://{{host}}", host: "c", only: "collection" }),
    source("environment", { host: "e" }),
    source("folder", { host: "outer" }),
    source("folder", { host: "inner" }),
    source("request", { id: "7" }),
  ];
  const resolver = createResolver(sources);

  test("the higher place wins, nested names see it too, unknown ones stay as typed", () => {
    expect(resolver.resolve("{{base}}/{{id}}/{{nope}}")).toEqual({
      text: "http://inner/7/{{nope}}",
      secret: false,
      problems: [{ kind: "unknown", name: "nope" }],
    });
    const host = resolver.view().find((view) => view.name === "host");
    expect(host).toMatchObject({
      value: "inner",
      scope: "folder",
      shadows: ["the folder", "the environment", "the collection"],
    });
  });

  test("process.env comes from the collection's .env alone and counts as secret", () => {
    expect(resolver.resolve("{{process.env.HOME_KEY}}{{process.env.PATH}}")).toMatchObject({
      text: "from-dotenv{{process.env.PATH}}",
      secret: true,
    });
    expect(resolver.view().find((view) => view.name === "process.env.HOME_KEY")).toMatchObject({
      value: "",
      secret: true,
    });
  });

  test("secrets are masked, also inside other variables, and a missing one is named", () => {
    const secrets = createResolver([
      {
        scope: "environment",
        origin: "prod",
        variables: [
          { name: "token", value: "", secret: true },
          { name: "gone", value: "", secret: true },
          { name: "header", value: "Bearer {{token}}" },
        ],
        secrets: new Map([["token", "s3cr3t"]]),
      },
    ]);
    expect(secrets.resolve("{{header}}")).toMatchObject({ text: "Bearer s3cr3t", secret: true });
    expect(secrets.mask("A {{header}} {{token}}").text).toBe(`A ${secretMask} ${secretMask}`);
    expect(secrets.resolve("{{gone}}")).toMatchObject({
      text: "{{gone}}",
      problems: [{ kind: "missing-secret" }],
    });
    expect(JSON.stringify(secrets.view())).not.toContain("s3cr3t");
    expect(secrets.view().find((view) => view.name === "gone")?.missing).toBe(true);
  });

  test("circles are named and left as typed", () => {
    const circle = createResolver([
      source("request", { a: "1{{b}}", b: "2{{c}}", c: "3{{a}}", d: "ok" }),
    ]);
    const { text, problems } = circle.resolve("{{a}} {{d}}");
    expect(text).toBe("{{a}} ok");
    expect(problems.every((problem) => problem.kind === "cycle")).toBe(true);
    expect(createResolver([source("request", { a: "{{a}}" })]).resolve("{{a}}").text).toBe("{{a}}");
  });

  test("variables that double each other end, and say so", () => {
    const values: Record<string, string> = { v0: "x".repeat(1000) };
    for (let level = 1; level < 40; level += 1)
      values[`v${level}`] = `{{v${level - 1}}}{{v${level - 1}}}`;
    const { text, problems } = createResolver([source("request", values)]).resolve("{{v39}}");
    expect(text.length).toBeLessThan(70_000_000);
    expect(problems.some((problem) => problem.kind === "too-long")).toBe(true);
  });

  test("names are keys, never expressions", () => {
    const payloads = [
      "constructor",
      "__proto__",
      "toString",
      "a.b",
      "1+1",
      "process.exit()",
      "${7*7}",
      "this",
      "#each a",
      "> x",
      "process.env",
      "process.env.__proto__",
    ];
    for (const payload of payloads) {
      const text = `{{${payload}}}`;
      expect(createResolver(sources).resolve(text).text).toBe(text);
    }
    expect(
      createResolver([source("request", { __proto__x: "1", constructor: "2" })]).resolve(
        "{{constructor}}",
      ).text,
    ).toBe("2");
  });

  test("a text without known names comes back as it is", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        (text) => createResolver([]).resolve(text).text === text,
      ),
    );
  });
});

describe("parseDotenv", () => {
  test("reads what such files hold", () => {
    const text = `\ufeff# comment\nA=1\nexport B = two words # note\nC="x\\ny" # c\nD='a\\n#b'\nE="many\nlines"\nF=\nG=a#b\nnot a line\nH="open\nI=2\r\nA=3\nJ: yaml\nK=\`b'"t\`\nL="a\\"b\\t" # c\nM='x' y\n1N=3`;
    expect(parseDotenv(text).map(({ name, value }) => [name, value])).toEqual([
      ["A", "1"],
      ["B", "two words"],
      ["C", "x\ny"],
      ["D", "a\\n#b"],
      ["E", "many\nlines"],
      ["F", ""],
      ["G", "a"],
      ["H", '"open'],
      ["I", "2"],
      ["A", "3"],
      ["J", "yaml"],
      ["K", `b'"t`],
      ["L", 'a\\"b\\t'],
      ["M", "'x' y"],
      ["1N", "3"],
    ]);
  });

  test("takes linear time in hostile texts", () => {
    for (const piece of ["A='", "A='\\'", "\n", "A=\n", "A=\"'\n", "export ", "A:", "`"])
      expect(parseDotenv(piece.repeat(100_000))).toBeDefined();
  });
});
