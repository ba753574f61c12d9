import { describe, expect, it } from "vitest";
import { emptyRequest, type SocketMessage } from "../../model/request.ts";
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

function plain(_key: string, value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value;
}
