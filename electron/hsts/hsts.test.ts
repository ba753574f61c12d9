import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createHstsCache, parseHsts } from "./hsts-cache.ts";
import { createHstsStore } from "./hsts-store.ts";
import { parseHstsFile, printHstsFile } from "./hsts-text.ts";

const at = Date.UTC(2026, 0, 1);

describe("the field (RFC 6797 §6.1)", () => {
  test.each([
    ["max-age=31536000", { maxAge: 31_536_000, subdomains: false }],
    ["max-age=15768000 ; includeSubDomains", { maxAge: 15_768_000, subdomains: true }],
    ['max-age="31536000"', { maxAge: 31_536_000, subdomains: false }],
    ['MAX-AGE = "7"; INCLUDESUBDOMAINS; preload', { maxAge: 7, subdomains: true }],
    [";; max-age=0 ;", { maxAge: 0, subdomains: false }],
    ["includeSubDomains", null],
    ["max-age", null],
    ["max-age=", null],
    ["max-age=-1", null],
    ['max-age="7', null],
    ["max-age=7; max-age=8", null],
    ["max-age=7; includeSubDomains; includesubdomains", null],
    ["", null],
  ])("%s", (field, policy) => {
    expect(parseHsts(field)).toEqual(policy);
  });
});

describe("which hosts want https", () => {
  test("the host itself, what is below it where it says so, and nothing else", () => {
    const cache = createHstsCache(() => at);
    cache.store("A.test.", "max-age=1");
    cache.store("b.test", "max-age=1; includeSubDomains");
    const asked = ["a.test", "A.TEST.", "x.a.test", "b.test", "x.y.b.test", "xb.test", "test", ""];
    expect(asked.filter((host) => cache.wantsHttps(host))).toEqual([
      "a.test",
      "A.TEST.",
      "b.test",
      "x.y.b.test",
    ]);
  });

  test("until it ends, is taken back, or is said anew", () => {
    let now = at;
    const cache = createHstsCache(() => now);
    expect(cache.store("a.test", "max-age=2; includeSubDomains")).toBe("kept");
    expect(cache.store("a.test", "nonsense")).toBeNull();
    now += 1999;
    expect(cache.wantsHttps("x.a.test")).toBe(true);
    cache.store("a.test", "max-age=2");
    expect([cache.wantsHttps("x.a.test"), cache.wantsHttps("a.test")]).toEqual([false, true]);
    now += 2000;
    expect([cache.wantsHttps("a.test"), cache.list()]).toEqual([false, []]);
    cache.store("a.test", "max-age=2");
    expect([cache.store("a.test", "max-age=0"), cache.store("a.test", "max-age=0")]).toEqual([
      "removed",
      null,
    ]);
  });

  test("an age nobody can count to has no end", () => {
    const cache = createHstsCache(() => at);
    cache.store("a.test", `max-age=${"9".repeat(400)}`);
    expect(cache.list()).toEqual([{ host: "a.test", subdomains: false, expires: null }]);
  });
});

describe("the file", () => {
  test("is read as curl writes it, and what is no line of it is passed over", () => {
    const text = [
      "# Your HSTS cache. https://curl.se/docs/hsts.html",
      'a.test "20301231 10:00:00"',
      '.b.test "unlimited"\r',
      'c.test "nonsense"',
      'd.test "Tue, 31 Dec 2030 10:00:00"',
      "e.test",
      "",
    ].join("\n");
    const until = Date.UTC(2030, 11, 31, 10);
    expect(parseHstsFile(text)).toEqual([
      { host: "a.test", subdomains: false, expires: until },
      { host: "b.test", subdomains: true, expires: null },
      { host: "d.test", subdomains: false, expires: until },
    ]);
  });

  test("what is written is read the same", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            host: fc.domain(),
            subdomains: fc.boolean(),
            expires: fc.option(fc.integer({ min: 0, max: 8_000_000_000_000 }).map((s) => s * 1000)),
          }),
        ),
        (entries) => {
          expect(parseHstsFile(printHstsFile(entries))).toEqual(entries);
        },
      ),
    );
  });
});

describe("the store", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "envoi-hsts-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("reads its file when it is needed, keeps what it learns, forgets what it is told to", async () => {
    const file = path.join(folder, "hsts.txt");
    await writeFile(file, '.a.test "20301231 10:00:00"\n');
    const store = createHstsStore({ file, epoch: () => at, writes: "later" });
    expect(await store.wantsHttps("x.a.test")).toBe(true);
    expect(await store.store("b.test", "max-age=60")).toBe("kept");
    await store.flush();
    expect(await readFile(file, "utf8")).toContain(
      '.a.test "20301231 10:00:00"\nb.test "20260101 00:01:00"\n',
    );
    await store.forget("a.test");
    await store.flush();
    const again = createHstsStore({ file, epoch: () => at, writes: "at-once" });
    expect((await again.list()).map(({ host }) => host)).toEqual(["b.test"]);
    await again.forget(null);
    await again.flush();
    expect(await createHstsStore({ file, epoch: () => at, writes: "later" }).list()).toEqual([]);
  });

  test("a file that is not there is made for its owner alone; one that cannot be read is said", async () => {
    const file = path.join(folder, "new.txt");
    const store = createHstsStore({ file, epoch: () => at, writes: "at-once" });
    await store.store("a.test", "max-age=60");
    await store.flush();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const place = "--hsts";
    const broken = createHstsStore({ file: folder, place, epoch: () => at, writes: "later" });
    await expect(broken.wantsHttps("a.test")).rejects.toMatchObject({
      failure: {
        kind: "storage",
        code: "EISDIR",
        place,
        remedy: expect.stringContaining("folder"),
      },
    });
    const nowhere = path.join(folder, "no", "such.txt");
    const unwritten = createHstsStore({ file: nowhere, place, epoch: () => at, writes: "later" });
    await unwritten.store("a.test", "max-age=60");
    await expect(unwritten.flush()).rejects.toMatchObject({ failure: { kind: "storage", place } });
  });
});
