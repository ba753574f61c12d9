import { describe, expect, it } from "vitest";
import { chooseCharset, isUtf8 } from "./charset.ts";
import { sniffBody } from "./sniff.ts";

const encoder = new TextEncoder();

describe("what a body is", () => {
  it.each([
    ["application/json", "oops", "json"],
    ["text/plain", '{"a":1}', "json"],
    ["text/html", '[{"a":1}]', "html"],
    ["", " \n[1, 2", "json"],
    ["application/octet-stream", '{"a": [true', "json"],
    ["text/plain", "{not json}", "text"],
    ["text/plain", "[section]\nkey=1", "text"],
    ["application/problem+json", "{}", "json"],
    ["application/x-ndjson", "{}\n{}", "ndjson"],
    ["text/plain", "<!doctype html><p>", "html"],
    ["text/css", "<html", "text"],
    ["", '<?xml version="1.0"?><a/>', "xml"],
    ["image/svg+xml", "<svg/>", "svg"],
    ["text/plain", "\x89PNG\r\n\x1a\n", "image"],
    ["image/avif", "\0\0\0 ftypavif", "image"],
    ["text/plain", "abc\0def", "binary"],
    ["application/pdf", "", "pdf"],
    ["", "", "text"],
    ["text/event-stream", "data: a\0b\n\n", "events"],
    ["text/event-stream", "", "events"],
    ["text/event-stream", '{"error":1}', "json"],
  ])("%j %j is %s", (mediaType, text, kind) => {
    const bytes = new Uint8Array([...text].map((letter) => letter.charCodeAt(0)));
    expect(sniffBody(bytes, mediaType)).toBe(kind);
  });
});

describe("the charset of a body", () => {
  it.each([
    ["utf-8", [0x41], "utf-8", "header"],
    ["latin1", [0xe9], "windows-1252", "header"],
    ["latin1", [0xef, 0xbb, 0xbf, 0x41], "utf-8", "byte-order-mark"],
    ["", [0xff, 0xfe, 0x41, 0], "utf-16le", "byte-order-mark"],
    ["", [0xc3, 0xa9], "utf-8", "guess"],
    ["nonsense", [0xe9, 0x41], "windows-1252", "guess"],
    ["", [0x41, 0xc3], "utf-8", "guess"],
  ] as const)("%j %j is %s by %s", (declared, bytes, name, from) => {
    expect(chooseCharset(declared, new Uint8Array(bytes))).toEqual({ name, from });
  });

  it("knows UTF-8", () => {
    expect(isUtf8(encoder.encode("é😀").subarray(0, 4))).toBe(true);
    expect(isUtf8(new Uint8Array([0xc3, 0x28]))).toBe(false);
  });
});
