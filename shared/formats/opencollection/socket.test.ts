import { describe, expect, it } from "vitest";
import { emptyRequest, emptyWebSocket, type SocketMessage } from "../../model/request.ts";
import { paramsOf } from "../../model/url-params.ts";
import { patchYaml } from "../yaml/patch.ts";
import { parseYaml } from "../yaml/parse.ts";
import { newRequestData, patchRequest, readRequest } from "./request.ts";

const list = `info:
  name: Events
  type: websocket
  seq: 1
websocket:
  url: wss://h.test/events
  headers:
    - name: X-Client
      value: docs
  message:
    - title: subscribe
      selected: true
      colour: red
      message:
        type: json
        data: '{"op":"subscribe"}'
    - title: ping
      selected: false
      message: {type: text, data: ping}
  auth: {type: bearer, token: t}
settings: {timeout: 5000, keepAliveInterval: 30000}
`;

const messages: readonly SocketMessage[] = [
  { title: "subscribe", selected: true, type: "json", data: '{"op":"subscribe"}' },
  { title: "ping", selected: false, type: "text", data: "ping" },
];

describe("a WebSocket request in a file", () => {
  it("is read, with its messages and its pings", () => {
    expect(readRequest(parseYaml(list).data)).toMatchObject({
      name: "Events",
      url: "wss://h.test/events",
      body: { kind: "websocket", messages, pingInterval: 30_000 },
      auth: { kind: "bearer", token: "t" },
      settings: { timeout: 5000 },
    });
  });

  it("has one message without a title, or none", () => {
    const one = list.replace(
      / {2}message:\n[^]*? {2}auth/,
      "  message: {type: binary, data: AP8=}\n  auth",
    );
    expect(readRequest(parseYaml(one).data).body).toMatchObject({
      messages: [{ title: "", selected: true, type: "binary", data: "AP8=" }],
    });
    const none = list.replace(/ {2}message:\n[^]*? {2}auth/, "  auth");
    expect(readRequest(parseYaml(none).data).body).toMatchObject({ messages: [] });
  });

  it("stays as it is when nothing changed, and keeps what it does not know", () => {
    const { data } = parseYaml(list);
    const request = readRequest(data);
    expect(patchRequest(data, request)).toBe(data);
    const [first, second] = messages;
    if (first === undefined || second === undefined) throw new Error("two messages");
    const after = {
      ...request,
      body: {
        kind: "websocket",
        messages: [{ ...first, data: "{}" }, second, { ...second, title: "third" }],
        pingInterval: 1000,
      },
    } as const;
    const next = patchRequest(data, after);
    expect(readRequest(next)).toEqual(after);
    expect(
      JSON.stringify([...(next.get("websocket") as Map<string, unknown>)].at(2), plain),
    ).toContain('"colour":"red"');
  });

  it("is written new", () => {
    const request = {
      ...emptyRequest,
      name: "New",
      method: "",
      url: "ws://h/",
      body: { kind: "websocket", messages } as const,
    };
    const data = newRequestData(request, 3);
    expect([...data.keys()]).toEqual(["info", "websocket"]);
    expect(readRequest(data)).toEqual(request);
  });
});

describe("an entry of its messages", () => {
  const bare = `info: {name: E, type: websocket}
websocket:
  url: ws://h/
  message:
    - title: one # first
      message: {type: text, data: "1"}
    - title: two
      colour: red
      message: {type: text, data: "2"}
    - title: three
      message: {type: text, data: "3"}
`;
  const changed = (change: (messages: readonly SocketMessage[]) => readonly SocketMessage[]) => {
    const { data } = parseYaml(bare);
    const request = readRequest(data);
    if (request.body.kind !== "websocket") throw new Error("a WebSocket");
    const body = { ...request.body, messages: change(request.body.messages) };
    const next = patchRequest(data, { ...request, body });
    expect(readRequest(next).body).toEqual(body);
    return patchYaml(bare, next).text;
  };

  it("gets no mark when another is edited", () => {
    const text = changed((all) => all.map((one, at) => (at === 0 ? { ...one, data: "x" } : one)));
    expect(text).toBe(bare.replace('data: "1"', 'data: "x"'));
  });

  it("goes alone", () => {
    expect(changed((all) => all.filter((_, at) => at !== 0))).toBe(
      bare.replace(/ {4}- title: one[^]*?(?= {4}- title: two)/, ""),
    );
  });

  it("keeps what it has when it moves", () => {
    expect(changed((all) => all.toReversed())).toMatch(/three[^]*two\n {6}colour: red[^]*one/);
  });

  it("is written whole when it is new", () => {
    const fourth = { title: "four", selected: false, type: "xml", data: "<a/>" } as const;
    expect(changed((all) => [...all, fourth])).toBe(
      `${bare}    - title: four\n      selected: false\n      message:\n        type: xml\n        data: <a/>\n`,
    );
  });
});

describe("a WebSocket that was an HTTP request", () => {
  it("has no method, and parameters only where its URL does not say them", () => {
    const request = {
      ...emptyWebSocket,
      url: "ws://h/:id?a=1",
      params: paramsOf("ws://h/:id?a=1", []),
    };
    const http = newRequestData({ ...request, body: { kind: "none" } }, 1);
    const said = patchRequest(http, request);
    expect([...said.keys()]).toEqual(["info", "websocket"]);
    expect([...(said.get("websocket") as Map<string, unknown>).keys()]).not.toContain("method");
    expect(readRequest(said)).toMatchObject({ url: request.url, body: { kind: "websocket" } });
    const back = patchRequest(said, { ...request, method: "GET", body: { kind: "none" } });
    expect(readRequest(back)).toMatchObject({ method: "GET", body: { kind: "none" } });
    const made = newRequestData(request, 1).get("websocket") as Map<string, unknown>;
    expect([...made.keys()]).toEqual(["url", "auth"]);
    const filled = newRequestData(
      { ...request, params: request.params.map((row) => ({ ...row, description: "d" })) },
      1,
    );
    expect(readRequest(filled).params).toMatchObject([{ description: "d" }, { description: "d" }]);
  });
});

function plain(_key: string, value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value;
}
