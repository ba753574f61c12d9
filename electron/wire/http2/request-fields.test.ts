import { describe, expect, it } from "vitest";
import type { HeaderOrigin, SentHeader } from "../../../shared/model/header.ts";
import { type RequestParts, requestFields } from "./request-fields.ts";

const field = (name: string, value: string, origin: HeaderOrigin = "request"): SentHeader => ({
  name,
  value,
  origin,
});
const made = (parts: Partial<RequestParts>) => {
  const { headers, notes } = requestFields({
    method: "GET",
    scheme: "https",
    target: "/",
    headers: [],
    ...parts,
  });
  return {
    sent: headers.map(({ name, value }) => `${name} ${value}`),
    notes: notes.map(({ code, subject }) => (subject === undefined ? code : `${code} ${subject}`)),
  };
};

describe("the fields of a request in HTTP/2", () => {
  it.each([
    ["no Host, no :authority", {}, [":method GET", ":scheme https", ":path /"], []],
    [
      "an automatic Host",
      { headers: [field("Host", "a", "client")] },
      [":method GET", ":scheme https", ":authority a", ":path /"],
      [],
    ],
    [
      "a Host of the person's, and a second one",
      { headers: [field("host", "b"), field("host", "c")] },
      [":method GET", ":scheme https", ":authority b", ":path /", "host c"],
      ["h2-authority"],
    ],
    ["CONNECT", { method: "CONNECT", target: "a:1" }, [":method CONNECT", ":authority a:1"], []],
    [
      "fields of a connection",
      {
        headers: [
          field("Connection", "Keep-Alive, x-own"),
          field("x-own", "1"),
          field("keep-alive", "5"),
          field("upgrade", "h2c"),
          field("transfer-encoding", "chunked", "body"),
          field("te", "gzip"),
          field("TE", "trailers"),
          field("kept", "1"),
        ],
      },
      [":method GET", ":scheme https", ":path /", "te trailers", "kept 1"],
      [
        "h2-left-out Connection",
        "h2-left-out x-own",
        "h2-left-out keep-alive",
        "h2-left-out upgrade",
        "h2-framing",
        "h2-left-out te",
        "h2-lower-case",
      ],
    ],
    [
      "order, duplicates and odd names",
      { headers: [field("b", "1"), field("10", "2"), field("b", "3"), field("a b", "ü")] },
      [":method GET", ":scheme https", ":path /", "b 1", "10 2", "b 3", "a b ü"],
      [],
    ],
  ] as const)("%s", (_name, parts, sent, notes) => {
    expect(made(parts as Partial<RequestParts>)).toEqual({ sent, notes });
  });

  it("refuses what would be another line in HTTP/1", () => {
    expect(() => made({ headers: [field("a", "b\r\nc")] })).toThrow(/line break/);
    expect(() => made({ target: "/\0" })).toThrow(/line break/);
  });
});
