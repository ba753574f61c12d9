import { expect, test } from "vitest";
import { readRequest } from "../opencollection/request.ts";
import { importText, onlyCollection, requestsOf, writtenFiles } from "./import.testing.ts";
import { isPicked, pickEntries, withOnly } from "./pick.ts";
import { writeCollection } from "./write.ts";

const entry = (method: string, url: string, status: number, mimeType: string, more = {}) => ({
  request: { method, url, headers: [], ...more },
  response: {
    status,
    statusText: "",
    headers: [{ name: "Content-Type", value: mimeType }],
    content: { mimeType, text: "x" },
  },
});
const archive = importText(
  JSON.stringify({
    log: {
      version: "1.2",
      entries: [
        entry("GET", "https://a.example/app.js", 200, "text/javascript"),
        entry("POST", "https://api.example:8443/v1", 201, "application/json; charset=utf-8", {
          postData: { mimeType: "image/png", text: "iVBORw0KGgo=", encoding: "base64" },
        }),
        entry("GET", "https://api.example:8443/v1/x?q=One", 404, "application/json"),
        {
          request: { method: "GET", url: "wss://live.example/s", headers: [] },
          response: { status: 101, headers: [] },
          _webSocketMessages: [
            { type: "send", opcode: 1, data: '{"a":1}' },
            { type: "receive", opcode: 1, data: "b" },
            { type: "send", opcode: 2, data: "AAE=" },
          ],
        },
      ],
    },
  }),
  "a.har",
);

test("entries say what one chooses by", () => {
  expect(
    pickEntries(archive).map(({ method, host, status, type }) => [method, host, status, type]),
  ).toEqual([
    ["GET", "a.example", 200, "text/javascript"],
    ["POST", "api.example:8443", 201, "application/json"],
    ["GET", "api.example:8443", 404, "application/json"],
    ["websocket", "live.example", 0, ""],
  ]);
});

test("a filter asks for all it names", () => {
  const picked = (filter: Parameters<typeof isPicked>[1]) =>
    pickEntries(archive)
      .filter((one) => isPicked(one, filter))
      .map(({ index }) => index);
  expect(picked({})).toEqual([0, 1, 2, 3]);
  expect(picked({ methods: ["get"] })).toEqual([0, 2]);
  expect(picked({ hosts: ["*.example"], types: ["javascript"] })).toEqual([0]);
  expect(picked({ hosts: ["api.example:8443"], statuses: ["4xx", "201"] })).toEqual([1, 2]);
  expect(picked({ text: "Q=one" })).toEqual([2]);
  expect(picked({ statuses: ["(", "2.."] })).toEqual([]);
});

test("what is not picked leaves no folder and no file behind", () => {
  const only = withOnly(archive, new Set([2]));
  expect(requestsOf(onlyCollection(only).children).map(({ path }) => path)).toEqual([
    "api.example:8443/GET /v1/x",
  ]);
  expect(onlyCollection(only).files).toEqual([]);
  expect(requestsOf(onlyCollection(withOnly(archive, new Set())).children)).toEqual([]);
});

test("a body that is no text becomes a file of the collection", () => {
  const written = writeCollection(onlyCollection(archive));
  expect(written.files.find(({ path }) => path === "bodies/2.bin")?.content).toEqual(
    new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  );
  const [, post] = requestsOf(onlyCollection(archive).children);
  expect(readRequest(post!.item.data).body).toEqual({
    kind: "file",
    files: [{ path: "bodies/2.bin", contentType: "image/png", selected: true }],
  });
});

test("messages a socket sent are kept, those of bytes as bytes", () => {
  const text = [...writtenFiles(onlyCollection(archive))].find(([path]) =>
    path.startsWith("live"),
  )?.[1];
  const socket = [...writtenFiles(onlyCollection(archive))].filter(
    ([path]) => path.startsWith("live.example/") && !path.endsWith("folder.yml"),
  );
  expect(text).toBeDefined();
  expect(socket[0]?.[1]).toContain("data: '{\"a\":1}'");
  expect(socket[0]?.[1]).toMatch(/type: binary\n\s+data: AAE=/);
  expect(socket[0]?.[1]).not.toContain("data: b\n");
});
