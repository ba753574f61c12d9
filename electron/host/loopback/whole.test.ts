import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs/promises";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { createClient } from "../../../shared/contract/client.ts";
import {
  type CollectionsItem,
  type Contract,
  kinds,
  type Remote,
  type SendItem,
} from "../../../shared/contract/index.ts";
import type { Exchange } from "../../../shared/model/exchange.ts";
import { emptyRequest, type HttpRequest } from "../../../shared/model/request.ts";
import { socketLink } from "./socket-link.ts";

// The whole app as a person starts it: a process of its own, reached only by the address it prints.

const main = new URL("main.ts", import.meta.url).pathname;
const root = new URL("../../../", import.meta.url).pathname;

interface Page {
  readonly remote: Remote<Contract>;
  get(address: string): Promise<Buffer>;
  close(): void;
}

interface Running {
  readonly child: ChildProcess;
  readonly lines: string[];
  readonly url: string;
  page(): Promise<Page>;
}

let folder = "";
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), "envoi-whole-")));
  await fs.mkdir(path.join(folder, "ui"));
  await fs.writeFile(path.join(folder, "ui", "index.html"), "<!doctype html>");
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
  }
  await fs.rm(folder, { recursive: true, force: true, maxRetries: 3 });
});

async function start(...more: string[]): Promise<Running> {
  const args = [
    "--import",
    "tsx",
    main,
    "--no-open",
    "--data",
    path.join(folder, "data"),
    "--ui",
    path.join(folder, "ui"),
    ...more,
  ];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  const lines: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    child.on("exit", (code) => reject(new Error(`ended with ${code}`)));
    let text = "";
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      lines.splice(0, lines.length, ...text.split("\n").filter((line) => line !== ""));
      const found = /^Envoi is open at (\S+)\n/m.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  return { child, lines, url, page: () => openPage(url) };
}

async function openPage(url: string): Promise<Page> {
  const { origin } = new URL(url);
  const first = await fetch(url, { redirect: "manual" });
  const cookie = first.headers.get("set-cookie")?.split(";")[0] ?? "";
  const socket = new WebSocket(`${origin.replace("http", "ws")}/link`, {
    headers: { cookie, origin },
  });
  await once(socket, "open");
  return {
    remote: createClient<Contract>(socketLink(socket), kinds),
    get: async (address) =>
      Buffer.from(
        await (await fetch(`${origin}${address}`, { headers: { cookie } })).arrayBuffer(),
      ),
    close: () => socket.terminate(),
  };
}

/** A server that keeps every byte it gets. */
async function recordingServer() {
  let received = Buffer.alloc(0);
  const server = net.createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      socket.end(
        "HTTP/1.1 201 Made\r\nContent-Length: 5\r\nX-Case: Kept\r\nX-Case: twice\r\n\r\nhello",
      );
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { port, received: () => received, close: () => void server.close() };
}

async function send(
  remote: Remote<Contract>,
  request: HttpRequest,
  collectionId: string,
  at: string,
): Promise<Exchange> {
  const items: SendItem[] = [];
  const input = { request, collectionId, path: at, environment: null };
  for await (const item of remote["exchange.send"](input)) items.push(item);
  const last = items.at(-1);
  if (last?.kind !== "end") throw new Error("the stream ended without the exchange");
  return last.exchange;
}

async function snapshot(remote: Remote<Contract>): Promise<CollectionsItem> {
  for await (const item of remote["collections.watch"]()) return item;
  throw new Error("no snapshot");
}

/** Drafts are written a moment after the typing: what counts is that they are on disk without any save. */
async function journaled(drafts: string): Promise<void> {
  const names = await fs.readdir(drafts).catch(() => []);
  if (!names.some((name) => name.endsWith(".json"))) return journaled(drafts);
}

test("create, send, look, kill -9, start again: all there", { timeout: 120_000 }, async () => {
  const server = await recordingServer();
  const first = await start();
  expect(first.lines).toEqual([`Envoi is open at ${first.url}`]);
  const page = await first.page();
  const { remote } = page;
  expect(await remote["app.info"](null)).toMatchObject({
    host: "loopback",
    dataFolder: path.join(folder, "data"),
  });

  const { id } = await remote["collections.create"]({ parent: folder, name: "My API" });
  const request: HttpRequest = {
    ...emptyRequest,
    name: "Make one",
    method: "POST",
    url: `http://127.0.0.1:${server.port}/things?a=1`,
    headers: [{ name: "x-Odd", value: "é" }],
    body: { kind: "json", text: '{"a": 1}' },
  };
  const made = await remote["collections.createRequest"]({ collectionId: id, parent: "", request });
  const exchange = await send(remote, request, id, made.path);
  const hop = exchange.hops[0];
  expect([exchange.state, hop?.response?.status, hop?.response?.reason]).toEqual([
    "done",
    201,
    "Made",
  ]);
  expect((await page.get(`/body/${hop?.body?.id}`)).toString()).toBe("hello");

  const index = await remote["exchange.wire"]({
    id: exchange.id,
    side: "clear",
    from: 0,
    limit: 100,
  });
  const record = await page.get(`/wire/${exchange.id}/clear`);
  const sent = index.segments.filter(({ direction }) => direction === "sent");
  const bytes = Buffer.concat(
    sent.map(({ offset, length }) => record.subarray(offset, offset + length)),
  );
  expect(bytes.equals(server.received())).toBe(true);

  const edited = JSON.stringify({ ...request, method: "PUT" });
  await remote["drafts.put"]({
    key: `${id}:${made.path}`,
    ref: { collectionId: id, path: made.path },
    target: "request",
    baseHash: made.hash,
    json: edited,
    updatedAt: 1,
  });
  await remote["app.updateSettings"]({ theme: "dark" });
  await remote["session.save"]({ json: '{"tabs":[1]}' });
  await journaled(path.join(folder, "data", "drafts"));
  first.child.kill("SIGKILL");
  await once(first.child, "exit");

  const second = await start();
  expect((await fetch(first.url).catch(() => null))?.status ?? 403).toBe(403);
  const again = await second.page();
  const tree = await snapshot(again.remote);
  expect(tree).toMatchObject({
    kind: "snapshot",
    collections: [
      {
        id,
        name: "My API",
        children: [{ kind: "request", path: made.path, name: "Make one", method: "POST" }],
      },
    ],
  });
  const loaded = await again.remote["collections.readRequest"]({
    collectionId: id,
    path: made.path,
  });
  expect(loaded.hash).toBe(made.hash);
  expect(loaded.value).toMatchObject({
    name: "Make one",
    method: "POST",
    url: request.url,
    body: request.body,
  });
  expect(await again.remote["exchange.get"]({ id: exchange.id })).toEqual(exchange);
  expect((await again.get(`/wire/${exchange.id}/clear`)).equals(record)).toBe(true);
  expect((await again.get(`/body/${hop?.body?.id}`)).toString()).toBe("hello");
  expect((await again.remote["drafts.list"](null)).map(({ json }) => json)).toEqual([edited]);
  expect(await again.remote["session.load"](null)).toEqual({ json: '{"tabs":[1]}' });
  for await (const { theme } of again.remote["app.settings"]()) {
    expect(theme).toBe("dark");
    break;
  }
  second.child.kill("SIGTERM");
  expect(await once(second.child, "exit")).toEqual([0, null]);
  server.close();
});

test(
  "Ctrl-C while a request runs ends it and the process, cleanly",
  { timeout: 60_000 },
  async () => {
    let gone: () => void = () => undefined;
    const aborted = new Promise<void>((resolve) => (gone = resolve));
    let asked: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => (asked = resolve));
    const silent = http.createServer((request) => {
      request.socket.on("close", gone);
      asked();
    });
    silent.listen(0, "127.0.0.1");
    await once(silent, "listening");
    const running = await start();
    const { remote } = await running.page();
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
    const input = {
      request: { ...emptyRequest, url },
      collectionId: null,
      path: "",
      environment: null,
    };
    const reading = (async () => {
      for await (const item of remote["exchange.send"](input)) void item;
    })().catch((thrown: unknown) => thrown);
    await arrived;
    running.child.kill("SIGINT");
    expect(await once(running.child, "exit")).toEqual([0, null]);
    await aborted;
    expect(await reading).toMatchObject({ failure: { code: "link-closed" } });
    silent.closeAllConnections();
    silent.close();
  },
);

test("says plainly why it cannot start", { timeout: 60_000 }, async () => {
  const taken = net.createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  const attempts: readonly (readonly [readonly string[], number, RegExp])[] = [
    [["--port", String(port)], 1, /taken by another program/],
    [["--ui", path.join(folder, "nothing")], 1, /npm run build/],
    [["--sparkle"], 2, /Usage:/],
  ];
  for (const [args, code, text] of attempts) {
    const base = [
      "--import",
      "tsx",
      main,
      "--no-open",
      "--data",
      path.join(folder, "data"),
      "--ui",
      path.join(folder, "ui"),
    ];
    const child = spawn(process.execPath, [...base, ...args], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    children.push(child);
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (said += chunk));
    expect(await once(child, "close")).toEqual([code, null]);
    expect(said).toMatch(text);
  }
  taken.close();
});
