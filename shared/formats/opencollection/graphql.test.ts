import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emptyGraphql, emptyRequest, type HttpRequest } from "../../model/request.ts";
import { parseYaml } from "../yaml/parse.ts";
import { canonicalYaml, patchYaml } from "../yaml/patch.ts";
import { changedLines } from "../yaml/patch-cases.ts";
import { keptOfRequest, newRequestData, patchRequest, readRequest } from "./request.ts";

const read = (text: string) => readRequest(parseYaml(text).data);
function save(text: string, change: (request: HttpRequest) => HttpRequest): string {
  const { data } = parseYaml(text);
  return patchYaml(text, patchRequest(data, change(readRequest(data)))).text;
}

const vessel = `# one ship
info:
  name: Vessel by id
  type: graphql # as Bruno writes it
  seq: 1

graphql:
  method: POST
  url: "{{baseUrl}}/graphql"
  headers:
    - name: X-Client # who
      value: docs
  body:
    query: |-
      query Vessel($id: ID!) {
        vessel(id: $id) { name flag }
      }
    variables: |-
      {
        "id": "IMO9321483"
      }
  auth: inherit

settings:
  encodeUrl: true
`;

const query = "query Vessel($id: ID!) {\n  vessel(id: $id) { name flag }\n}";

test("is read with everything it has", () => {
  expect(read(vessel)).toMatchObject({
    name: "Vessel by id",
    method: "POST",
    url: "{{baseUrl}}/graphql",
    headers: [{ name: "X-Client", value: "docs" }],
    auth: { kind: "inherit" },
    body: { kind: "graphql", query, variables: '{\n  "id": "IMO9321483"\n}' },
  });
  expect(keptOfRequest(parseYaml(vessel).data)).toEqual([]);
});

test.each<[string, (request: HttpRequest) => HttpRequest, number]>([
  ["nothing", (request) => request, 0],
  ["the URL", (request) => ({ ...request, url: "http://h/" }), 2],
  [
    "a line of the query",
    (request) => ({
      ...request,
      body: { ...emptyBody(request), query: query.replace("name flag", "name") },
    }),
    2,
  ],
  [
    "the variables",
    (request) => ({
      ...request,
      body: { ...emptyBody(request), variables: '{\n  "id": "IMO1"\n}' },
    }),
    2,
  ],
  [
    "the operation",
    (request) => ({ ...request, body: { ...emptyBody(request), operation: "Vessel" } }),
    3,
  ],
  ["the auth", (request) => ({ ...request, auth: { kind: "bearer", token: "t" } }), 4],
  ["a header", (request) => ({ ...request, headers: [{ name: "X-Client", value: "other" }] }), 2],
])("changing %s changes nothing else", (_, change, lines) => {
  const saved = save(vessel, change);
  expect(changedLines(vessel, saved)).toBe(lines);
  expect(read(saved)).toEqual(change(read(vessel)));
});

function emptyBody({ body }: HttpRequest) {
  if (body.kind !== "graphql") throw new Error(body.kind);
  return body;
}

describe("becoming another kind", () => {
  test("an HTTP request, and a GraphQL request again", () => {
    const operation = save(vessel, (request) => ({
      ...request,
      body: { ...emptyBody(request), operation: "Vessel" },
    }));
    expect(operation).toContain("operationName: Vessel");
    const json = { kind: "json", text: "{}" } as const;
    const http = save(operation, (request) => ({ ...request, body: json }));
    expect(http).toContain("# one ship");
    expect(http).toContain("type: http # as Bruno writes it");
    expect(http).toContain("- name: X-Client # who");
    expect(http).not.toMatch(/graphql:|operationName|variables/);
    expect(read(http)).toEqual({ ...read(vessel), body: json });
    const back = save(http, (request) => ({ ...request, body: read(vessel).body }));
    expect(read(back)).toEqual(read(vessel));
    expect(back).toContain("# who");
  });

  test("of a file that tells its kind by its block alone", () => {
    const bare = "graphql:\n  url: http://h/\n  body:\n    query: '{ a }'\n";
    expect(read(bare).body).toEqual({ kind: "graphql", query: "{ a }", variables: "" });
    const http = save(bare, (request) => ({ ...request, body: { kind: "none" } }));
    expect(http).toBe("http:\n  url: http://h/\n");
  });
});

describe("what is not edited", () => {
  const variants =
    "info: {name: V, type: graphql}\ngraphql:\n  url: http://h/\n  body:\n    - title: a\n      body: {query: a}\n";
  test("variants of a body stay, and are named", () => {
    expect(read(variants).body).toEqual({ kind: "other", type: "variants" });
    expect(keptOfRequest(parseYaml(variants).data)).toEqual(["body: variants"]);
    const renamed = save(variants, (request) => ({ ...request, name: "W" }));
    expect(renamed).toBe(variants.replace("name: V", "name: W"));
  });
  test("a body that is not there is an empty one", () => {
    const text = "info: {name: V, type: graphql}\ngraphql:\n  url: http://h/\n";
    expect(read(text).body).toEqual({ kind: "graphql", query: "", variables: "" });
    expect(save(text, (request) => ({ ...request, url: "http://i/" }))).toBe(
      text.replace("http://h/", "http://i/"),
    );
  });
});

test("a new file is as Bruno writes it", () => {
  const request: HttpRequest = {
    ...emptyGraphql,
    name: "Ships",
    url: "http://h/graphql",
    body: { kind: "graphql", query: "{\n  ships\n}", variables: "{}" },
  };
  expect(canonicalYaml(newRequestData(request, 3))).toBe(`info:
  name: Ships
  type: graphql
  seq: 3

graphql:
  method: POST
  url: http://h/graphql
  body:
    query: |-
      {
        ships
      }
    variables: "{}"
  auth: inherit
`);
});

test("any GraphQL request comes back from its file", () => {
  const text = fc.string({ unit: fc.constantFrom(..."ab{}()$:\"'#|>-\n é😀\t\\") });
  fc.assert(
    fc.property(
      text,
      text,
      fc.option(fc.stringMatching(/^[A-Za-z]{1,6}$/), { nil: undefined }),
      (words, variables, operation) => {
        const request: HttpRequest = {
          ...emptyRequest,
          name: "R",
          method: "POST",
          body: {
            kind: "graphql",
            query: words,
            variables,
            ...(operation === undefined ? {} : { operation }),
          },
        };
        const file = canonicalYaml(newRequestData(request, 1));
        expect(read(file)).toEqual(request);
        expect(save(file, (one) => one)).toBe(file);
      },
    ),
  );
});
