import { existsSync } from "node:fs";
import { mkdtemp, readFile, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { FailureError } from "../../../shared/model/failure.ts";
import type { BodySource } from "../send.ts";
import { fileTypeOf } from "../../../shared/model/file-type.ts";
import { type BodyFile, fileBody } from "./file.ts";
import { formBody } from "./form.ts";
import {
  escapeName,
  multipartBody,
  multipartContentType,
  newBoundary,
  type Part,
} from "./multipart.ts";
import { textBody } from "./text.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "envoi-bodies-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(body: BodySource): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of body.open()) parts.push(part);
  const all = Buffer.concat(parts);
  if (body.length !== null) expect(all.length).toBe(body.length);
  return all;
}

async function fileOf(name: string, bytes: Uint8Array | string): Promise<BodyFile> {
  const realPath = path.join(folder, name);
  await writeFile(realPath, bytes);
  return { realPath, size: Buffer.byteLength(bytes), name };
}

describe("text", () => {
  test.each(["", "a", "é😀", "a\r\nb\nc", "\ufeffx"])("%j is its UTF-8", async (text) => {
    expect((await read(textBody(text))).toString("utf8")).toBe(text);
  });
});

describe("form (URL standard §5.2)", () => {
  test.each([
    [[["a", "b"]], "a=b"],
    [[["a b", "c+d&e=f"]], "a+b=c%2Bd%26e%3Df"],
    [[["é", "😀"]], "%C3%A9=%F0%9F%98%80"],
    [
      [
        ["a", ""],
        ["", "b"],
      ],
      "a=&=b",
    ],
    [
      [
        ["z", "1"],
        ["a", "2"],
        ["z", "3"],
      ],
      "z=1&a=2&z=3",
    ],
    [[["k", "*-._~!'()"]], "k=*-._%7E%21%27%28%29"],
    [[["k", "a\r\nb"]], "k=a%0D%0Ab"],
    [[], ""],
  ])("%j", async (pairs, text) => {
    const rows = pairs.map(([name = "", value = ""]) => ({ name, value }));
    expect((await read(formBody(rows))).toString("latin1")).toBe(text);
  });
});

describe("file", () => {
  test("streamed, and again", async () => {
    const bytes = Buffer.alloc(700_001, "0123456789");
    const body = fileBody(await fileOf("large.bin", bytes));
    expect((await read(body)).equals(bytes)).toBe(true);
    expect((await read(body)).equals(bytes)).toBe(true);
    expect(await read(fileBody(await fileOf("empty", "")))).toHaveLength(0);
  });

  const failing = async (body: BodySource): Promise<string> => {
    try {
      await read(body);
    } catch (thrown) {
      if (thrown instanceof FailureError) return thrown.failure.code;
      throw thrown;
    }
    return "read";
  };

  test("changed, gone, or replaced by a link since it was allowed", async () => {
    const grown = await fileOf("grown", "12345");
    await writeFile(grown.realPath, "123456");
    expect(await failing(fileBody(grown))).toBe("file-changed");

    const cut = await fileOf("cut", "12345");
    await truncate(cut.realPath, 2);
    expect(await failing(fileBody(cut))).toBe("file-changed");

    const gone = await fileOf("gone", "12345");
    await rm(gone.realPath);
    expect(await failing(fileBody(gone))).toBe("ENOENT");

    const swapped = await fileOf("swapped", "12345");
    await rename(swapped.realPath, `${swapped.realPath}.real`);
    await symlink(`${swapped.realPath}.real`, swapped.realPath);
    expect(await failing(fileBody(swapped))).toBe("ELOOP");
  });

  test.each([
    ["a.json", "application/json"],
    ["A.PNG", "image/png"],
    ["archive.tar.gz", "application/gzip"],
    ["noextension", "application/octet-stream"],
    ["constructor", "application/octet-stream"],
    ["a.unknown", "application/octet-stream"],
  ])("the type of %s", (name, type) => {
    expect(fileTypeOf(name)).toBe(type);
  });
});

describe("multipart", () => {
  test("text and files in order, to the byte", async () => {
    const file = await fileOf("a.txt", "file\r\ncontent");
    const empty = await fileOf("b.bin", "");
    const parts: readonly Part[] = [
      { kind: "text", name: "t", text: "é\nb", contentType: null },
      { kind: "file", name: "f", file, fileName: "a.txt", contentType: "text/plain" },
      { kind: "file", name: "f", file: empty, fileName: 'q"\r\n\\é.bin', contentType: "a/b" },
      { kind: "text", name: 'j"\n', text: "{}", contentType: "application/json" },
    ];
    const body = multipartBody(parts, "B");
    expect((await read(body)).toString("utf8")).toBe(
      '--B\r\nContent-Disposition: form-data; name="t"\r\n\r\né\nb\r\n' +
        '--B\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n' +
        "Content-Type: text/plain\r\n\r\nfile\r\ncontent\r\n" +
        '--B\r\nContent-Disposition: form-data; name="f"; filename="q%22%0D%0A\\é.bin"\r\n' +
        "Content-Type: a/b\r\n\r\n\r\n" +
        '--B\r\nContent-Disposition: form-data; name="j%22%0A"\r\n' +
        "Content-Type: application/json\r\n\r\n{}\r\n--B--\r\n",
    );
    expect(await read(body)).toHaveLength(body.length ?? -1);
  });

  test("no parts", async () => {
    expect((await read(multipartBody([], "B"))).toString()).toBe("--B--\r\n");
  });

  test("nothing typed can begin another header", async () => {
    const part: Part = { kind: "text", name: "a\r\nX: y", text: "", contentType: "a/b\r\nX: y" };
    expect((await read(multipartBody([part], "B"))).toString()).not.toMatch(/^X:/m);
    expect(escapeName('a"b\r\nc\rd\ne%22')).toBe("a%22b%0D%0Ac%0Dd%0Ae%22");
  });

  test("boundaries are long, legal and never the same", () => {
    const made = new Set(Array.from({ length: 500 }, newBoundary));
    expect(made.size).toBe(500);
    for (const boundary of made) expect(boundary).toMatch(/^[0-9A-Za-z_-]{24,70}$/);
    expect(multipartContentType("x")).toBe("multipart/form-data; boundary=x");
  });

  const suite = path.resolve("../shared/suites/multipart/python-multipart/http");
  if (!existsSync(suite)) console.log("the multipart suite is absent: its vectors are not tried");
  test
    .skipIf(!existsSync(suite))
    .each([
      "single_field",
      "single_field_longer",
      "multiple_fields",
      "single_file",
      "multiple_files",
      "single_field_single_file",
      "utf8_filename",
    ])("the suite's %s is what we write", async (name) => {
    const wanted = await readFile(path.join(suite, `${name}.http`));
    const { boundary, expected } = parse(
      await readFile(path.join(suite, `${name}.yaml`), "utf8"),
    ) as {
      boundary: string;
      expected: {
        name: string;
        type: string;
        data: Uint8Array;
        file_name?: string;
        content_type?: string;
      }[];
    };
    const parts: Part[] = [];
    for (const entry of expected) {
      const fileName = entry.file_name ?? "";
      if (entry.type === "field")
        parts.push({
          kind: "text",
          name: entry.name,
          text: Buffer.from(entry.data).toString("utf8"),
          contentType: null,
        });
      else
        parts.push({
          kind: "file",
          name: entry.name,
          file: await fileOf(`${name}-${parts.length}`, entry.data),
          fileName,
          contentType: entry.content_type ?? "text/plain",
        });
    }
    const made = await read(multipartBody(parts, boundary));
    expect(made.toString("utf8").trimEnd()).toBe(wanted.toString("utf8").trimEnd());
  });
});
