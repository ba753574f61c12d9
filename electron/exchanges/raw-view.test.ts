import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { rawBytes, rawLimit } from "../../shared/model/raw-bytes.ts";
import type { HttpRequest } from "../../shared/model/request.ts";
import { createResolver } from "../../shared/template/resolver.ts";
import { ok, type Peer, startPeer } from "../client/peer.testing.ts";
import { input, openWorld, sendAll, type World } from "./world.testing.ts";

let world: World;
let peer: Peer;

beforeEach(async () => {
  world = await openWorld();
  peer = await startPeer(() => ok("fine"));
});
afterEach(async () => {
  await peer.close();
  await world.close();
});

const row = (name: string, value: string) => ({ name, value });
const view = (request: Partial<HttpRequest>) => world.exchanges.raw(input(request));

async function file(name: string, bytes: Uint8Array): Promise<string> {
  const place = path.join(world.folder, name);
  await writeFile(place, bytes);
  await world.grants.grant(place);
  return place;
}

/** What went over the wire, read from the record. */
async function sentBytes(request: Partial<HttpRequest>): Promise<Buffer> {
  const { exchange } = await sendAll(world, request);
  expect(exchange.failure).toBeNull();
  const { segments } = await world.exchanges.wire({
    id: exchange.id,
    side: "clear",
    from: 0,
    limit: 1000,
  });
  const record = await world.exchanges.openWire(exchange.id, "clear");
  const parts: Uint8Array[] = [];
  for (const { direction, offset, length } of segments) {
    if (direction !== "sent") continue;
    for await (const part of record.read(offset, offset + length)) parts.push(Buffer.from(part));
  }
  return Buffer.concat(parts);
}

/** The boundary is drawn anew for each send. */
const steady = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString("latin1")
    .replaceAll(/envoi-[\w-]{24}/g, "boundary");

const binary = Uint8Array.from({ length: 700 }, (_, at) => (at * 7) % 256);

describe("the bytes are those that are sent", () => {
  const cases: Readonly<Record<string, () => Promise<Partial<HttpRequest>>>> = {
    "no body": async () => ({ headers: [row("X-A", "1"), row("x-a", "2")] }),
    "JSON with line feeds": async () => ({
      method: "POST",
      body: { kind: "json", text: '{\n  "a": "é"\n}\n' },
    }),
    "a form": async () => ({
      method: "POST",
      body: { kind: "form", rows: [row("a b", "c&d"), row("é", "")] },
    }),
    "a multipart body with a file": async () => ({
      method: "POST",
      body: {
        kind: "multipart",
        parts: [
          { name: "note", kind: "text", value: "hello", paths: [] },
          { name: "cargo", kind: "file", value: "", paths: [await file("a.bin", binary)] },
        ],
      },
    }),
    "a file": async () => ({
      method: "PUT",
      body: {
        kind: "file",
        files: [{ path: await file("b.bin", binary), contentType: "", selected: true }],
      },
    }),
    "compressed, with a digest": async () => ({
      method: "POST",
      body: { kind: "text", text: "again and again and again" },
      settings: { network: { compressBody: "gzip", contentDigest: "sha-256" } },
    }),
    "in chunks, with a trailer": async () => ({
      method: "POST",
      body: { kind: "text", text: "hello" },
      settings: { network: { framing: "chunked", trailers: [row("X-Last", "yes")] } },
    }),
    "with credentials": async () => ({ auth: { kind: "basic", username: "me", password: "you" } }),
    "HTTP/1.0": async () => ({ settings: { network: { httpVersion: "1.0" } } }),
  };
  test.each(Object.keys(cases))("%s", async (name) => {
    const made = await cases[name]?.();
    const request = { url: `${peer.url}/here?a=1`, ...made };
    const { raw, problems, left } = await view(request);
    expect(problems).toEqual([]);
    expect(left).toEqual([]);
    if (raw === null) throw new Error("no bytes");
    const bytes = rawBytes(raw) ?? new Uint8Array();
    const sent = await sentBytes(request);
    expect(steady(bytes)).toBe(steady(sent));
    // And as a raw exchange they are sent again, to the same place.
    const again = await sentBytes({ url: request.url, raw });
    expect(Buffer.from(again).equals(Buffer.from(bytes))).toBe(true);
  });
});

test("a text whose body has line feeds of its own stays text", async () => {
  const { raw } = await view({
    method: "POST",
    url: peer.url,
    body: { kind: "json", text: "[\n1]" },
  });
  expect(raw).toMatchObject({ encoding: "text", newline: "crlf-head" });
});

test("braces that are no variables are sent as they stand", async () => {
  const { raw } = await view({ url: `${peer.url}/{{open` });
  expect(raw).toMatchObject({ literal: true });
});

describe("what is secret", () => {
  beforeEach(() => {
    world.context = {
      resolver: createResolver([
        {
          scope: "environment",
          origin: "Test",
          variables: [
            { name: "key", value: "", secret: true },
            { name: "place", value: "there" },
          ],
          secrets: new Map([["key", "s3cret-value"]]),
        },
      ]),
    };
  });

  test("stays a name; other variables are replaced", async () => {
    const { raw, left } = await view({
      url: `${peer.url}/{{place}}`,
      headers: [row("X-Key", "{{key}}")],
    });
    expect(raw?.data).toContain("GET /there HTTP/1.1");
    expect(raw?.data).toContain("X-Key: {{key}}");
    expect(raw).not.toHaveProperty("literal");
    expect(left).toEqual(["secret"]);
  });

  test("is not in credentials that are computed", async () => {
    world.context = {
      ...world.context,
      auth: { kind: "basic", username: "me", password: "{{key}}" },
    };
    const { raw, left } = await view({ url: peer.url });
    expect(raw?.data).toMatch(/^Authorization: Basic $/m);
    expect(left).toContain("credentials");
    world.context = { ...world.context, auth: { kind: "bearer", token: "{{key}}" } };
    expect((await view({ url: peer.url })).raw?.data).toContain("Authorization: Bearer {{key}}");
  });

  test("is nowhere in what is given", async () => {
    const request: Partial<HttpRequest> = {
      method: "POST",
      url: `${peer.url}/{{key}}?k={{key}}`,
      body: { kind: "text", text: "a{{key}}b" },
      settings: { network: { compressBody: "gzip" } },
    };
    const given = await view(request);
    expect(given.left).toContain("secret-in-bytes");
    expect(JSON.stringify(given)).not.toContain("s3cret-value");
    expect(Buffer.from(given.raw?.data ?? "", "base64").toString("latin1")).not.toContain("s3cret");
  });
});

test("cookies of the jar are left out, and said so", async () => {
  const setter = await startPeer(() => ok("x", "Set-Cookie: seen=1\r\n"));
  try {
    await sendAll(world, { url: setter.url });
    const { raw, left } = await view({ url: setter.url });
    expect(raw?.data).not.toContain("seen=1");
    expect(left).toEqual(["cookies"]);
  } finally {
    await setter.close();
  }
});

test("what is too large to be edited is refused before it is read, by name", async () => {
  const place = await file("large.bin", new Uint8Array(rawLimit + 1));
  const { raw, problems } = await view({
    method: "POST",
    url: peer.url,
    body: { kind: "file", files: [{ path: place, contentType: "", selected: true }] },
  });
  expect(raw).toBeNull();
  expect(problems).toMatchObject([{ code: "raw-too-large", place: "body" }]);
});

test("a file that is not there is a problem, no bytes", async () => {
  const { raw, problems } = await view({
    method: "POST",
    url: peer.url,
    body: {
      kind: "file",
      files: [{ path: path.join(world.folder, "none"), contentType: "", selected: true }],
    },
  });
  expect(raw).toBeNull();
  expect(problems).toHaveLength(1);
});

test("a WebSocket request is its handshake, which a server answers", async () => {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  server.on("connection", (socket) => socket.close(1000));
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const url = `ws://127.0.0.1:${port}/live?a=1`;
  const { raw, left } = await view({
    url,
    method: "",
    headers: [row("Sec-WebSocket-Protocol", "chat")],
    body: { kind: "websocket", messages: [] },
  });
  if (raw === null) throw new Error("no bytes");
  expect(left).toEqual([]);
  expect(raw).toMatchObject({ target: `127.0.0.1:${port}`, tls: false });
  expect(raw.data.replace(/^(Sec-WebSocket-Key: ).{24}$/m, "$1…")).toMatch(
    /^GET \/live\?a=1 HTTP\/1\.1\nHost: .*\nUser-Agent: .*\nAccept: \*\/\*\n(?:Accept-Encoding: .*\n)?Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: …\nSec-WebSocket-Extensions: .*\nSec-WebSocket-Protocol: chat\n\n$/,
  );
  const { exchange } = await sendAll(world, { url: "", raw });
  server.close();
  expect(exchange.failure).toBeNull();
  expect(exchange.hops[0]?.response?.status).toBe(101);
});
