import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import zlib from "node:zlib";
import { describe, expect, test } from "vitest";
import { FailureError } from "../../../shared/model/failure.ts";
import { contentCodings, openDecoder } from "./content-coding.ts";
import type { Decoder } from "./decoder.ts";
import { fzstdDecoder } from "./zstd-decoder.ts";

const limit = { size: 1 << 20, ratio: 50 };
const text = Buffer.from("Envoi sends what you typed. ".repeat(40));

/** `zstd -1`, `zstd -19 --no-check`, from a pipe, an empty file. */
const zstdText = Buffer.from(
  "KLUv/WRgAyUBAOBFbnZvaSBzZW5kcyB3aGF0IHlvdSB0eXBlZC4gAQAE8f90ApyotPs=",
  "base64",
);
const zstdNoCheck = Buffer.from(
  "KLUv/WBgAyUBAOBFbnZvaSBzZW5kcyB3aGF0IHlvdSB0eXBlZC4gAQAE8f90Ag==",
  "base64",
);
const zstdStream = Buffer.from(
  "KLUv/QRYJQEA4EVudm9pIHNlbmRzIHdoYXQgeW91IHR5cGVkLiABAATx/3QCnKi0+w==",
  "base64",
);
const zstdEmpty = Buffer.from("KLUv/SQAAQAAmenYUQ==", "base64");

/** A skippable frame (RFC 8878 §3.1.2) of three bytes. */
const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);

interface Outcome {
  readonly bytes: Buffer;
  readonly code: string;
}

async function run(decoder: Decoder, parts: readonly Uint8Array[]): Promise<Outcome> {
  const out: Uint8Array[] = [];
  const sink = async (bytes: Uint8Array): Promise<void> => {
    out.push(Uint8Array.from(bytes));
  };
  let code = "";
  try {
    for (const part of parts) await decoder.push(part, sink);
    await decoder.end(sink);
  } catch (thrown) {
    if (!(thrown instanceof FailureError)) throw thrown;
    expect(thrown.failure).toMatchObject({ kind: "body", phase: "decode" });
    code = thrown.failure.code;
  } finally {
    decoder.dispose();
  }
  return { bytes: Buffer.concat(out), code };
}

const decode = async (codings: readonly string[], parts: readonly Uint8Array[], bound = limit) =>
  run(await openDecoder(codings, bound), parts);

const each = (bytes: Buffer): Buffer[] => [...bytes].map((byte) => Buffer.from([byte]));

const samples: readonly (readonly [string, string, Buffer, Buffer])[] = [
  ["gzip", "gzip", zlib.gzipSync(text), text],
  ["x-gzip", "x-gzip", zlib.gzipSync(text), text],
  [
    "two gzip members",
    "gzip",
    Buffer.concat([zlib.gzipSync(text), zlib.gzipSync(text)]),
    Buffer.concat([text, text]),
  ],
  ["deflate (zlib)", "deflate", zlib.deflateSync(text), text],
  ["deflate (bare)", "deflate", zlib.deflateRawSync(text), text],
  [
    "deflate (bare, stored)",
    "deflate",
    zlib.deflateRawSync(text.subarray(0, 90), { level: 0 }),
    text.subarray(0, 90),
  ],
  ["br", "br", zlib.brotliCompressSync(text), text],
  ["zstd", "zstd", zstdText, text],
  ["zstd without checksum", "zstd", zstdNoCheck, text],
  ["zstd of unknown size", "zstd", zstdStream, text],
  ["zstd, empty frame first", "zstd", Buffer.concat([zstdEmpty, zstdText]), text],
  [
    "zstd, frame after frame",
    "zstd",
    Buffer.concat([zstdText, skippable, zstdStream]),
    Buffer.concat([text, text]),
  ],
];

describe("whole bodies", () => {
  test.each(samples)("%s at once", async (_, coding, encoded, plain) => {
    expect(await decode([coding], [encoded])).toEqual({ bytes: plain, code: "" });
  });

  test.each(samples)("%s byte by byte", async (_, coding, encoded, plain) => {
    expect(await decode([coding], each(encoded))).toEqual({ bytes: plain, code: "" });
  });

  test.each(samples)("%s split at every byte", async (_, coding, encoded, plain) => {
    for (let at = 1; at < encoded.length; at += 1) {
      const outcome = await decode([coding], [encoded.subarray(0, at), encoded.subarray(at)]);
      expect(outcome).toEqual({ bytes: plain, code: "" });
    }
  });

  test("several codings are undone last first", async () => {
    const encoded = zlib.brotliCompressSync(zlib.gzipSync(zlib.deflateSync(text)));
    expect((await decode(["deflate", "gzip", "br"], [encoded])).bytes).toEqual(text);
  });

  test.each(["gzip", "deflate", "br", "zstd"])(
    "no bytes at all are no %s to complain of",
    async (coding) => {
      expect(await decode([coding], [])).toEqual({ bytes: Buffer.alloc(0), code: "" });
    },
  );

  test("large and incompressible", async () => {
    const plain = randomBytes(3 << 20);
    expect((await decode(["gzip"], [zlib.gzipSync(plain)])).bytes.equals(plain)).toBe(true);
    expect(
      (
        await decode(
          ["br"],
          [
            zlib.brotliCompressSync(plain, {
              params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 },
            }),
          ],
        )
      ).bytes.equals(plain),
    ).toBe(true);
  });
});

describe("what the tool zstd makes", () => {
  const tool = spawnSync("zstd", ["--version"]).status === 0;
  if (!tool) console.log("zstd is not installed: its files are not tried");
  const plain = Buffer.concat([randomBytes(300_000), Buffer.alloc(500_000, "ab"), randomBytes(9)]);
  test.skipIf(!tool).each([["-1"], ["-3"], ["-19"], ["--long=24"], ["--no-check"]])(
    "%s",
    async (option) => {
      const made = spawnSync("zstd", ["-q", "-c", option], { input: plain, maxBuffer: 1 << 24 });
      const outcome = await run(fzstdDecoder(), [
        made.stdout.subarray(0, 70_000),
        made.stdout.subarray(70_000),
      ]);
      expect(outcome.code).toBe("");
      expect(outcome.bytes.equals(plain)).toBe(true);
    },
  );
});

describe("bodies that are not what they say", () => {
  test.each(samples.filter(([name]) => !name.includes("frame") && !name.includes("members")))(
    "%s cut at every byte keeps a beginning",
    async (_, coding, encoded, plain) => {
      for (let at = 1; at < encoded.length; at += 1) {
        const outcome = await decode([coding], [encoded.subarray(0, at)]);
        expect(["content-coding-truncated", "content-coding-invalid"]).toContain(outcome.code);
        expect(plain.subarray(0, outcome.bytes.length).equals(outcome.bytes)).toBe(true);
      }
    },
  );

  test.each(["gzip", "br", "zstd"])("text that says it is %s", async (coding) => {
    const outcome = await decode([coding], [Buffer.from("<html>not compressed at all</html>")]);
    expect(outcome.code).toBe("content-coding-invalid");
  });

  test("a wrong gzip checksum loses nothing of the text", async () => {
    const broken = zlib.gzipSync(text);
    broken.writeUInt32LE(1, broken.length - 8);
    expect(await decode(["gzip"], [broken])).toEqual({
      bytes: text,
      code: "content-coding-invalid",
    });
  });

  test("a fault in the middle keeps what was before it", async () => {
    const plain = randomBytes(20_000);
    const broken = Buffer.concat([
      zlib.gzipSync(plain).subarray(0, 15_000),
      Buffer.alloc(64, 0xff),
    ]);
    const outcome = await decode(["gzip"], [broken]);
    expect(outcome.code).toMatch(/^content-coding-/);
    expect(outcome.bytes.length).toBeGreaterThan(10_000);
    expect(plain.subarray(0, 10_000).equals(outcome.bytes.subarray(0, 10_000))).toBe(true);
  });

  test("a zstd window of two gigabytes is never allocated", async () => {
    const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0x01, 0x00, 0x00]);
    expect(await decode(["zstd"], [frame])).toMatchObject({ code: "zstd-window" });
    const second = Buffer.concat([zstdText, frame]);
    expect(await decode(["zstd"], [second])).toEqual({ bytes: text, code: "zstd-window" });
  });
});

describe("bombs end at the limit", () => {
  const zeros = Buffer.alloc(16 << 20);
  const bombs: readonly (readonly [string, Buffer])[] = [
    ["gzip", zlib.gzipSync(zeros)],
    ["deflate", zlib.deflateSync(zeros)],
    ["br", zlib.brotliCompressSync(zeros)],
    // One frame of run-length blocks of 128 KiB (RFC 8878 §3.1.1.2.2).
    [
      "zstd",
      Buffer.concat([
        Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38]),
        ...Array.from({ length: 128 }, () => Buffer.from([0x02, 0x00, 0x10, 0x00])),
      ]),
    ],
  ];
  test.each(bombs)("%s", async (coding, bomb) => {
    const outcome = await decode([coding], [bomb]);
    expect(outcome.code).toBe("decoded-too-large");
    expect(outcome.bytes.length).toBeGreaterThan(0);
    expect(outcome.bytes.length).toBeLessThanOrEqual(
      Math.max(limit.size, limit.ratio * bomb.length),
    );
  });

  test("ten deep", async () => {
    let bomb: Buffer = zlib.gzipSync(Buffer.alloc(8 << 20));
    for (let depth = 1; depth < 8; depth += 1) bomb = zlib.gzipSync(bomb);
    expect(
      (
        await decode(
          Array.from({ length: 8 }, () => "gzip"),
          [bomb],
        )
      ).code,
    ).toBe("decoded-too-large");
    await expect(
      openDecoder(
        Array.from({ length: 10 }, () => "gzip"),
        limit,
      ),
    ).rejects.toMatchObject({
      failure: { code: "content-coding-too-many" },
    });
  });

  test("a large body of ordinary density passes", async () => {
    const plain = Buffer.from(randomBytes(1 << 20).toString("hex"));
    expect((await decode(["gzip"], [zlib.gzipSync(plain)])).bytes.equals(plain)).toBe(true);
  });
});

test.each([
  [[["Content-Encoding", "gzip"]], ["gzip"]],
  [
    [
      ["content-encoding", "GZip , br"],
      ["Content-Encoding", "zstd"],
    ],
    ["gzip", "br", "zstd"],
  ],
  [[["Content-Encoding", "identity, ,"]], []],
  [[], []],
] as const)("codings of %j", (headers, codings) => {
  expect(contentCodings(headers)).toEqual(codings);
});
