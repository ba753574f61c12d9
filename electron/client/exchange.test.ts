import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SentHeader } from "../../shared/model/header.ts";
import { phasesOf } from "../../shared/model/timing.ts";
import { fileBody } from "./body/file.ts";
import { formBody } from "./body/form.ts";
import { multipartBody } from "./body/multipart.ts";
import { bytesBody, textBody } from "./body/text.ts";
import { openTestClient, type TestClient } from "./client.testing.ts";
import { ok, type Peer, startPeer } from "./peer.testing.ts";
import type { BodySource } from "./send.ts";

let client: TestClient;
let peer: Peer;
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "envoi-exchange-"));
  client = await openTestClient();
  peer = await startPeer((request) => (request.head.startsWith("HEAD") ? ok() : ok("hello")));
});
afterAll(async () => {
  await client.close();
  await peer.close();
  await rm(folder, { recursive: true });
});

const typed = (...pairs: readonly (readonly [string, string])[]) =>
  pairs.map(([name, value]) => ({ name, value, origin: "request" as const }));

/** Sends, and asserts the product's promise: what is recorded as sent is what the server received. */
async function promise(wanted: Parameters<TestClient["send"]>[0], target = "/") {
  const before = peer.requests.length;
  const sent = await client.send({ url: `${peer.url}${target}`, ...wanted });
  expect(sent.exchange.failure).toBeNull();
  const got = Buffer.concat(peer.requests.slice(before).map((request) => request.bytes));
  expect((await client.recorded(sent.id, "sent")).equals(got)).toBe(true);
  expect(sent.exchange.sentBytes).toBe(got.length);
  const hop = sent.exchange.hops[0];
  expect((hop?.requestHeadBytes ?? 0) + (hop?.requestBodyBytes ?? 0)).toBe(got.length);
  return { ...sent, got, head: got.subarray(0, got.indexOf("\r\n\r\n") + 4).toString("utf8") };
}

/** An empty field has no space behind its colon. */
const lines = (fields: readonly Pick<SentHeader, "name" | "value">[]) =>
  fields.map(({ name, value }) => `${name}:${value === "" ? "" : ` ${value}`}\r\n`).join("");

describe("recorded as sent = received by the server, to the byte", () => {
  test.each([
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "PROPFIND",
    "get",
    "X-!#$%&'*+.^_`|~",
  ])("method %s", async (method) => {
    const { head } = await promise({ method });
    expect(head.startsWith(`${method} / HTTP/1.1\r\nHost: 127.0.0.1:${peer.port}\r\n`)).toBe(true);
  });

  test.each([
    "/",
    "/a/../b//c/./",
    "/%7e%2F%zz",
    "/é?ü=ß",
    "/?",
    "/?a&b=&a=1",
    '/|"<>{}^`\\',
    "/:x@y;z=1,2",
    `/${"long".repeat(4000)}`,
  ])("target %s as typed", async (target) => {
    const { head } = await promise({}, target);
    expect(head.split("\r\n")[0]).toBe(`GET ${target} HTTP/1.1`);
  });

  test("headers in their order, case and number, with oddities", async () => {
    const headers = typed(
      ["z-LAST", "1"],
      ["A", "first"],
      ["a", "second"],
      ["A", ""],
      ["X Odd(name)", "v"],
      ["Ünï", "cödé 😀"],
      ["Spaces", "  kept  "],
      ["Tab", "a\tb"],
      ["Quote", '"\\"'],
      ["Long", "x".repeat(20_000)],
    );
    const { head, exchange } = await promise({ headers });
    expect(head).toContain(lines(headers));
    const shown = exchange.hops[0]?.requestHeaders ?? [];
    expect(head).toBe(`GET / HTTP/1.1\r\n${lines(shown)}\r\n`);
  });

  test("every automatic field removed", async () => {
    const omitHeaders = ["host", "user-agent", "accept", "accept-encoding", "content-length"];
    const { head } = await promise({ method: "POST", settings: { omitHeaders } });
    expect(head).toBe("POST / HTTP/1.1\r\n\r\n");
  });

  test("Host and Connection as typed, where they were typed", async () => {
    const { head } = await promise({
      headers: typed(["X", "1"], ["hOST", "other"], ["connection", "Keep-Alive"]),
    });
    expect(head).toContain("X: 1\r\nhOST: other\r\nconnection: Keep-Alive\r\n");
    expect(head).not.toMatch(/^Host:/m);
  });

  const unknownLength: BodySource = {
    length: null,
    replayable: true,
    async *open() {
      yield Buffer.from("one ");
      yield Buffer.from("two");
    },
  };

  const bodies = async (): Promise<readonly (readonly [string, BodySource, string])[]> => {
    const realPath = path.join(folder, "file.bin");
    const bytes = Buffer.alloc(900_000, "abcdefghij\r\n");
    await writeFile(realPath, bytes);
    const file = { realPath, size: bytes.length, name: "file.bin" };
    return [
      ["empty", textBody(""), ""],
      ["json", textBody('{"é":1}'), '{"é":1}'],
      ["CR LF and NUL", textBody("a\r\nb\n\u0000"), "a\r\nb\n\u0000"],
      ["bytes", bytesBody(Uint8Array.of(0xff, 0, 0x80)), "\ufffd\u0000\ufffd"],
      ["form", formBody([{ name: "a b", value: "ü&=" }]), "a+b=%C3%BC%26%3D"],
      ["file", fileBody(file), bytes.toString()],
      ["chunked", unknownLength, "4\r\none \r\n3\r\ntwo\r\n0\r\n\r\n"],
      [
        "multipart",
        multipartBody(
          [
            { kind: "text", name: "t", text: "x", contentType: null },
            { kind: "file", name: "f", file, fileName: "é.bin", contentType: "a/b" },
          ],
          "B",
        ),
        `--B\r\nContent-Disposition: form-data; name="t"\r\n\r\nx\r\n--B\r\nContent-Disposition: form-data; name="f"; filename="é.bin"\r\nContent-Type: a/b\r\n\r\n${bytes.toString()}\r\n--B--\r\n`,
      ],
    ];
  };

  test.each(["POST", "PUT", "GET", "DELETE", "PURGE"])(
    "each kind of body by %s",
    async (method) => {
      for (const [name, body, wire] of await bodies()) {
        const { got, head } = await promise({ method, body, bodyContentType: "x/y" });
        expect(got.subarray(Buffer.byteLength(head)).toString("utf8"), name).toBe(wire);
        expect(head).toContain("Content-Type: x/y\r\n");
        expect(head).toContain(
          body.length === null
            ? "Transfer-Encoding: chunked\r\n"
            : `Content-Length: ${body.length}\r\n`,
        );
      }
    },
  );

  test("a body of known length by chunks, when the person wants chunks", async () => {
    const headers = typed(["transfer-ENCODING", "chunked"]);
    const { got, head } = await promise({ method: "POST", headers, body: textBody("abc") });
    expect(got.toString()).toBe(`${head}3\r\nabc\r\n0\r\n\r\n`);
    expect(head).not.toContain("Content-Length");
  });

  test("auth and userinfo", async () => {
    const auth = { kind: "basic", username: "Aladdin", password: "open sesame" } as const;
    expect((await promise({ auth })).head).toContain(
      "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n",
    );
    // RFC 7617 §2.1's own example.
    expect(
      (await promise({ auth: { kind: "basic", username: "test", password: "123£" } })).head,
    ).toContain("Authorization: Basic dGVzdDoxMjPCow==\r\n");
    expect((await promise({ auth: { kind: "bearer", token: " t " } })).head).toContain(
      "Authorization: Bearer t\r\n",
    );
    const url = peer.url.replace("http://", "http://u%40x:p%3A@");
    const { head, exchange } = await promise({ url: `${url}/` });
    expect(head).toContain(`Authorization: Basic ${Buffer.from("u@x:p:").toString("base64")}\r\n`);
    expect(exchange.hops[0]?.url).toBe(`${peer.url}/`);
    const key = { kind: "apikey", key: "k y", value: "v&", placement: "query" } as const;
    expect((await promise({ auth: key }, "/?a=1")).head).toContain("GET /?a=1&k%20y=v%26 ");
    expect((await promise({ auth: { ...key, key: "X-K", placement: "header" } })).head).toContain(
      "X-K: v&\r\n",
    );
    const mine = await promise({ auth, headers: typed(["authorization", "mine"]) });
    expect(mine.head).toContain("authorization: mine\r\n");
    expect(mine.head).not.toContain("Basic");
  });
});

describe("the founding document's example", () => {
  const text = "GET /get HTTP/1.1\r\nHost: httpbin.org\r\nConnection: close\r\n\r\n";

  test("raw: its exact bytes, the reply to the end of the stream", async () => {
    const server = await startPeer(() => ({
      bytes: "HTTP/1.1 200 OK\r\n\r\nto the end",
      close: true,
    }));
    const raw = { host: "127.0.0.1", port: server.port, tls: false, bytes: Buffer.from(text) };
    const { id, exchange } = await client.send({ raw });
    expect(exchange).toMatchObject({ state: "done", raw: true, sentBytes: text.length });
    expect(exchange.hops[0]).toMatchObject({ method: "GET", body: { size: 10, complete: true } });
    expect((await client.recorded(id, "sent")).toString()).toBe(text);
    expect(server.requests[0]?.bytes.toString()).toBe(text);
    await server.close();
  });

  test("ordinary: the same bytes, when nothing automatic is wanted", async () => {
    const { head } = await promise(
      {
        headers: typed(["Host", "httpbin.org"], ["Connection", "close"]),
        settings: { omitHeaders: ["user-agent", "accept", "accept-encoding"] },
      },
      "/get",
    );
    expect(head).toBe(text);
  });
});

describe("what an exchange says", () => {
  test("timing that adds up, in order", async () => {
    const { exchange, events } = await client.send({ url: `${peer.url}/` });
    const hop = exchange.hops[0];
    const spans = phasesOf(hop?.timing ?? expect.unreachable());
    const sum = spans.reduce((total, span) => total + span.end - span.start, 0);
    expect(sum).toBeCloseTo((hop?.timing.end ?? 0) - (hop?.timing.start ?? 0), 6);
    expect(exchange.total).toBeGreaterThanOrEqual(hop?.timing.end ?? Number.POSITIVE_INFINITY);
    const times = events.map((event) => event.at);
    expect(times.slice(0, -1)).toEqual(times.slice(0, -1).toSorted((a, b) => a - b));
    expect(events[0]?.kind).toBe("start");
    expect(events.at(-1)?.kind).toBe("end");
    expect(events.filter((event) => event.kind === "hop-end")).toHaveLength(1);
    expect(events.filter((event) => event.kind === "hop")).toHaveLength(1);
  });

  test.each([
    ["", "url-empty"],
    ["http://h/a b", "url-characters"],
    ["ftp://h/", "url-scheme"],
  ])(
    "a URL that cannot be sent (%j) is a failed exchange, not a thrown error",
    async (url, code) => {
      const { exchange, events } = await client.send({ url });
      expect(exchange).toMatchObject({
        state: "failed",
        failure: { kind: "input", code },
        hops: [],
      });
      expect(events.map((event) => event.kind)).toEqual(["start", "end"]);
    },
  );

  test("auth that is not applied is not left out silently", async () => {
    const before = peer.requests.length;
    const { exchange } = await client.send({
      url: peer.url,
      auth: { kind: "other", type: "ntlm" },
    });
    expect(exchange.failure).toMatchObject({ kind: "input", code: "auth-unsupported" });
    expect(peer.requests).toHaveLength(before);
  });

  test("nobody there", async () => {
    const gone = await startPeer(() => null);
    await gone.close();
    const { exchange } = await client.send({ url: gone.url });
    expect(exchange).toMatchObject({
      state: "failed",
      failure: { kind: "connect", code: "ECONNREFUSED" },
    });
    expect(exchange.hops).toHaveLength(1);
  });
});

test("a kept connection the server closed is not a failure, once the body can be sent again", async () => {
  const server = await startPeer((request) =>
    request.connection === 1 && server.requests.length > 1 ? (socket) => socket.destroy() : ok("x"),
  );
  const url = `${server.url}/`;
  await client.send({ url });
  const { exchange, events } = await client.send({ url, method: "POST", body: textBody("again") });
  expect(exchange.state).toBe("done");
  expect(exchange.hops.map((hop) => hop.reason)).toEqual(["first", "retry"]);
  expect(exchange.hops.map((hop) => hop.connection?.reused)).toEqual([true, false]);
  expect(events.filter((event) => event.kind === "retry")).toHaveLength(1);
  expect(server.requests.at(-1)?.bytes.toString()).toMatch(/\r\n\r\nagain$/);
  await server.close();
});

test("a new connection that dies is a failure, and nothing is sent twice", async () => {
  const server = await startPeer(() => (socket) => socket.destroy());
  const { exchange } = await client.send({ url: server.url });
  expect(exchange.state).toBe("failed");
  expect(server.requests).toHaveLength(1);
  await server.close();
});
