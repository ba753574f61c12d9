import type { ServerFault } from "./server-faults.testing.ts";

const ok = "HTTP/1.1 200 OK\r\n";
const two = "Content-Length: 2\r\n\r\nok";
const chunks = "2\r\nok\r\n0\r\n\r\n";

/** Replies that break a rule and can be read all the same, or not: what is sent, the rule, the code when it fails, the content. */
const table: readonly (readonly [
  name: string,
  reply: string,
  rule: string,
  code: string | null,
  body: string,
])[] = [
  ["gives a header no name", `${ok}: b\r\n${two}`, "header-name-empty", null, "ok"],
  ["puts a bad character into a name", `${ok}A@b: c\r\n${two}`, "header-name", null, "ok"],
  [
    "puts a control character into a value",
    `${ok}A: \u0001\r\n${two}`,
    "header-control",
    null,
    "ok",
  ],
  ["puts a lone CR into a value", `${ok}A: b\rc\r\n${two}`, "bare-cr", null, "ok"],
  ["indents its first header", `${ok} A: b\r\n${two}`, "leading-space", null, "ok"],
  [
    "says its length twice",
    `${ok}Content-Length: 2\r\n${two}`,
    "content-length-repeated",
    null,
    "ok",
  ],
  [
    "says its length twice in one field",
    `${ok}Content-Length: 2, 2\r\n\r\nok`,
    "content-length-repeated",
    null,
    "ok",
  ],
  [
    "says a negative length",
    `${ok}Content-Length: -1\r\n\r\nok`,
    "content-length-invalid",
    "content-length-invalid",
    "ok",
  ],
  [
    "says chunked twice",
    `${ok}Transfer-Encoding: chunked, chunked\r\n\r\n${chunks}`,
    "chunked-twice",
    null,
    "ok",
  ],
  [
    "says chunked before identity",
    `${ok}Transfer-Encoding: chunked, identity\r\n\r\n${chunks}`,
    "transfer-coding-identity",
    null,
    "ok",
  ],
  [
    "does not end with chunked",
    `${ok}Transfer-Encoding: chunked, gzip\r\n\r\n${chunks}`,
    "chunked-not-last",
    null,
    chunks,
  ],
  [
    "sends chunks in HTTP/1.0",
    `HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`,
    "transfer-encoding-in-1.0",
    null,
    "ok",
  ],
  [
    "puts spaces around a chunk size",
    `${ok}Transfer-Encoding: chunked\r\n\r\n 2 \r\nok\r\n0\r\n\r\n`,
    "chunk-size-space",
    null,
    "ok",
  ],
  [
    "breaks its chunks with LF",
    `${ok}Transfer-Encoding: chunked\r\n\r\n2\nok\n0\n\n`,
    "bare-lf",
    null,
    "ok",
  ],
  [
    "puts a bad line into its trailers",
    `${ok}Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nbad\r\n\r\n`,
    "header-without-colon",
    null,
    "ok",
  ],
  ["has a status of two digits", `HTTP/1.1 20 OK\r\n${two}`, "status-code-range", null, "ok"],
  ["has HTTP in small letters", `http/1.1 200 OK\r\n${two}`, "http-name", null, "ok"],
  ["has a version nobody knows", `HTTP/3.7 200 OK\r\n${two}`, "http-version", null, "ok"],
  [
    "has two spaces after its version",
    `HTTP/1.1  200 OK\r\n${two}`,
    "status-line-space",
    null,
    "ok",
  ],
  ["has no space after its status", `HTTP/1.1 200\r\n${two}`, "reason-space", null, "ok"],
  [
    "has a control character in its reason",
    `HTTP/1.1 200 O\u0001K\r\n${two}`,
    "reason-control",
    null,
    "ok",
  ],
  ["begins with empty lines", `\r\n\r\n${ok}${two}`, "blank-before-status-line", null, "ok"],
  [
    "sends a second reply",
    `${ok}${two}${ok}Content-Length: 0\r\n\r\n`,
    "surplus-bytes",
    null,
    "ok",
  ],
];

export const ruleFaults: readonly ServerFault[] = table.map(([name, reply, rule, code, body]) => ({
  name,
  reply,
  then: "end",
  code,
  rule,
  body,
}));
