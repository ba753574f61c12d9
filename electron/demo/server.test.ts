import { once } from "node:events";
import { connect } from "node:net";
import { gunzipSync, brotliDecompressSync, inflateSync } from "node:zlib";
import { decompress } from "fzstd";
import { afterAll, beforeAll, expect, test } from "vitest";
import { malformedReplies } from "./malformed.ts";
import { type DemoServer, startDemo } from "./server.ts";

let demo: DemoServer;
beforeAll(async () => {
  demo = await startDemo({ port: 0 });
});
afterAll(() => demo.close());

/** Sends bytes and gives all that came back until the server closed. */
async function exchange(bytes: string): Promise<Buffer> {
  const { port } = new URL(demo.url);
  const socket = connect(Number(port), "127.0.0.1");
  const received: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => received.push(chunk));
  socket.write(bytes);
  await once(socket, "close");
  return Buffer.concat(received);
}

const get = (path: string, ...fields: readonly string[]) =>
  exchange(
    [`GET ${path} HTTP/1.1`, "Host: demo", ...fields, "Connection: close", "", ""].join("\r\n"),
  );

const bodyOf = (reply: Buffer) => reply.subarray(reply.indexOf("\r\n\r\n") + 4);

test("it listens on the loopback address only", () => {
  expect(new URL(demo.url).hostname).toBe("127.0.0.1");
});

test("events go on behind the one that was the last", async () => {
  const heard = bodyOf(await get("/events", "Last-Event-ID: 7")).toString();
  expect(heard.match(/^id: .*/gm)).toEqual([8, 9, 10, 11, 12].map((id) => `id: ${id}`));
  expect(heard).toContain("\n\n");
});

test("echo keeps case, order and duplicates of header fields", async () => {
  const reply = await get("/echo/a?b=%7e", "X-A: 1", "x-a: 2");
  const said = JSON.parse(bodyOf(reply).toString()) as { target: string; headers: string[][] };
  expect(said.target).toBe("/echo/a?b=%7e");
  expect(said.headers).toEqual([
    ["Host", "demo"],
    ["X-A", "1"],
    ["x-a", "2"],
    ["Connection", "close"],
  ]);
});

test.each([
  ["gzip", gunzipSync],
  ["deflate", inflateSync],
  ["br", brotliDecompressSync],
  ["zstd", (bytes: Buffer) => Buffer.from(decompress(bytes))],
] as const)("%s is really that coding", async (coding, decode) => {
  const reply = await get(`/encoded/${coding}`);
  expect(reply.toString("latin1")).toContain(`Content-Encoding: ${coding}`);
  expect(decode(bodyOf(reply)).toString()).toContain(`sent as ${coding} and is shown decoded`);
});

test("chunks carry extensions and trailers follow them", async () => {
  const reply = (await get("/chunked")).toString("latin1");
  expect(reply).toContain("d;part=3\r\nchunk 3 of 5\n\r\n");
  expect(reply.endsWith("0\r\nX-Chunks: 5\r\nX-Note: trailers come after the body\r\n\r\n")).toBe(
    true,
  );
});

test("103 comes before 200", async () => {
  const reply = (await get("/hints")).toString("latin1");
  expect(reply.startsWith("HTTP/1.1 103 Early Hints\r\n")).toBe(true);
  expect(reply).toContain("HTTP/1.1 200 OK\r\n");
});

test.each(Object.keys(malformedReplies))("malformed/%s is written as it stands", async (kind) => {
  const reply = await get(`/malformed/${kind}`);
  expect(reply.toString("latin1")).toBe(malformedReplies[kind]);
});

test("bytes gives exactly as many as asked for", async () => {
  expect(bodyOf(await get("/bytes/200001"))).toHaveLength(200_001);
  expect(bodyOf(await get("/bytes/0"))).toHaveLength(0);
});

test.each([
  [301, "301"],
  [308, "308"],
  [302, "777"],
])("redirect answers %i for ?status=%s", async (code, asked) => {
  const reply = (await get(`/redirect/2?status=${asked}`)).toString("latin1");
  expect(reply.startsWith(`HTTP/1.1 ${code} `)).toBe(true);
  expect(reply).toContain(`Location: /redirect/1?status=${asked}\r\n`);
});

test("basic asks, then lets in", async () => {
  expect((await get("/basic/ana")).toString("latin1")).toMatch(
    /^HTTP\/1.1 401 .*\r\nWWW-Authenticate: Basic/,
  );
  const field = `Authorization: Basic ${Buffer.from("ana:pw").toString("base64")}`;
  expect((await get("/basic/ana", field)).toString("latin1")).toMatch(/^HTTP\/1.1 200 /);
});

test("an unknown path says what there is", async () => {
  const reply = (await get("/nothing")).toString("latin1");
  expect(reply).toMatch(/^HTTP\/1.1 404 /);
  expect(reply).toContain("/malformed/chunk-size");
});
