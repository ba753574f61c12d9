import { expect, test } from "vitest";
import { emptyRequest, type HttpRequest } from "../../../shared/model/request.ts";
import { bodyChoice, chooseBody } from "./body-memory.ts";

const raw = { target: "", tls: false, encoding: "text", data: "", newline: "crlf" } as const;
const startRaw = () => raw;
const withBody = (body: HttpRequest["body"]): HttpRequest => ({ ...emptyRequest, body });

test("what was typed for a kind comes back", () => {
  let request = withBody({ kind: "json", text: "{}" });
  request = chooseBody("k1", request, "form", startRaw);
  expect(request.body).toEqual({ kind: "form", rows: [] });
  request = { ...request, body: { kind: "form", rows: [{ name: "a", value: "1" }] } };
  request = chooseBody("k1", request, "json", startRaw);
  expect(request.body).toEqual({ kind: "json", text: "{}" });
  request = chooseBody("k1", request, "form", startRaw);
  expect(request.body).toEqual({ kind: "form", rows: [{ name: "a", value: "1" }] });
});

test("text goes along to another kind of text, but over nothing typed there", () => {
  let request = chooseBody("k2", withBody({ kind: "json", text: "x" }), "xml", startRaw);
  expect(request.body).toEqual({ kind: "xml", text: "x" });
  request = chooseBody("k2", { ...request, body: { kind: "xml", text: "y" } }, "json", startRaw);
  expect(request.body).toEqual({ kind: "json", text: "x" });
});

test("a GraphQL request is posted; JSON that is one goes along, and comes back as it was", () => {
  const fresh = chooseBody("g1", emptyRequest, "graphql", startRaw);
  expect([fresh.method, fresh.body]).toEqual([
    "POST",
    { kind: "graphql", query: "", variables: "" },
  ]);
  const text = '{"query":"{ a }","operationName":"Q","variables":{"n":12345678901234567890}}';
  const json = { ...withBody({ kind: "json", text }), method: "PUT" };
  const next = chooseBody("g2", json, "graphql", startRaw);
  expect([next.method, next.body]).toEqual([
    "PUT",
    {
      kind: "graphql",
      query: "{ a }",
      variables: '{\n  "n": 12345678901234567890\n}',
      operation: "Q",
    },
  ]);
  expect(chooseBody("g2", next, "json", startRaw).body).toEqual({ kind: "json", text });
  expect(
    chooseBody("g3", withBody({ kind: "json", text: "[1]" }), "graphql", startRaw).body,
  ).toEqual({ kind: "graphql", query: "", variables: "" });
});

test("a body in another shape survives a look at other kinds", () => {
  const other = withBody({ kind: "other", type: "variants" });
  const json = chooseBody("k3", other, "json", startRaw);
  expect(chooseBody("k3", json, "other", startRaw).body).toEqual({
    kind: "other",
    type: "variants",
  });
});

test("raw begins from the request, and comes back as it was left", () => {
  let request = chooseBody("k4", withBody({ kind: "json", text: "{}" }), "raw", startRaw);
  expect([bodyChoice(request), request.raw]).toEqual(["raw", raw]);
  request = { ...request, raw: { ...raw, data: "typed" } };
  request = chooseBody("k4", request, "json", startRaw);
  expect([bodyChoice(request), request.body]).toEqual(["json", { kind: "json", text: "{}" }]);
  expect(chooseBody("k4", request, "raw", startRaw).raw?.data).toBe("typed");
});

test("documents do not share", () => {
  chooseBody("k5", withBody({ kind: "json", text: "mine" }), "none", startRaw);
  expect(chooseBody("k6", withBody({ kind: "none" }), "json", startRaw).body).toEqual({
    kind: "json",
    text: "",
  });
});
