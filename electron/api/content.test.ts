import { describe, expect, test } from "vitest";
import { answerContent, type Content, type ContentUse, readRange } from "./content.ts";

const bytes = Buffer.from("0123456789");

function content(over: Partial<Content> = {}): Content {
  return {
    size: bytes.length,
    complete: true,
    mediaType: "text/html",
    charset: "utf-8",
    fileName: "page.html",
    read: async function* (start, end) {
      yield bytes.subarray(start, end);
    },
    ...over,
  };
}

async function ask(range: string | null, use: ContentUse = "bytes", over: Partial<Content> = {}) {
  const { status, headers, body } = answerContent({ method: "GET", range, use }, content(over));
  let text = "";
  for await (const chunk of body ?? []) text += Buffer.from(chunk).toString();
  const field = (name: string) => headers.find(([key]) => key === name)?.[1];
  return { status, text, field };
}

describe("ranges", () => {
  test.each([
    [null, 10, null],
    ["", 10, null],
    ["bytes=0-0", 10, [0, 1]],
    ["bytes=2-5", 10, [2, 6]],
    ["bytes=2-", 10, [2, 10]],
    ["bytes=9-99", 10, [9, 10]],
    ["bytes=-3", 10, [7, 10]],
    ["bytes=-99", 10, [0, 10]],
    ["bytes=10-", 10, "unsatisfiable"],
    ["bytes=-0", 10, "unsatisfiable"],
    ["bytes=0-", 0, "unsatisfiable"],
    ["bytes=-5", 0, "unsatisfiable"],
    ["bytes=5-2", 10, null],
    ["bytes=-", 10, null],
    ["bytes=0-1,3-4", 10, null],
    ["bytes=a-b", 10, null],
    ["bytes=1e1-", 10, null],
    ["items=0-1", 10, null],
    ["bytes=99999999999999999999-", 10, null],
  ] as const)("%j of %i", (field, size, range) => {
    expect(readRange(field, size)).toEqual(range);
  });

  test("the whole, a part, and none", async () => {
    const whole = await ask(null);
    expect([whole.status, whole.text, whole.field("Content-Length")]).toEqual([
      200,
      "0123456789",
      "10",
    ]);
    const part = await ask("bytes=2-4");
    expect([part.status, part.text]).toEqual([206, "234"]);
    expect(part.field("Content-Range")).toBe("bytes 2-4/10");
    const none = await ask("bytes=10-");
    expect([none.status, none.text, none.field("Content-Range")]).toEqual([416, "", "bytes */10"]);
  });

  test("the total of what still grows is not known", async () => {
    expect((await ask("bytes=0-1", "bytes", { complete: false })).field("Content-Range")).toBe(
      "bytes 0-1/*",
    );
  });

  test("HEAD has no body", () => {
    expect(answerContent({ method: "HEAD", range: null, use: "bytes" }, content()).body).toBeNull();
  });
});

describe("nothing in a body can act as a part of Envoi", () => {
  const types = [
    "text/html",
    "image/svg+xml",
    "text/javascript",
    "application/xml",
    "text/css",
    "",
    "application/pdf",
  ];

  test.each(types)("%j as bytes or as a file is octets in a sandbox", async (mediaType) => {
    for (const use of ["bytes", "download"] as const) {
      const { field } = await ask(null, use, { mediaType });
      expect(field("Content-Type")).toBe("application/octet-stream");
      expect(field("Content-Security-Policy")).toBe(
        "sandbox; default-src 'none'; frame-ancestors 'none'",
      );
      expect(field("X-Content-Type-Options")).toBe("nosniff");
    }
  });

  test.each([
    ["text/html", "text/html; charset=utf-8"],
    ["image/svg+xml", "image/svg+xml"],
    ["image/png", "image/png"],
    ["text/javascript", "text/plain; charset=utf-8"],
    ["application/xml", "text/plain; charset=utf-8"],
    ["", "text/plain; charset=utf-8"],
  ])("%j as a preview", async (mediaType, shown) => {
    const { field } = await ask(null, "preview", { mediaType });
    expect(field("Content-Type")).toBe(shown);
    const policy = field("Content-Security-Policy") ?? "";
    expect(policy.startsWith("sandbox; default-src 'none';")).toBe(true);
    expect(policy).not.toMatch(/allow-|script-src|connect-src|https?:/);
  });

  test("a charset cannot add to the header", async () => {
    const { field } = await ask(null, "preview", { charset: 'utf-8"; x=1\r\nA: b' });
    expect(field("Content-Type")).toBe("text/html; charset=utf-8");
  });

  test.each([
    ["a.json", `attachment; filename="a.json"; filename*=UTF-8''a.json`],
    ["", `attachment; filename="body"; filename*=UTF-8''body`],
    ['a"\r\n.txt', `attachment; filename="a___.txt"; filename*=UTF-8''a%22%0D%0A.txt`],
    ["é'*.txt", `attachment; filename="___.txt"; filename*=UTF-8''%C3%A9%27%2A.txt`],
    ["\ud800", `attachment; filename="_"; filename*=UTF-8''%EF%BF%BD`],
  ])("the name %j", async (fileName, wanted) => {
    expect((await ask(null, "download", { fileName })).field("Content-Disposition")).toBe(wanted);
  });
});
