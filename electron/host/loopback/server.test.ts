import fs from "node:fs/promises";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { MessageChannel } from "node:worker_threads";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { Frame } from "../../../shared/contract/frame.ts";
import type { Link } from "../../../shared/contract/link.ts";
import { linkCases } from "../../../shared/contract/link-cases.ts";
import type { Content } from "../../api/content.ts";
import type { ContentRoute } from "./route.ts";
import { type LoopbackServer, startServer } from "./server.ts";
import { socketLink } from "./socket-link.ts";
import { listStaticFiles } from "./static-files.ts";

let folder = "";
const running: LoopbackServer[] = [];

beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "envoi-static-"));
  const page = path.join(folder, "page");
  await fs.mkdir(path.join(page, "assets"), { recursive: true });
  await fs.writeFile(path.join(page, "index.html"), "<!doctype html>Envoi");
  await fs.writeFile(path.join(page, "assets", "app-1a2b.js"), "export {};");
  await fs.writeFile(path.join(page, "assets", "face.woff2"), "font");
  await fs.writeFile(path.join(page, "assets", "notes.txt"), "not a type we serve");
  await fs.writeFile(path.join(page, ".env"), "SECRET=1");
  await fs.writeFile(path.join(folder, "outside.js"), "secret");
  await fs.symlink(path.join(folder, "outside.js"), path.join(page, "link.js"));
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});
afterAll(() => fs.rm(folder, { recursive: true, force: true }));

async function start(
  over: {
    accept?: (link: Link) => void;
    openContent?: (route: ContentRoute) => Promise<Content | null>;
  } = {},
) {
  const server = await startServer({
    port: 0,
    files: await listStaticFiles(path.join(folder, "page")),
    openContent: over.openContent ?? (async () => null),
    accept: over.accept ?? ((link) => link.close()),
  });
  running.push(server);
  const first = await ask(server, server.url.slice(server.origin.length), {});
  const cookie = first.fields["set-cookie"]?.[0]?.split(";")[0] ?? "";
  return {
    server,
    cookie,
    get: (target: string, fields = {}) => ask(server, target, { cookie, ...fields }),
  };
}

interface Answer {
  readonly status: number;
  readonly fields: http.IncomingHttpHeaders;
  readonly text: string;
}

function ask(
  server: LoopbackServer,
  target: string,
  headers: http.OutgoingHttpHeaders,
  method = "GET",
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request({
      host: "127.0.0.1",
      port: Number(server.origin.split(":")[2]),
      path: target,
      headers,
      method,
      agent: false,
    });
    request.on("error", reject);
    request.on("response", (response) => {
      let text = "";
      response.setEncoding("latin1");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, fields: response.headers, text }),
      );
    });
    request.end();
  });
}

describe("the page", () => {
  test("comes with its type and a policy that runs nothing but itself", async () => {
    const { get } = await start();
    const page = await get("/");
    expect([page.status, page.text]).toEqual([200, "<!doctype html>Envoi"]);
    expect(page.fields).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "no-store",
    });
    const policy = page.fields["content-security-policy"] ?? "";
    expect(policy).toContain("default-src 'none'; script-src 'self'; worker-src 'self' blob:");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
    expect((await get("/assets/app-1a2b.js")).fields["content-type"]).toBe(
      "text/javascript; charset=utf-8",
    );
    expect((await get("/assets/face.woff2")).fields["content-type"]).toBe("font/woff2");
  });

  test.each([
    "/..",
    "/../outside.js",
    "/assets/../../outside.js",
    "/assets/../index.html",
    "/./index.html",
    "/%2e%2e/outside.js",
    "/%2e%2e%2foutside.js",
    "/..%2foutside.js",
    "/..%5coutside.js",
    "/assets/%2e%2e/%2e%2e/outside.js",
    "/%252e%252e/outside.js",
    "/assets//app-1a2b.js",
    "/assets/app-1a2b.js/",
    "/assets/app-1a2b.js%00.html",
    "/%00",
    "/C:/outside.js",
    "/c%3a%5coutside.js",
    "/etc/passwd",
    "/%2fetc%2fpasswd",
    "/file:///etc/passwd",
    "/INDEX.HTML",
    "/assets/notes.txt",
    "/assets",
    "/assets/",
    "/.env",
    "/link.js",
    "/outside.js",
    "/body/../index.html",
    "/body/%2e%2e",
    "/body/a/b",
    "/body/",
    "/wire/a/other",
    "/wire/../body/a",
    "/constructor",
    "/__proto__",
  ])("%s is nothing", async (target) => {
    const { get } = await start();
    const answer = await get(target);
    expect(answer.status).toBe(404);
    expect(answer.text).not.toMatch(/secret|root:|Envoi</);
  });
});

describe("bodies and records", () => {
  const bytes = Buffer.from("0123456789");
  const content: Content = {
    size: 10,
    complete: true,
    mediaType: "text/html",
    charset: "",
    fileName: "x.html",
    read: async function* (from, to) {
      yield bytes.subarray(from, to);
    },
  };

  test("are read by range, and the route says what was asked", async () => {
    const routes: ContentRoute[] = [];
    const { get } = await start({ openContent: async (route) => (routes.push(route), content) });
    const part = await get("/body/b-1?encoded=1", { range: "bytes=2-4" });
    expect([part.status, part.text, part.fields["content-range"]]).toEqual([
      206,
      "234",
      "bytes 2-4/10",
    ]);
    expect((await get("/wire/e_1/socket")).text).toBe("0123456789");
    const preview = await get("/body/b-1?as=preview");
    expect(preview.fields["content-security-policy"]).toContain("sandbox;");
    expect(preview.fields["content-security-policy"]).toContain("frame-ancestors 'self'");
    expect((await get("/body/b-1?as=script")).status).toBe(404);
    expect(routes).toEqual([
      { kind: "body", id: "b-1", encoded: true, use: "bytes" },
      { kind: "wire", id: "e_1", side: "socket", use: "bytes" },
      { kind: "body", id: "b-1", encoded: false, use: "preview" },
    ]);
  });

  test("a body that ends early ends the answer short, and the server lives", async () => {
    const broken: Content = {
      ...content,
      read: async function* () {
        yield bytes.subarray(0, 3);
        throw new Error("gone");
      },
    };
    const { get } = await start({ openContent: async () => broken });
    await expect(get("/body/b")).rejects.toMatchObject({ code: "ECONNRESET" });
    expect((await get("/alive")).status).toBe(200);
  });

  test("a page that goes away ends the reading", async () => {
    let ended: () => void = () => undefined;
    const over = new Promise<void>((resolve) => (ended = resolve));
    const endless: Content = {
      ...content,
      size: 2 ** 40,
      read: async function* () {
        try {
          for (;;) yield Buffer.alloc(65_536);
        } finally {
          ended();
        }
      },
    };
    const { server, cookie } = await start({ openContent: async () => endless });
    const request = http.get({
      host: "127.0.0.1",
      port: server.origin.split(":")[2],
      path: "/body/b",
      headers: { cookie },
    });
    request.on("error", () => undefined);
    request.on("response", (response) => response.once("data", () => request.destroy()));
    await over;
  });
});

describe("the WebSocket link", () => {
  for (const { name, run } of linkCases) {
    test(name, () =>
      run(async () => {
        let accepted: (link: Link) => void = () => undefined;
        const far = new Promise<Link>((resolve) => (accepted = resolve));
        const { server, cookie } = await start({ accept: (link) => accepted(link) });
        const socket = new WebSocket(`${server.origin.replace("http", "ws")}/link`, {
          headers: { cookie, origin: server.origin },
        });
        await new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject));
        return {
          client: socketLink(socket),
          server: await far,
          capped: true,
          end: () => server.close(),
        };
      }),
    );
  }
});

describe("a link over MessagePort, as between processes of the desktop app", () => {
  for (const { name, run } of linkCases) {
    test(name, () =>
      run(async () => {
        const { port1, port2 } = new MessageChannel();
        const end = (port: typeof port1): Link => ({
          send: (frame: Frame) => port.postMessage(frame),
          onFrame: (listener) => void port.on("message", listener),
          onClose: (listener) => void port.on("close", listener),
          close: () => port.close(),
        });
        return { client: end(port1), server: end(port2), capped: false, end: () => undefined };
      }),
    );
  }
});
