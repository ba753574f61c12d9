import {
  contentDigests,
  type HttpVersionChoice,
} from "../../../../shared/model/network/message.ts";
import type { OwnNetwork } from "../../../../shared/model/network/network.ts";
import { all, type Given, isOn, lastOf, has } from "../options/parse.ts";
import { badOption, bytesOption, given as said, secondsOption, wordOption } from "./values.ts";

const versions = ["auto", "1.0", "1.1", "2", "h2c", "h2c-upgrade", "3"] as const;

/** What the options say about the message. `url` as typed: `--http2` means something else on http:// (Upgrade) than on https:// (ALPN). */
export function protocolSettings(given: Given, url: string): OwnNetwork {
  return said<OwnNetwork>({
    httpVersion: httpVersion(given, url),
    expectContinue: secondsOption(given, "expect100-timeout"),
    framing: wordOption(given, "framing", ["auto", "content-length", "chunked"]),
    compressBody: wordOption(given, "compress-body", ["none", "gzip", "deflate", "br", "zstd"]),
    contentDigest: wordOption(given, "content-digest", contentDigests),
    decode: isOn(given, "raw-chunks")
      ? false
      : has(given, "raw-body")
        ? !isOn(given, "raw-body")
        : undefined,
    ignoreContentLength: has(given, "ignore-content-length")
      ? isOn(given, "ignore-content-length")
      : undefined,
    maxBodySize: bytesOption(given, "max-filesize"),
    maxDecodedSize: bytesOption(given, "max-decoded-size"),
    trailers: has(given, "trailer") ? all(given, "trailer").map(trailer) : undefined,
  });
}

function httpVersion(given: Given, url: string): HttpVersionChoice | undefined {
  const secure = /^https:/i.test(url);
  switch (
    lastOf(given, [
      "http1.0",
      "http1.1",
      "http2",
      "http2-prior-knowledge",
      "http3",
      "http3-only",
      "http-version",
    ])
  ) {
    case "http1.0":
      return "1.0";
    case "http1.1":
      return "1.1";
    case "http2":
      return secure ? "auto" : "h2c-upgrade";
    case "http2-prior-knowledge":
      return secure ? "2" : "h2c";
    case "http3":
    case "http3-only":
      return "3";
    case "http-version":
      return wordOption(given, "http-version", versions);
    case undefined:
      return undefined;
  }
}

function trailer(field: string): { readonly name: string; readonly value: string } {
  const [, name, value] = /^([^:]+):\s*(.*)$/s.exec(field) ?? [];
  if (name !== undefined && value !== undefined) return { name, value };
  throw badOption("--trailer", "A trailer field is written Name: value.", "Add the colon.");
}
