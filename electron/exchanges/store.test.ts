import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import zlib from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { HttpRequest } from "../../shared/model/request.ts";
import { defaultSettings } from "../../shared/model/settings.ts";
import { ok, type Peer, startPeer } from "../client/peer.testing.ts";
import type { StoredContent } from "./bodies.ts";
import { input, openWorld, sendAll, type World } from "./world.testing.ts";

let world: World;
let peer: Peer;
beforeEach(async () => {
  world = await openWorld();
  peer = await startPeer(() => ok(zlib.gzipSync("decoded text"), "Content-Encoding: gzip\r\n"));
});
afterEach(async () => {
  await peer.close();
  await world.close();
});

const all = (request: Partial<HttpRequest>) => sendAll(world, request);

describe("keeping", () => {
  test("the newest stay, up to the limit", async () => {
    world.settings = { ...defaultSettings, historyLimit: 3 };
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.push((await all({ url: peer.url })).exchange.id);
    // The oldest go in the background; closing waits for that.
    await world.exchanges.close();
    const names = await readdir(path.join(world.folder, "exchanges"));
    expect(names.filter((name) => !name.endsWith(".pack")).sort()).toEqual(ids.slice(2).sort());
    for (const id of ids.slice(2)) expect((await world.exchanges.get(id)).id).toBe(id);
    await expect(world.exchanges.get(ids[0] ?? "")).rejects.toMatchObject({
      failure: { kind: "not-found" },
    });
  });

  test.each([
    "",
    "{",
    '{"version":2',
    '{"version":2,"exchange":{}}',
    '{"version":3}',
    "[]",
    "null",
  ])("a torn file %j is as if it were gone", async (text) => {
    await world.close();
    world = await openWorld({ packed: false });
    const { exchange } = await all({ url: peer.url });
    const folder = path.join(world.folder, "exchanges", exchange.id);
    await writeFile(path.join(folder, "exchange.json"), text);
    const notFound = { failure: { kind: "not-found" } };
    await expect(world.exchanges.get(exchange.id)).rejects.toMatchObject(notFound);
    await expect(world.exchanges.trace(exchange.id)).rejects.toMatchObject(notFound);
    await expect(world.exchanges.openBody(`${exchange.id}.0`, "decoded")).rejects.toMatchObject(
      notFound,
    );
  });

  test.each(["", "..", "../../etc", "x.0", "20261122173012345-000000000000.0", "a/b.0"])(
    "the id %j reaches nothing",
    async (id) => {
      const notFound = { failure: { kind: "not-found" } };
      await expect(world.exchanges.openBody(id, "decoded")).rejects.toMatchObject(notFound);
      await expect(world.exchanges.openWire(id, "clear")).rejects.toMatchObject(notFound);
      await expect(world.exchanges.get(id)).rejects.toMatchObject(notFound);
    },
  );

  test("a body is copied to a file, decoded or as it came", async () => {
    const { exchange } = await all({ url: `${peer.url}/gzip-please` });
    const file = path.join(world.folder, "saved.txt");
    const where = { id: exchange.id, bodyId: `${exchange.id}.0`, form: "decoded", file } as const;
    const { signal } = new AbortController();
    expect(await world.exchanges.saveBody(where, signal)).toBe(12);
    expect(await readFile(file, "utf8")).toBe("decoded text");
    const coded = path.join(world.folder, "saved.gz");
    await world.exchanges.saveBody({ ...where, form: "encoded", file: coded }, signal);
    expect(zlib.gunzipSync(await readFile(coded)).toString()).toBe("decoded text");
    await expect(
      world.exchanges.saveBody({ ...where, file: "relative" }, signal),
    ).rejects.toMatchObject({ failure: { kind: "input" } });
    await expect(
      world.exchanges.saveBody({ ...where, file: path.join(world.folder, "no/such") }, signal),
    ).rejects.toMatchObject({ failure: { code: "ENOENT" } });
    expect((await readdir(world.folder)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });
});

describe("a body that is still arriving", () => {
  test("can be read as far as it is on disk, in ranges, chunk framing left out", async () => {
    let more = (): void => undefined;
    const slow = await startPeer(() => (socket) => {
      socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
      more = () => socket.write("6\r\n world\r\n0\r\n\r\n");
    });
    let bodyId = "";
    for await (const item of world.exchanges.send(
      input({ url: slow.url }),
      new AbortController().signal,
    )) {
      if (item.kind !== "trace") continue;
      const body = item.events.findLast((event) => event.kind === "body");
      if (body?.kind !== "body" || bodyId !== "") continue;
      bodyId = body.body.id;
      expect(body.body).toMatchObject({ size: 5, complete: false });
      let content = await world.exchanges.openBody(bodyId, "decoded");
      // The record is written a moment later; asking again is what a page does.
      while (content.size < 5) content = await world.exchanges.openBody(bodyId, "decoded");
      expect(content.complete).toBe(false);
      expect(await bytes(content)).toBe("hello");
      more();
    }
    const content = await world.exchanges.openBody(bodyId, "decoded");
    expect(content).toMatchObject({ size: 11, complete: true });
    expect(await bytes(content)).toBe("hello world");
    expect(await bytes(content, 3, 7)).toBe("lo w");
    await slow.close();
  });

  test("ten thousand chunks, read across their runs on disk", async () => {
    const text = Array.from({ length: 10_000 }, (_, index) => String(index % 10)).join("");
    const chunked = text.replace(/./g, (digit) => `1\r\n${digit}\r\n`);
    const many = await startPeer(() => ({
      bytes: `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}0\r\n\r\n`,
    }));
    const { exchange } = await all({ url: many.url });
    const content = await world.exchanges.openBody(`${exchange.id}.0`, "decoded");
    expect(await bytes(content)).toBe(text);
    for (const [start, end] of [
      [0, 1],
      [4095, 4097],
      [8191, 8193],
      [9999, 10_000],
      [5, 5],
      [4000, 9000],
    ] as const)
      expect(await bytes(content, start, end)).toBe(text.slice(start, end));
    await many.close();
  });
});

async function bytes(content: StoredContent, start = 0, end = content.size): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of content.read(start, end)) parts.push(part);
  return Buffer.concat(parts).toString();
}
