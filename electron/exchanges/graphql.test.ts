import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { emptyGraphql, type GraphqlBody, type HttpRequest } from "../../shared/model/request.ts";
import { createResolver } from "../../shared/template/resolver.ts";
import { ok, type Peer, reply, startPeer } from "../client/peer.testing.ts";
import { input, openWorld, sendAll, type World } from "./world.testing.ts";

let world: World;
let peer: Peer;
beforeEach(async () => {
  world = await openWorld();
  peer = await startPeer(({ head }) =>
    head.includes(" /moved ") ? reply("307 Moved", "", "Location: /g\r\n") : ok('{"data":{}}'),
  );
  world.context = {
    resolver: createResolver([
      {
        scope: "environment",
        origin: "e",
        variables: [
          { name: "n", value: "7" },
          { name: "text", value: "a b" },
          { name: "key", value: "", secret: true },
        ],
        secrets: new Map([["key", "hush-hush-1"]]),
      },
    ]),
  };
});
afterEach(async () => {
  await peer.close();
  await world.close();
});

const request = (body: Partial<GraphqlBody>, more: Partial<HttpRequest> = {}): HttpRequest => ({
  ...emptyGraphql,
  url: `${peer.url}/g`,
  ...more,
  body: { kind: "graphql", query: "{ a }", variables: "", ...body },
});
const bodyOf = (index: number): string => {
  const bytes = peer.requests[index]?.bytes ?? Buffer.alloc(0);
  return bytes.subarray(bytes.indexOf("\r\n\r\n") + 4).toString();
};

test("a POST, with the values of variables in query and variables", async () => {
  const { exchange } = await sendAll(
    world,
    request(
      {
        query: "query Q($t: S) { a(n: {{n}}, t: $t) }",
        variables: '{"t": "{{text}}", "n": {{n}}}',
      },
      { headers: [{ name: "X-A", value: "1" }] },
    ),
  );
  expect(exchange.failure).toBeNull();
  expect(bodyOf(0)).toBe(
    '{"query":"query Q($t: S) { a(n: 7, t: $t) }","variables":{"t": "a b", "n": 7}}',
  );
  const sent = exchange.hops[0]?.requestHeaders ?? [];
  expect(sent.filter(({ origin }) => origin === "body")).toEqual([
    {
      name: "Accept",
      value: "application/graphql-response+json, application/json;q=0.9",
      origin: "body",
    },
    { name: "Content-Type", value: "application/json", origin: "body" },
    { name: "Content-Length", value: String(bodyOf(0).length), origin: "body" },
  ]);
  expect(sent.filter(({ name }) => name === "Accept")).toHaveLength(1);
});

test("the operation that runs", async () => {
  await sendAll(world, request({ query: "query A { a } query B { b }", operation: "B" }));
  expect(bodyOf(0)).toBe('{"query":"query A { a } query B { b }","operationName":"B"}');
});

test("a GET, its parameters in the URL", async () => {
  await sendAll(
    world,
    request(
      { query: "{ a(n: {{n}}) }", variables: '{"t": "{{text}}"}' },
      { method: "GET", url: `${peer.url}/g?k=1#f` },
    ),
  );
  const { head } = peer.requests[0]!;
  const [line = ""] = head.split("\r\n");
  const url = new URL(line.split(" ")[1] ?? "", peer.url);
  expect(line).toMatch(/^GET \/g\?k=1&query=%7B\+a%28n%3A\+7%29\+%7D&variables=\S+ HTTP\/1\.1$/);
  expect(url.searchParams.get("variables")).toBe('{"t": "a b"}');
  expect(head).not.toMatch(/content-(?:type|length)/i);
});

describe("its own fields", () => {
  test("a person's Accept and Content-Type stay theirs", async () => {
    const headers = [
      { name: "accept", value: "text/html" },
      { name: "content-type", value: "application/graphql+json" },
    ];
    await sendAll(world, request({}, { headers }));
    const { head } = peer.requests[0]!;
    expect(head.match(/^accept:.*$/gim)).toEqual(["accept: text/html"]);
    expect(head.match(/^content-type:.*$/gim)).toEqual(["content-type: application/graphql+json"]);
  });

  test("an Accept that is not wanted is not sent, nor shown", async () => {
    const without = request({}, { settings: { omitHeaders: ["Accept"] } });
    await sendAll(world, without);
    expect(peer.requests[0]?.field("accept")).toBeUndefined();
    const { headers } = await world.exchanges.preview(input(without));
    expect(headers.map(({ name }) => name)).not.toContain("Accept");
  });
});

describe("variables that are no JSON", () => {
  test.each([
    ['{\n  "a": 1,\n  b: 2\n}', "graphql-variables", "3:3"],
    ['{"a": {{n}}, "b": }', "graphql-variables", "1:19"],
    ['{"a": {{text}}}', "graphql-values", "1:7"],
    ['{"a": {{unknown}}}', "graphql-values", "1:8"],
    ["{} {}", "graphql-variables", "1:4"],
  ])("%s are not sent", async (variables, code, place) => {
    const { exchange } = await sendAll(world, request({ variables }));
    expect(exchange).toMatchObject({
      state: "failed",
      failure: { kind: "input", code, place, phase: "prepare" },
    });
    expect(exchange.failure?.message).toContain(place);
    expect(peer.requests).toEqual([]);
  });

  test("the preview tells it, where it can be told", async () => {
    const codes = async (variables: string): Promise<readonly string[]> =>
      (await world.exchanges.preview(input(request({ variables })))).problems.map(
        ({ code }) => code,
      );
    expect(await codes("{,}")).toEqual(["graphql-variables"]);
    expect(await codes('{"a": {{key}}, "b": {{n}}}')).toEqual([]);
  });
});

test("what is shown is what is sent, whatever the method", async () => {
  for (const method of ["GET", "HEAD", "POST", "PUT"]) {
    const one = request({ variables: '{"a": "é"}' }, { method });
    const before = peer.requests.length;
    const preview = await world.exchanges.preview(input(one));
    await sendAll(world, one);
    const [line = "", ...fields] = peer.requests[before]!.head.trimEnd().split("\r\n");
    expect(fields).toEqual(preview.headers.map(({ name, value }) => `${name}: ${value}`));
    expect(`${peer.url}${line.split(" ")[1]}`).toBe(preview.url);
  }
});

test("a redirect that keeps the method keeps the query", async () => {
  const { exchange } = await sendAll(world, request({}, { url: `${peer.url}/moved` }));
  expect(exchange.hops.map(({ method }) => method)).toEqual(["POST", "POST"]);
  expect(bodyOf(1)).toBe('{"query":"{ a }"}');
});

test("as raw bytes and as code: secrets stay names, also where no value would be JSON", async () => {
  const secret = request({ query: '{ a(k: "{{key}}") }', variables: '{"k": {{key}}}' });
  const { raw, problems } = await world.exchanges.raw(input(secret));
  expect(problems).toEqual([]);
  expect(raw?.data).toContain('\n\n{"query":"{ a(k: \\"{{key}}\\") }","variables":{"k": {{key}}}}');
  const code = await world.exchanges.code({ ...input(secret), reveal: false });
  expect(code.request?.body?.pieces).toEqual([
    { kind: "text", text: '{"query":"{ a(k: \\"{{key}}\\") }","variables":{"k": {{key}}}}' },
  ]);
  const inUrl = await world.exchanges.code({
    ...input({ ...secret, method: "GET" }),
    reveal: false,
  });
  expect(inUrl.request?.target).toContain("{{key}}");
});

test("a secret in it is hidden in what is kept", async () => {
  const { exchange } = await sendAll(world, request({ variables: '{"k": "{{key}}"}' }));
  expect(bodyOf(0)).toContain("hush-hush-1");
  const source = JSON.stringify(await world.exchanges.history(null, 5));
  expect(source + JSON.stringify(exchange)).not.toContain("hush-hush");
});
