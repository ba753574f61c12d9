import { randomBytes } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import zlib from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SendItem } from "../../shared/contract/exchanges.ts";
import type { Exchange } from "../../shared/model/exchange.ts";
import { resumableOf } from "../../shared/model/resumable.ts";
import { input, openWorld, openWorldOver, type World } from "./world.testing.ts";

let world: World;
let files: FileServer;
beforeEach(async () => {
  world = await openWorld();
  files = await serveFile();
});
afterEach(async () => {
  files.close();
  await world.close();
});

interface FileServer {
  readonly url: string;
  /** What it serves now. */
  body: Buffer;
  fields: Record<string, string>;
  /** Breaks off after so many bytes of the next reply. */
  breakAt: number | null;
  /** Replaces the answer to a request for a range. */
  rangeAnswer: ((reply: http.ServerResponse) => void) | null;
  readonly seen: http.IncomingMessage[];
  close(): void;
}

/** A file behind node's own server, with ranges as RFC 9110 §14 has them. */
async function serveFile(): Promise<FileServer> {
  const seen: http.IncomingMessage[] = [];
  const server = http.createServer((request, reply) => {
    seen.push(request);
    const { body, fields, breakAt, rangeAnswer } = made;
    made.breakAt = null;
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? Number.NaN);
    const wanted = request.headers["if-range"];
    const same =
      wanted === undefined || wanted === fields["ETag"] || wanted === fields["Last-Modified"];
    if (!Number.isNaN(start) && rangeAnswer !== null) return rangeAnswer(reply);
    const part = Number.isNaN(start) || !same ? null : body.subarray(start);
    const sent = part ?? body;
    reply.writeHead(part === null ? 200 : 206, {
      ...fields,
      "Content-Length": sent.length,
      ...(part === null
        ? {}
        : { "Content-Range": `bytes ${start}-${body.length - 1}/${body.length}` }),
    });
    if (breakAt === null) return reply.end(sent);
    reply.write(sent.subarray(0, breakAt), () => reply.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const made: FileServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/file.bin`,
    body: randomBytes(300_000),
    fields: { ETag: '"v1"' },
    breakAt: null,
    rangeAnswer: null,
    seen,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return made;
}

async function send(
  resume?: string,
  over: Partial<Parameters<typeof input>[0]> = {},
): Promise<Exchange> {
  const items: SendItem[] = [];
  const wanted = {
    ...input({ url: files.url, ...over }),
    ...(resume === undefined ? {} : { resume }),
  };
  for await (const item of world.exchanges.send(wanted, new AbortController().signal))
    items.push(item);
  const last = items.at(-1);
  if (last?.kind !== "end") throw new Error("no end");
  return last.exchange;
}

async function broken(at = 100_000): Promise<Exchange> {
  files.breakAt = at;
  const exchange = await send();
  expect(exchange.state).toBe("failed");
  expect(resumableOf(exchange)).toMatchObject({ body: { encodedSize: at } });
  return exchange;
}

async function bodyOf(
  exchange: Exchange,
  form: "decoded" | "encoded",
  [start, end]: readonly [number, number] = [0, Number.POSITIVE_INFINITY],
  { exchanges }: Pick<World, "exchanges"> = world,
): Promise<Buffer> {
  const content = await exchanges.openBody(exchange.hops.at(-1)?.body?.id ?? "", form);
  const parts: Uint8Array[] = [];
  for await (const part of content.read(start, Math.min(end, content.size))) parts.push(part);
  return Buffer.concat(parts);
}

const notes = async (exchange: Exchange): Promise<string[]> =>
  (await world.exchanges.trace(exchange.id)).flatMap((event) =>
    event.kind === "note" ? [event.code] : [],
  );

describe("the rest of a download", () => {
  test.each([
    ["an ETag", { ETag: '"v1"' }, '"v1"'],
    [
      "a date",
      { "Last-Modified": "Wed, 01 Jan 2020 00:00:00 GMT" },
      "Wed, 01 Jan 2020 00:00:00 GMT",
    ],
  ])("by %s is appended, and what was asked is seen", async (_, fields, validator) => {
    files.fields = fields;
    const first = await broken();
    const second = await send(first.id);
    expect(second).toMatchObject({ state: "done", failure: null });
    expect(files.seen[1]?.headers).toMatchObject({ range: "bytes=100000-", "if-range": validator });
    const sent = second.hops[0]?.requestHeaders ?? [];
    expect(sent.filter(({ name }) => /range/i.test(name))).toEqual([
      { name: "Range", value: "bytes=100000-", origin: "client" },
      { name: "If-Range", value: validator, origin: "client" },
    ]);
    expect(second.hops[0]?.body).toMatchObject({
      size: 300_000,
      encodedSize: 300_000,
      resumedFrom: 100_000,
      complete: true,
    });
    for (const place of [world, await openWorldOver(world.folder)]) {
      expect((await bodyOf(second, "decoded", undefined, place)).equals(files.body)).toBe(true);
      const part = await bodyOf(second, "decoded", [99_990, 100_010], place);
      expect(part.equals(files.body.subarray(99_990, 100_010))).toBe(true);
    }
    expect(await notes(second)).toEqual(["resume-appended"]);
    // Only the rest crossed the wire.
    expect(second.receivedBytes).toBeLessThan(201_000);
  });

  test("broken off again and again", async () => {
    let exchange = await broken(1);
    for (const at of [50_000, 1, 100_000]) {
      files.breakAt = at;
      exchange = await send(exchange.id);
      expect(exchange.state).toBe("failed");
    }
    exchange = await send(exchange.id);
    expect(exchange.hops[0]?.body).toMatchObject({ size: 300_000, resumedFrom: 150_002 });
    expect((await bodyOf(exchange, "encoded")).equals(files.body)).toBe(true);
  });

  test("of an encoded body is decoded as one", async () => {
    const text = Buffer.from(randomBytes(200_000).toString("hex"));
    files.body = zlib.gzipSync(text);
    files.fields = { ETag: '"z"', "Content-Encoding": "gzip", "Content-Type": "text/plain" };
    const first = await broken(60_000);
    const second = await send(first.id);
    expect(second.failure).toBeNull();
    expect((await bodyOf(second, "decoded")).equals(text)).toBe(true);
    expect((await bodyOf(second, "encoded")).equals(files.body)).toBe(true);
  });

  test("of another version comes whole and is not mixed", async () => {
    const first = await broken();
    files.body = randomBytes(1_000);
    files.fields = { ETag: '"v2"' };
    const second = await send(first.id);
    expect(second.hops[0]?.body).not.toHaveProperty("resumedFrom");
    expect((await bodyOf(second, "decoded")).equals(files.body)).toBe(true);
    expect(await notes(second)).toEqual(["resume-restarted"]);
  });

  test.each([
    ["another part", 206, { "Content-Range": "bytes 5-9/300000" }, "resume-mismatch"],
    ["no Content-Range", 206, {}, "resume-mismatch"],
    [
      "another coding",
      206,
      { "Content-Range": "bytes 100000-100004/300000", "Content-Encoding": "br" },
      "resume-mismatch",
    ],
    ["nothing more", 416, { "Content-Range": "bytes */100000" }, "resume-complete"],
    ["another end", 416, { "Content-Range": "bytes */5" }, "resume-refused"],
    ["an error", 500, {}, "resume-refused"],
  ])("%s appends nothing", async (_, status, fields, note) => {
    const first = await broken();
    files.rangeAnswer = (reply) => {
      reply.writeHead(status, fields as Record<string, string>);
      reply.end("other");
    };
    const second = await send(first.id);
    expect(second.hops[0]?.body).not.toHaveProperty("resumedFrom");
    expect((await bodyOf(second, "encoded")).toString()).toBe("other");
    expect(await notes(second)).toEqual([note]);
  });

  test("is not asked for by another request", async () => {
    const first = await broken();
    const other = await send(first.id, { url: `${files.url}?other` });
    expect(other.failure).toMatchObject({ kind: "input", code: "resume-other-request" });
    const posted = await send(first.id, { method: "POST" });
    expect(posted.failure?.code).toBe("resume-other-request");
    expect(files.seen).toHaveLength(1);
  });
});

describe("a body that was left encoded", () => {
  const wanted = { settings: { network: { decode: false } } };

  test("is decoded when somebody asks, and found so afterwards", async () => {
    const text = "plain ".repeat(1_000);
    files.body = zlib.gzipSync(text);
    files.fields = { "Content-Encoding": "gzip", "Content-Type": "text/plain" };
    const exchange = await send(undefined, wanted);
    const id = exchange.hops[0]?.body?.id ?? "";
    expect((await bodyOf(exchange, "decoded")).equals(files.body)).toBe(true);
    const [size, again] = await Promise.all([
      world.exchanges.decodeBody(id),
      world.exchanges.decodeBody(id),
    ]);
    expect([size, again]).toEqual([6_000, 6_000]);
    for (const place of [world, await openWorldOver(world.folder)]) {
      expect((await bodyOf(exchange, "decoded", undefined, place)).toString()).toBe(text);
      expect((await bodyOf(exchange, "encoded", undefined, place)).equals(files.body)).toBe(true);
    }
  });

  test("that cannot be decoded says so and stays", async () => {
    files.body = Buffer.from("not gzip");
    files.fields = { "Content-Encoding": "gzip" };
    const exchange = await send(undefined, wanted);
    const id = exchange.hops[0]?.body?.id ?? "";
    await expect(world.exchanges.decodeBody(id)).rejects.toMatchObject({
      failure: { kind: "body", code: "content-coding-invalid" },
    });
    expect((await bodyOf(exchange, "decoded")).toString()).toBe("not gzip");
    files.fields = { "Content-Encoding": "compress" };
    const unknown = await send();
    await expect(world.exchanges.decodeBody(unknown.hops[0]?.body?.id ?? "")).rejects.toMatchObject(
      { failure: { code: "content-coding-unknown" } },
    );
  });
});

describe("what cannot be resumed", () => {
  test("is known beforehand", async () => {
    const whole = await send();
    expect(resumableOf(whole)).toBe("complete");
    expect((await send(whole.id)).failure?.code).toBe("resume-not-possible");

    files.fields = { ETag: 'W/"weak"' };
    files.breakAt = 10;
    expect(resumableOf(await send())).toBe("validator");
    files.fields = { "Last-Modified": new Date().toUTCString() };
    files.breakAt = 10;
    expect(resumableOf(await send())).toBe("validator");
    files.fields = { ETag: '"a"', "Accept-Ranges": "none" };
    files.breakAt = 10;
    expect(resumableOf(await send())).toBe("kind");
    files.fields = { ETag: '"a"' };
    files.breakAt = 10;
    expect(resumableOf(await send(undefined, { method: "POST" }))).toBe("kind");
    files.breakAt = 10;
    const ranged = { headers: [{ name: "Range", value: "bytes=5-" }] };
    expect(resumableOf(await send(undefined, ranged))).toBe("kind");
    // Everything came, and it is no gzip: no rest of it would help.
    files.fields = { ETag: '"a"', "Content-Encoding": "gzip" };
    const odd = await send();
    expect(odd.failure?.code).toBe("content-coding-invalid");
    expect(resumableOf(odd)).toBe("complete");
  });
});
