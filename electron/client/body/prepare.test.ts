import { createHash, randomBytes } from "node:crypto";
import { appendFile, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import zlib from "node:zlib";
import fc from "fast-check";
import { decompress } from "fzstd";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FailureError } from "../../../shared/model/failure.ts";
import { defaultNetwork } from "../../../shared/model/network/network.ts";
import type { BodySource } from "../send.ts";
import { fileBody } from "./file.ts";
import { type BodySettings, prepareBody, previewBody } from "./prepare.ts";
import { bytesBody, textBody } from "./text.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "envoi-prepare-"));
});
afterAll(() => rm(folder, { recursive: true }));

const idle = { signal: new AbortController().signal, emit: () => undefined };
const settings = (over: Partial<BodySettings>): BodySettings => ({ ...defaultNetwork, ...over });

async function read(body: BodySource | null): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of body?.open() ?? []) parts.push(part);
  const all = Buffer.concat(parts);
  if (body !== null && body.length !== null) expect(all.length).toBe(body.length);
  return all;
}

async function codeOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (thrown) {
    if (thrown instanceof FailureError) return thrown.failure.code;
    throw thrown;
  }
  return "none";
}

const line = (fields: readonly { readonly name: string; readonly value: string }[]): string[] =>
  fields.map(({ name, value }) => `${name}: ${value}`);

const decoders = {
  gzip: zlib.gunzipSync,
  deflate: zlib.inflateSync,
  br: zlib.brotliDecompressSync,
  zstd: (bytes: Buffer) => Buffer.from(decompress(bytes)),
} as const;

async function fileOf(name: string, bytes: Uint8Array): Promise<BodySource & { file: string }> {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return { ...fileBody({ realPath: file, size: bytes.length, name }), file };
}

describe("compression", () => {
  for (const coding of ["gzip", "deflate", "br"] as const) {
    test(`${coding}: small ones know their length, large ones stream, and each time alike`, async () => {
      const small = await prepareBody(
        textBody("a".repeat(500)),
        settings({ compressBody: coding }),
        idle,
      );
      expect(small.body?.length).toBeGreaterThan(0);
      expect(decoders[coding](await read(small.body)).toString()).toBe("a".repeat(500));
      expect(line(small.fields)).toEqual([`Content-Encoding: ${coding}`]);

      const bytes = Buffer.alloc(3 << 20, "0123456789abcdef");
      const large = await prepareBody(
        await fileOf(`large.${coding}`, bytes),
        settings({ compressBody: coding }),
        idle,
      );
      expect(large.body?.length).toBeNull();
      const first = await read(large.body);
      expect(decoders[coding](first).equals(bytes)).toBe(true);
      expect((await read(large.body)).equals(first)).toBe(true);
    });

    test(`${coding}: any bytes come back`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => {
          const { body } = await prepareBody(
            bytesBody(bytes),
            settings({ compressBody: coding }),
            idle,
          );
          expect(decoders[coding](await read(body)).equals(bytes)).toBe(true);
        }),
        { numRuns: 25 },
      );
    });
  }

  test("of two large zstd bodies the second waits for the first, read or left, and small ones for none", async () => {
    const zstd = settings({ compressBody: "zstd" });
    const bytes = Buffer.concat(Array.from({ length: 40 }, () => randomBytes(1 << 16)));
    const [one, two] = [
      await prepareBody(await fileOf("one", bytes), zstd, idle),
      await prepareBody(await fileOf("two", bytes), zstd, idle),
    ];
    const first = one.body?.open()[Symbol.asyncIterator]();
    expect((await first?.next())?.done).toBe(false);
    const second = read(two.body);
    const small = await prepareBody(textBody("small"), zstd, idle);
    expect(decoders.zstd(await read(small.body)).toString()).toBe("small");
    await first?.return?.();
    expect(decoders.zstd(await second).equals(bytes)).toBe(true);
  });

  test("leaving a compressed body leaves its file", async () => {
    let left = false;
    const endless: BodySource = {
      length: null,
      replayable: true,
      async *open() {
        try {
          for (;;) yield Buffer.alloc(1 << 16, Math.random().toString());
        } finally {
          left = true;
        }
      },
    };
    const { body } = await prepareBody(endless, settings({ compressBody: "gzip" }), idle);
    for await (const part of body?.open() ?? []) {
      expect(part.length).toBeGreaterThan(0);
      break;
    }
    await expect.poll(() => left).toBe(true);
  });
});

describe("digest (RFC 9530)", () => {
  test.each([
    // openssl dgst -binary | base64 of {"hello": "world"}, the example of RFC 9530.
    ["sha-256", "Content-Digest: sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"],
    ["repr-sha-256", "Repr-Digest: sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"],
    ["digest-sha-256", "Digest: sha-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE="],
    ["md5", "Content-MD5: Sd/dVLAcvNLSq16eXua5uQ=="],
  ] as const)("as %s", async (contentDigest, field) => {
    const body = textBody('{"hello": "world"}');
    const { fields } = await prepareBody(body, settings({ contentDigest }), idle);
    expect(line(fields)).toEqual([field]);
  });

  // RFC 9530 appendix D, "Resource with Content-Digest": the JSON with its line feed.
  test("the RFC's own example", async () => {
    const { fields } = await prepareBody(
      textBody('{"hello": "world"}\n'),
      settings({ contentDigest: "sha-256" }),
      idle,
    );
    expect(line(fields)).toEqual([
      "Content-Digest: sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
    ]);
  });

  test("is of the bytes as they are sent, and of a file of any size", async () => {
    const bytes = Buffer.alloc(2_000_001, "xyz");
    const notes: string[] = [];
    const { body, fields } = await prepareBody(
      await fileOf("digest.bin", bytes),
      settings({ contentDigest: "sha-512", compressBody: "gzip" }),
      { ...idle, emit: (event) => void (event.kind === "note" && notes.push(event.code)) },
    );
    const sent = await read(body);
    expect(body?.length).toBe(sent.length);
    expect(line(fields)).toEqual([
      "Content-Encoding: gzip",
      `Content-Digest: sha-512=:${createHash("sha512").update(sent).digest("base64")}:`,
    ]);
    expect(notes).toEqual([]);
  });

  test("a file changed after it was read is not sent whole", async () => {
    const source = await fileOf("changes.bin", Buffer.alloc(600_000, "a"));
    const { body } = await prepareBody(source, settings({ contentDigest: "sha-256" }), idle);
    await writeFile(source.file, Buffer.alloc(600_000, "b"));
    let given = 0;
    const code = await codeOf(async () => {
      for await (const part of body?.open() ?? []) given += part.length;
    });
    expect(code).toBe("file-changed");
    expect(given).toBeLessThan(600_000);
  });

  test.each([
    ["grown", (file: string) => appendFile(file, "x")],
    ["touched", (file: string) => utimes(file, 1, 1)],
  ])("a file %s while it is read is told without a digest too", async (name, change) => {
    const source = await fileOf(name, Buffer.alloc(600_000, "a"));
    let given = 0;
    const code = await codeOf(async () => {
      for await (const part of source.open()) {
        if (given === 0) await change(source.file);
        given += part.length;
      }
    });
    expect(code).toBe("file-changed");
    expect(given).toBeLessThan(600_000);
  });

  test("the pass before can be cancelled", async () => {
    const controller = new AbortController();
    const endless: BodySource = {
      length: 1e12,
      replayable: true,
      async *open() {
        for (;;) {
          yield Buffer.alloc(1 << 16);
          controller.abort(new Error("stop"));
        }
      },
    };
    await expect(
      prepareBody(endless, settings({ contentDigest: "sha-256" }), {
        ...idle,
        signal: controller.signal,
      }),
    ).rejects.toMatchObject({ failure: { kind: "cancelled" } });
  });
});

describe("the other fields", () => {
  test.each([
    [{ expectContinue: 500 }, "abc", ["Expect: 100-continue"]],
    [{ expectContinue: 500 }, "", []],
    [{ expectContinue: 500, httpVersion: "1.0" as const }, "abc", []],
    [
      {
        trailers: [
          { name: "A", value: "1" },
          { name: " ", value: "2" },
          { name: "b", value: "3" },
          { name: "A", value: "4" },
        ],
      },
      "abc",
      ["Trailer: A, b"],
    ],
    [{ trailers: [{ name: "A", value: "1" }], httpVersion: "1.0" as const }, "abc", []],
  ])("%j for %j", async (over, text, wanted) => {
    expect(line((await prepareBody(textBody(text), settings(over), idle)).fields)).toEqual(wanted);
  });

  test("no body, no fields", async () => {
    const all = settings({ compressBody: "gzip", contentDigest: "sha-256", expectContinue: 1 });
    expect(await prepareBody(null, all, idle)).toEqual({ body: null, fields: [] });
  });

  test("a length that must be there is counted", async () => {
    const bytes = Buffer.alloc(2 << 20, "ab");
    for (const over of [{ framing: "content-length" }, { httpVersion: "1.0" }] as const) {
      const { body } = await prepareBody(
        await fileOf("counted", bytes),
        settings({ compressBody: "gzip", ...over }),
        idle,
      );
      expect((await read(body)).length).toBe(body?.length);
    }
  });
});

test("a preview says the same without reading a large file", async () => {
  const small = textBody("abc");
  const all = settings({ compressBody: "gzip", contentDigest: "sha-256", expectContinue: 1 });
  const preview = await previewBody(small, all);
  const real = await prepareBody(small, all, idle);
  expect(preview.fields).toEqual(real.fields);
  expect(preview.body?.length).toBe(real.body?.length);

  const never: BodySource = {
    length: 5e9,
    replayable: true,
    open: () => {
      throw new Error("read");
    },
  };
  const seen = await previewBody(never, { ...all, framing: "content-length" });
  expect(line(seen.fields)).toEqual([
    "Content-Encoding: gzip",
    "Content-Digest: sha-256=:…:",
    "Expect: 100-continue",
  ]);
  expect(seen.body).toEqual({ length: "…" });
});
