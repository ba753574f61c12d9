import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type OwnSendSettings, sourceOf } from "../../shared/model/network/send-settings.ts";
import type { HttpRequest, RequestSettings } from "../../shared/model/request.ts";
import { defaultSettings, type Settings } from "../../shared/model/settings.ts";
import { createResolver } from "../../shared/template/resolver.ts";
import { ok, type Peer, startPeer } from "../client/peer.testing.ts";
import { resolveSettings, settingsLayers } from "./resolve.ts";
import { input, openWorld, sendAll, type World } from "./world.testing.ts";

let world: World;
let peer: Peer;
beforeEach(async () => {
  world = await openWorld();
  peer = await startPeer(() => ok("hello", "Set-Cookie: seen=1\r\n"));
});
afterEach(async () => {
  await peer.close();
  await world.close();
});

const all = (request: Partial<HttpRequest>) => sendAll(world, request);

describe("what a request takes from its place", () => {
  test("headers, auth and variables, on the wire", async () => {
    world.context = {
      layers: [
        {
          scope: "collection",
          path: "",
          name: "c",
          auth: { kind: "none" },
          variables: [],
          headers: [
            { name: "X-A", value: "c" },
            { name: "X-B", value: "{{v}}" },
            { name: "X-Off", value: "1", disabled: true },
          ],
        },
        {
          scope: "folder",
          path: "f",
          name: "f",
          auth: { kind: "none" },
          variables: [],
          headers: [
            { name: "x-a", value: "f1" },
            { name: "x-a", value: "f2" },
          ],
        },
      ],
      auth: { kind: "bearer", token: "{{t}}" },
      authOrigin: "collection",
      resolver: createResolver([
        {
          scope: "collection",
          origin: "c",
          variables: [
            { name: "v", value: "V{{w}}" },
            { name: "w", value: "W" },
            { name: "base", value: peer.url },
          ],
        },
        {
          scope: "environment",
          origin: "e",
          variables: [{ name: "t", value: "", secret: true }],
          secrets: new Map([["t", "s3cret"]]),
        },
      ]),
    };
    const request: Partial<HttpRequest> = {
      method: "POST",
      url: "{{base}}/:id?q={{w}}&u={{unknown}}",
      params: [{ name: "id", value: "{{w}}/x", type: "path" }],
      headers: [
        { name: "X-C", value: "r" },
        { name: "", value: "" },
      ],
      body: { kind: "json", text: '{"v":"{{v}}","u":"{{unknown}}"}' },
    };
    const { exchange } = await all(request);
    expect(exchange.failure).toBeNull();
    const seen = peer.requests[0]?.bytes.toString() ?? "";
    expect(seen).toContain("POST /W/x?q=W&u={{unknown}} HTTP/1.1\r\n");
    expect(seen).toContain(
      "X-B: VW\r\nx-a: f1\r\nx-a: f2\r\nX-C: r\r\nAuthorization: Bearer s3cret\r\n",
    );
    expect(seen).not.toMatch(/X-Off|X-A: c/);
    expect(seen).toContain('{"v":"VW","u":"{{unknown}}"}');
    expect(exchange.hops[0]?.requestHeaders.map((field) => field.origin)).toEqual([
      "client",
      "client",
      "client",
      "client",
      "collection",
      "folder",
      "folder",
      "request",
      "auth",
      "body",
      "body",
    ]);

    const preview = await world.exchanges.preview(input(request));
    expect(preview.url).toBe(`${peer.url}/W/x?q=W&u={{unknown}}`);
    expect(preview.headers.map(({ name, origin }) => [name, origin])).toEqual(
      [...(exchange.hops[0]?.requestHeaders ?? []), { name: "Cookie", origin: "cookies" }].map(
        ({ name, origin }) => [name, origin],
      ),
    );
    expect(preview.problems).toMatchObject([{ code: "variable-unknown", place: "unknown" }]);
    expect(JSON.stringify(preview)).not.toContain("s3cret");
  });

  test.each([
    ["json", '{"a": 1} // "{{v}}"', '{"a": 1} '],
    ["json", '{"a": http://b}', '{"a": http://b}'],
    ["text", '{"a": 1} // b', '{"a": 1} // b'],
  ] as const)("comments in a body of %s: %s", async (kind, text, sent) => {
    const { exchange } = await all({ method: "POST", url: peer.url, body: { kind, text } });
    expect(exchange.failure).toBeNull();
    expect(peer.requests.at(-1)?.bytes.toString().split("\r\n\r\n", 2)[1]).toBe(sent);
  });

  test("a secret without a value is never sent as its name", async () => {
    world.context = {
      resolver: createResolver([
        {
          scope: "environment",
          origin: "e",
          variables: [{ name: "t", value: "", secret: true }],
          secrets: new Map(),
        },
      ]),
    };
    const { exchange } = await all({ url: `${peer.url}/{{t}}` });
    expect(exchange.failure).toMatchObject({
      kind: "input",
      code: "variable-missing-secret",
      place: "t",
    });
    expect(peer.requests).toEqual([]);
    expect(
      (await world.exchanges.preview(input({ url: "http://h/{{t}}" }))).problems,
    ).toMatchObject([{ code: "variable-missing-secret", place: "t" }]);
  });

  test("a raw request: target and text with variables, bytes as they are", async () => {
    world.context = {
      resolver: createResolver([
        {
          scope: "collection",
          origin: "c",
          variables: [
            { name: "p", value: "/raw" },
            { name: "to", value: `127.0.0.1:${peer.port}` },
          ],
        },
      ]),
    };
    const raw = {
      target: "{{to}}",
      tls: false,
      encoding: "text",
      newline: "crlf",
      data: "GET {{p}} HTTP/1.1\nHost: é\nConnection: close\n\n",
    } as const;
    const { exchange } = await all({ raw, headers: [{ name: "X", value: "ignored" }] });
    expect(exchange).toMatchObject({ raw: true, state: "done" });
    expect(peer.requests[0]?.bytes.toString()).toBe(
      "GET /raw HTTP/1.1\r\nHost: é\r\nConnection: close\r\n\r\n",
    );
  });

  test("settings of the request come before the app's", async () => {
    world.settings = { ...defaultSettings, followRedirects: false };
    await all({ url: peer.url });
    await all({ url: peer.url });
    expect(peer.requests[1]?.field("Cookie")).toBe("seen=1");
    await all({
      url: peer.url,
      settings: { omitHeaders: ["User-Agent", "COOKIE"], timeout: "inherit" },
    });
    expect(peer.requests[2]?.head).not.toMatch(/user-agent|cookie/i);
    const { exchange } = await all({ url: `${peer.url}/a b`, settings: { encodeUrl: true } });
    expect(exchange.hops[0]?.requestTarget).toBe("/a%20b");
  });

  test("certificates are verified unless the request itself says no, whatever the settings file holds", () => {
    const stale = { ...defaultSettings, verifyTls: false };
    const verified = (settings: RequestSettings, app: Settings) =>
      resolveSettings(
        settings,
        settingsLayers(settings, { layers: [], workspace: null }, app),
        String,
      ).verifyTls;
    expect(verified({}, stale)).toBe(true);
    expect(verified({ verifyTls: true }, stale)).toBe(true);
    expect(verified({ verifyTls: false }, defaultSettings)).toBe(false);
  });

  test("each setting is inherited on its own, from the nearest place, with variables replaced", () => {
    const request: RequestSettings = { timeout: "inherit", network: { retries: 2 } };
    const place = (scope: "folder" | "collection", own: OwnSendSettings) => ({
      scope,
      path: "",
      name: scope,
      headers: [],
      auth: { kind: "none" as const },
      variables: [],
      own,
    });
    const layers = settingsLayers(
      request,
      {
        layers: [
          place("collection", { timeout: 30_000, retries: 1, caFile: "{{dir}}/ca.pem" }),
          place("folder", { resolve: ["a:80:{{ip}}"], sendCookies: true }),
        ],
        workspace: null,
      },
      { ...defaultSettings, maxRedirects: 3, network: { sendCookies: false, idleTimeout: 5 } },
    );
    const words: Readonly<Record<string, string>> = { "{{dir}}": "certs", "{{ip}}": "::1" };
    const resolved = resolveSettings(request, layers, (text) =>
      text.replace(/\{\{\w+\}\}/g, (name) => words[name] ?? name),
    );
    expect(resolved).toMatchObject({
      timeout: 30_000,
      maxRedirects: 3,
      followRedirects: true,
      network: {
        retries: 2,
        caFile: "certs/ca.pem",
        resolve: ["a:80:::1"],
        sendCookies: true,
        idleTimeout: 5,
        connectTimeout: 0,
      },
    });
    expect(sourceOf(layers, "timeout")).toMatchObject({ place: "collection", name: "collection" });
    expect(sourceOf(layers, "maxRedirects").place).toBe("app");
    expect(sourceOf(layers, "proxy").place).toBe("default");
  });

  test("files of the collection and files that were picked", async () => {
    const folder = path.join(world.folder, "collection");
    await mkdir(folder);
    await writeFile(path.join(folder, "in.json"), "{}");
    await writeFile(path.join(world.folder, "out.txt"), "outside");
    world.context = { folder };
    const body = {
      kind: "file",
      files: [{ path: "in.json", contentType: "", selected: true }],
    } as const;
    await all({ method: "POST", url: peer.url, body });
    expect(peer.requests[0]?.field("Content-Type")).toBe("application/json");
    const outside = {
      kind: "multipart",
      parts: [{ name: "f", kind: "file", value: "", paths: ["in.json", "../out.txt"] }],
    } as const;
    const { exchange } = await all({ method: "POST", url: peer.url, body: outside });
    expect(exchange.failure).toMatchObject({ kind: "policy", code: "file-not-granted" });
    expect(peer.requests).toHaveLength(1);
    const preview = await world.exchanges.preview(
      input({ method: "POST", url: peer.url, body: outside }),
    );
    expect(preview.problems).toHaveLength(1);
  });
});
