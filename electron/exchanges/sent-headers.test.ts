import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OwnNetwork } from "../../shared/model/network/network.ts";
import type { HttpRequest, RequestBody } from "../../shared/model/request.ts";
import { ok, type Peer, startPeer } from "../client/peer.testing.ts";
import { input, openWorld, sendAll, type World } from "./world.testing.ts";

// Nothing goes out that the preview does not show: name, value, order and case, for every kind of body, method and setting.

let world: World;
let peer: Peer;
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "envoi-headers-"));
  await writeFile(path.join(folder, "file.bin"), Buffer.alloc(3_000, "0123456789"));
  world = await openWorld();
  world.context = { folder };
  peer = await startPeer(() => ok());
});
afterAll(async () => {
  await peer.close();
  await world.close();
  await rm(folder, { recursive: true });
});

const bodies: readonly (readonly [string, RequestBody])[] = [
  ["none", { kind: "none" }],
  ["json", { kind: "json", text: '{"a": 1}' }],
  ["xml", { kind: "xml", text: "<a/>" }],
  ["text", { kind: "text", text: "é" }],
  ["graphql", { kind: "graphql", query: "{ a }", variables: '{"b": 1}' }],
  ["form", { kind: "form", rows: [{ name: "a", value: "b c" }] }],
  ["empty form", { kind: "form", rows: [] }],
  [
    "multipart",
    {
      kind: "multipart",
      parts: [
        { name: "a", kind: "text", value: "b", paths: [] },
        { name: "f", kind: "file", value: "", paths: ["file.bin"] },
      ],
    },
  ],
  ["file", { kind: "file", files: [{ path: "file.bin", contentType: "a/b", selected: true }] }],
];
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "Odd!"];
const settings: readonly (readonly [string, OwnNetwork])[] = [
  ["as it is", {}],
  ["chunked", { framing: "chunked" }],
  ["gzip and a length", { framing: "content-length", compressBody: "gzip" }],
  ["digest", { contentDigest: "sha-256" }],
  ["trailers", { trailers: [{ name: "X-T", value: "1" }] }],
  ["HTTP/1.0", { httpVersion: "1.0", compressBody: "br" }],
  ["expect", { expectContinue: 1 }],
];
const cases = settings.flatMap(([setting, network]) =>
  bodies.flatMap(([kind, body]) => [{ setting, network, kind, body }]),
);

async function seen(request: Partial<HttpRequest>): Promise<{
  readonly line: string;
  readonly fields: string[];
  readonly preview: string[];
}> {
  const preview = await world.exchanges.preview(input(request));
  const before = peer.requests.length;
  const { exchange } = await sendAll(world, request);
  expect(exchange.failure).toBeNull();
  const [line = "", ...fields] = (peer.requests[before]?.head ?? "").trimEnd().split("\r\n");
  const utf8 = fields.map((field) => Buffer.from(field, "latin1").toString("utf8"));
  return {
    line,
    // The boundary is drawn anew each time, and with it a digest and the length of what was compressed.
    fields: utf8.map((field) => field.replace(/boundary=.*/, "boundary=…")),
    preview: preview.headers.map(({ name, value }) => `${name}: ${value}`),
  };
}

test.each(cases)(
  "$setting, $kind: what is shown is what is sent",
  async ({ network, kind, body }) => {
    for (const method of methods) {
      const { line, fields, preview } = await seen({
        url: `${peer.url}/x`,
        method,
        headers: [
          { name: "x-B", value: "1" },
          { name: "X-a", value: "é" },
          { name: "x-b", value: "3" },
        ],
        body,
        settings: { network },
      });
      // Without a body a GraphQL request is in its URL.
      const inUrl = kind === "graphql" && /^(?:GET|HEAD)$/.test(method);
      const target = inUrl ? "/x?query=%7B+a+%7D&variables=%7B%22b%22%3A+1%7D" : "/x";
      expect(line).toBe(`${method} ${target} HTTP/${network.httpVersion ?? "1.1"}`);
      const drawn = (field: string): string =>
        kind === "multipart" ? field.replace(/^(Content-(?:Length|Digest): ).*/, "$1…") : field;
      expect(fields.map(drawn)).toEqual(preview.map(drawn));
    }
  },
);

test("every automatic field goes when it is told to, Host and framing included", async () => {
  const request = {
    url: `${peer.url}/x`,
    method: "POST",
    body: { kind: "json", text: "{}" } as const,
    settings: { network: { contentDigest: "sha-256", compressBody: "gzip" } as const },
  };
  const { preview } = await seen(request);
  const names = preview.map((field) => field.slice(0, field.indexOf(":")));
  expect(names).toContain("Host");
  for (const name of names.filter((one) => one !== "Content-Length")) {
    const { fields } = await seen({
      ...request,
      settings: { ...request.settings, omitHeaders: [name] },
    });
    expect(fields).toEqual(preview.filter((field) => !field.startsWith(`${name}:`)));
  }
});

test.each([
  ["*", "OPTIONS"],
  ["http://other.test/whole?url", "GET"],
  ["host.test:443", "CONNECTED"],
  ["/with space and #fragment", "GET"],
])("a request target of one's own: %s", async (requestTarget, method) => {
  const { line, fields, preview } = await seen({
    url: `${peer.url}/x?y`,
    method,
    settings: { network: { requestTarget } },
  });
  expect(line).toBe(`${method} ${requestTarget} HTTP/1.1`);
  expect(fields).toEqual(preview);
});

test.each([
  ["/a/../b/./c", "/b/c"],
  ["/%7e?a=b|c", ""],
  ["/é", "/%C3%A9"],
  ["/a?b='c'", "/a?b=%27c%27"],
])("the URL standard's reading is told where it differs: %s", async (typed, wanted) => {
  const preview = await world.exchanges.preview(input({ url: `${peer.url}${typed}` }));
  expect(preview.url).toBe(`${peer.url}${typed}`);
  expect(preview.normalised).toBe(wanted === "" ? "" : `${peer.url}${wanted}`);
});
