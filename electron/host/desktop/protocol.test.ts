import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Content } from "../../api/content.ts";
import { listBuilt, pagePolicy, serveScheme } from "./protocol.ts";

const folder = mkdtempSync(join(tmpdir(), "envoi-protocol-"));
mkdirSync(join(folder, "page/assets"), { recursive: true });
writeFileSync(join(folder, "page/index.html"), "<!doctype html>");
writeFileSync(join(folder, "page/assets/a.js"), "1;");
writeFileSync(join(folder, "secret.txt"), "secret");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const closed: string[] = [];
const bytes = Buffer.from("0123456789");

function content(id: string): Content {
  return {
    size: bytes.length,
    complete: true,
    mediaType: "text/html",
    charset: "",
    fileName: "",
    read: async function* (start, end) {
      try {
        for (let at = start; at < end; at += 2) yield bytes.subarray(at, Math.min(end, at + 2));
      } finally {
        closed.push(id);
      }
    },
  };
}

const serve = serveScheme(join(folder, "page"), {
  openBody: (id, encoded) => {
    if (id === "broken") return Promise.reject(new Error("disk"));
    return Promise.resolve(id === "none" ? null : content(encoded ? `${id}-encoded` : id));
  },
  openWire: (id, side) => Promise.resolve(content(`${id}-${side}`)),
});

const get = (path: string, init?: RequestInit) => serve(new Request(`app://envoi/${path}`, init));

test("lists what is built", () => {
  expect([...listBuilt(join(folder, "page"))].sort()).toEqual(["assets/a.js", "index.html"]);
});

test("7: the page comes with its policy: no script but its own, no eval", async () => {
  const page = await get("");
  expect(page.status).toBe(200);
  expect(await page.text()).toBe("<!doctype html>");
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(page.headers.get("content-security-policy")).toBe(pagePolicy);
  expect(page.headers.get("x-content-type-options")).toBe("nosniff");
  expect(pagePolicy).toContain("default-src 'none'; script-src 'self';");
  expect(pagePolicy).not.toContain("unsafe-eval");
  expect((await get("assets/a.js")).headers.get("content-type")).toMatch(/^text\/javascript/);
});

test.each(["../secret.txt", "%2e%2e/secret.txt", "assets", "assets/b.js", "body/none"])(
  "%s is not found",
  async (path) => {
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe("Not found");
  },
);

test("only GET and HEAD", async () => {
  expect((await get("", { method: "POST", body: "x" })).status).toBe(405);
  const head = await get("", { method: "HEAD" });
  expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([
    200,
    "15",
    "",
  ]);
});

test("a body by range, with its exact length, in its own sandbox", async () => {
  const part = await get("body/one?as=preview&encoded=1", { headers: { Range: "bytes=3-6" } });
  expect(part.status).toBe(206);
  expect(part.headers.get("content-range")).toBe("bytes 3-6/10");
  expect(part.headers.get("content-length")).toBe("4");
  expect(part.headers.get("content-security-policy")).toMatch(/^sandbox;/);
  expect(await part.text()).toBe("3456");
  expect(closed).toContain("one-encoded");
});

test("one side of the record", async () => {
  const whole = await get("wire/two/socket");
  expect(await whole.text()).toBe("0123456789");
  expect(whole.headers.get("content-type")).toBe("application/octet-stream");
  expect(closed).toContain("two-socket");
});

test("a reader that leaves closes what it opened", async () => {
  const response = await get("body/left");
  const reader = response.body?.getReader();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("01");
  await reader?.cancel();
  expect(closed).toContain("left");
});

test("what cannot be read is an answer, not a rejection", async () => {
  expect((await get("body/broken")).status).toBe(500);
});
