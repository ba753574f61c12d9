import fc from "fast-check";
import { expect, test } from "vitest";
import { hexDump } from "../output/hex-dump.ts";
import { parseOptions } from "../options/parse.ts";
import { replayedBytes } from "./replayed.ts";

const run = (head: string, bytes: Buffer) => [head, ...hexDump(bytes)].join("\n");

test("what was sent in the last hop comes out as it went, whatever stands in the text beside it", () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 90 }), { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      (writes, stamped) => {
        const time = stamped ? "14:02:11.123456 " : "";
        const trace = [
          run(`${time}=> Sent 3 bytes at 0.500 ms, hop 1`, Buffer.from("old")),
          run(`${time}<= Received 2 bytes at 1.000 ms, hop 1`, Buffer.from("ab")),
          ...writes.flatMap((bytes) => [
            run(`${time}=> Sent ${bytes.length} bytes at 2.000 ms, hop 2`, Buffer.from(bytes)),
            run(`${time}<= Received 4 bytes at 3.000 ms, hop 2`, Buffer.from("dead")),
          ]),
        ].join("\n");
        expect(replayedBytes(trace).equals(Buffer.concat(writes))).toBe(true);
      },
    ),
  );
});

test("curl's own trace is read", () => {
  const trace = [
    "== Info:   Trying 127.0.0.1:80...",
    "=> Send header, 18 bytes (0x12)",
    "0000: 47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a GET / HTTP/1.1..",
    "0010: 0d 0a                                           ..",
    "=> Send data, 2 bytes (0x2)",
    "0000: 68 69                                           hi",
    "<= Recv header, 2 bytes (0x2)",
    "0000: 0d 0a                                           ..",
  ].join("\r\n");
  expect(replayedBytes(trace).toString()).toBe("GET / HTTP/1.1\r\n\r\nhi");
});

test("nothing sent, and frames of HTTP/2, are refused", () => {
  expect(() => replayedBytes("=> Sent 2 bytes at 1 ms, hop 1\n0000: GET /")).toThrow(/no bytes/);
  const preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  expect(() => replayedBytes(run("=> Sent 24 bytes at 1 ms, hop 1", preface))).toThrow(/HTTP\/2/);
});

test("--replay is --raw from another kind of file", () => {
  expect(parseOptions(["--replay", "t", "--to", "h:1"])).toMatchObject({
    operations: [{ given: [{ name: "raw", value: "t" }, { name: "replay" }, { name: "to" }] }],
  });
});
