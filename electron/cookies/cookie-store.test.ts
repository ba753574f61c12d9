import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Cookie } from "../../shared/model/cookie.ts";
import { type CookieStore, openCookieStore } from "./cookie-store.ts";

let folder = "";
let file = "";
let now = 0;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "envoi-cookies-"));
  file = path.join(folder, "cookies.json");
  now = Date.now();
});
afterEach(() => rm(folder, { recursive: true }));

const open = (): Promise<CookieStore> => openCookieStore({ file, epoch: () => now });
const cookiesOf = (jar: CookieStore): readonly Cookie[] =>
  jar.jars().find(({ id }) => id === "")?.cookies ?? [];
const field = (jar: CookieStore, url: string): string => jar.cookiesFor("", url)?.field ?? "";

describe("what is stored and sent", () => {
  test.each([
    ["http://a.test/x/y", "n=v", "http://a.test/x/z", "n=v"],
    ["http://a.test/x/y", "n=v", "http://a.test/", ""],
    ["http://a.test/", "n=v", "http://b.a.test/", ""],
    ["http://a.test/", "n=v; Domain=a.test", "http://b.a.test/", "n=v"],
    ["http://b.a.test/", "n=v; Domain=a.test", "http://a.test/", "n=v"],
    ["http://a.test:81/", "n=v", "http://a.test:82/", "n=v"],
    ["http://127.0.0.1/", "n=v", "http://127.0.0.1/", "n=v"],
    ["http://[::1]/", "n=v", "http://[::1]/", "n=v"],
    ["http://localhost/", "n=v; Secure", "http://localhost/", "n=v"],
    ["http://127.0.0.1/", "n=v; Secure", "http://127.0.0.1/", "n=v"],
    ["https://a.test/", "n=v; Secure", "https://a.test/", "n=v"],
    ["https://a.test/", "n=v; Secure", "http://a.test/", ""],
    ["http://a.test/", 'n="q v"; HttpOnly; SameSite=Strict', "http://a.test/", 'n="q v"'],
    ["http://a.test/", "n=", "http://a.test/", "n="],
    ["http://a.test/", "n=caf\u00c3\u00a9", "http://a.test/", "n=café"],
    ["http://a.test/", "n=v; Max-Age=60", "http://a.test/", "n=v"],
    ["http://a.test/", "n=v; Path=/p", "http://a.test/p/q", "n=v"],
    ["http://a.test/", "n=v; Path=/p", "http://a.test/pq", ""],
  ])("%s sets %j, %s gets %j", async (from, cookie, to, sent) => {
    const jar = await open();
    expect(jar.store("", from, [cookie])).toMatchObject([{ action: "stored", reason: "" }]);
    expect(field(jar, to)).toBe(sent);
    await jar.close();
  });

  test("several, longest path first, each with its note", async () => {
    const jar = await open();
    jar.store("", "http://a.test/", ["a=1", "b=2; Path=/x", "c=3"]);
    expect(jar.cookiesFor("", "http://a.test/x")).toEqual({
      field: "b=2; a=1; c=3",
      notes: [
        { action: "sent", name: "b", domain: "a.test", path: "/x", reason: "" },
        { action: "sent", name: "a", domain: "a.test", path: "/", reason: "" },
        { action: "sent", name: "c", domain: "a.test", path: "/", reason: "" },
      ],
    });
    await jar.close();
  });

  test("an expired cookie removes the one that was there", async () => {
    const jar = await open();
    jar.store("", "http://a.test/", ["a=1"]);
    const notes = jar.store("", "http://a.test/", ["a=; Max-Age=0"]);
    expect(notes).toMatchObject([{ action: "removed", name: "a" }]);
    expect(field(jar, "http://a.test/")).toBe("");
    expect(cookiesOf(jar)).toEqual([]);
    await jar.close();
  });
});

test.each([
  ["http://a.test/", "no equals sign", "no cookie"],
  ["http://a.test/", "n=v; Domain=b.test", "nor a parent"],
  ["http://a.b.test/", "n=v; Domain=x.a.b.test", "nor a parent"],
  ["http://nota.test/", "n=v; Domain=a.test", "nor a parent"],
  ["http://a.co.uk/", "n=v; Domain=co.uk", "public suffix"],
  ["http://a.example.com/", "n=v; Domain=com", "public suffix"],
  ["http://a.github.io/", "n=v; Domain=github.io", "public suffix"],
  ["http://a.test/", "n=v; Secure", "not this machine"],
  ["http://a.test/", "__Secure-n=v", "__Secure-"],
  ["https://a.test/", "__Host-n=v; Secure; Path=/x", "__Host-"],
  ["https://a.test/", "__Host-n=v; Secure; Path=/; Domain=a.test", "__Host-"],
  ["http://a.test/", `n=${"v".repeat(5000)}`, "longer than"],
  ["http://a.test/", "n=v\u0001", "control"],
  ["http://a.test/", "=v", "no cookie"],
])("%s may not set %s", async (url, cookie, reason) => {
  const jar = await open();
  const [note] = jar.store("", url, [cookie]);
  expect(note?.action).toBe("rejected");
  expect(note?.reason).toContain(reason);
  expect(cookiesOf(jar)).toEqual([]);
  await jar.close();
});

test("ten thousand at once", async () => {
  const jar = await open();
  const many = Array.from({ length: 10_000 }, (_, index) => `c${index}=v`);
  expect(jar.store("", "http://a.test/", many)).toHaveLength(10_000);
  expect(cookiesOf(jar)).toHaveLength(10_000);
  await jar.close();
});

test.each(["", "not a url", "http://", "http://a b/"])(
  "the URL %j is no reason to fail",
  async (url) => {
    const jar = await open();
    expect(jar.store("", url, ["a=1"])).toEqual([]);
    expect(jar.cookiesFor("", url)).toBeNull();
    await jar.close();
  },
);

describe("on disk", () => {
  test("comes back after a restart, session cookies too, readable by this user only", async () => {
    const jar = await open();
    jar.store("", "https://a.test/", ["s=1; Secure; HttpOnly; SameSite=Lax", "p=2; Max-Age=1000"]);
    const before = cookiesOf(jar);
    await jar.close();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const again = await open();
    expect(cookiesOf(again)).toEqual(before);
    expect(before[0]).toMatchObject({
      name: "s",
      secure: true,
      httpOnly: true,
      sameSite: "lax",
      hostOnly: true,
      expires: null,
    });
    expect(field(again, "https://a.test/")).toContain("s=1");
    await again.close();
  });

  test("removing and clearing", async () => {
    const jar = await open();
    jar.store("", "http://a.test/", ["a=1", "b=2"]);
    jar.remove("", { name: "a", domain: "a.test", path: "/", hostOnly: true });
    expect(cookiesOf(jar).map((cookie) => cookie.name)).toEqual(["b"]);
    jar.clear("");
    await jar.close();
    expect((await open()).cookiesFor("", "http://a.test/")).toBeNull();
    expect(await readFile(file, "utf8")).not.toContain("a.test");
  });

  test.each(["", "{", "[]", '{"cookies":[1,null,{"key":5}]}', "\u0000"])(
    "a broken file %j is kept aside, and the jar is empty",
    async (text) => {
      await writeFile(file, text);
      const jar = await open();
      expect(cookiesOf(jar)).toEqual([]);
      jar.store("", "http://a.test/", ["a=1"]);
      await jar.close();
      expect(cookiesOf(await open())).toHaveLength(1);
      const others = (await readdir(folder)).filter((name) => name !== "cookies.json");
      const kept = others.map((name) => readFile(path.join(folder, name), "utf8"));
      expect(await Promise.all(kept)).toContain(text);
    },
  );

  test("what a version before kept is read, with the ages it had", async () => {
    const older = (more: object) => ({ domain: "a.test", path: "/", hostOnly: true, ...more });
    await writeFile(
      file,
      JSON.stringify({
        version: 1,
        cookies: [
          older({ key: "s", value: "1", secure: true, sameSite: "lax" }),
          older({ key: "p", value: "2", expires: new Date(now + 5_000).toISOString() }),
          older({ key: "m", value: "3", maxAge: 10, creation: new Date(now).toISOString() }),
          older({ key: "old", value: "4", expires: "2001-01-01T00:00:00.000Z" }),
        ],
      }),
    );
    const jar = await open();
    expect(cookiesOf(jar).map(({ name, expires }) => [name, expires])).toEqual([
      ["s", null],
      ["p", now + 5_000],
      ["m", now + 10_000],
    ]);
    await jar.close();
  });

  test("nothing is written when nothing changed", async () => {
    const jar = await open();
    jar.cookiesFor("", "http://a.test/");
    await jar.close();
    await expect(stat(file)).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("a watcher sees the list and each change", async () => {
    const jar = await open();
    const end = new AbortController();
    const seen: number[] = [];
    for await (const list of jar.watch(end.signal)) {
      seen.push(list[0]?.cookies.length ?? -1);
      if (list[0]?.cookies.length === 0) jar.store("", "http://a.test/", ["a=1"]);
      else end.abort();
    }
    expect(seen).toEqual([0, 1]);
    await jar.close();
  });
});

describe("jars apart", () => {
  test("what one holds no other sends; each comes back after a restart", async () => {
    const jar = await open();
    for (const id of ["", "c1", "c1/staging", "c1/", "c2"])
      jar.store(id, "http://a.test/", [`j=${id}`]);
    await jar.close();
    const again = await open();
    for (const id of ["", "c1", "c1/staging", "c1/", "c2"])
      expect(again.cookiesFor(id, "http://a.test/")?.field).toBe(`j=${id}`);
    expect(again.cookiesFor("c3", "http://a.test/")).toBeNull();
    expect(
      again.jars().map(({ id, collectionId, environment }) => [id, collectionId, environment]),
    ).toEqual([
      ["", null, null],
      ["c1", "c1", null],
      ["c1/", "c1", ""],
      ["c1/staging", "c1", "staging"],
      ["c2", "c2", null],
    ]);
    await again.close();
  });

  test("a session ends when told: what has an expiry stays", async () => {
    const jar = await open();
    jar.store("c", "http://a.test/", ["s=1", "p=2; Max-Age=60"]);
    jar.endSession("c");
    expect(jar.cookiesFor("c", "http://a.test/")?.field).toBe("p=2");
    await jar.close();
  });
});

describe("written by a person", () => {
  const cookie: Cookie = {
    name: "n",
    value: "v",
    domain: "a.test",
    path: "/",
    expires: null,
    secure: false,
    httpOnly: false,
    hostOnly: true,
    sameSite: "",
  };

  test("one takes the place of another, under any key", async () => {
    const jar = await open();
    jar.put("", cookie);
    jar.put("", { ...cookie, name: "m", domain: ".B.test", hostOnly: false }, cookie);
    expect(cookiesOf(jar)).toEqual([{ ...cookie, name: "m", domain: "b.test", hostOnly: false }]);
    expect(field(jar, "http://x.b.test/")).toBe("m=v");
    await jar.close();
  });

  test.each([
    ["[::1]", "::1"],
    ["127.0.0.1", "127.0.0.1"],
    ["MÜNCHEN.test", "xn--mnchen-3ya.test"],
  ])("the domain %s is %s", async (typed, domain) => {
    const jar = await open();
    jar.put("", { ...cookie, domain: typed });
    expect(cookiesOf(jar)[0]?.domain).toBe(domain);
    await jar.close();
  });

  test.each([
    ["name", { name: "" }],
    ["name", { name: "a=b" }],
    ["name", { name: "a;b" }],
    ["value", { value: "a;b" }],
    ["value", { value: "a\nb" }],
    ["domain", { domain: "" }],
    ["domain", { domain: "a b" }],
    ["domain", { domain: "a.test/x" }],
    ["domain", { domain: "a.test:80" }],
    ["path", { path: "x" }],
    ["path", { path: "/;" }],
  ])("a %s that could not be sent is refused: %j", async (place, part) => {
    const jar = await open();
    expect(() => jar.put("", { ...cookie, ...part })).toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ kind: "input", place }) }),
    );
    expect(cookiesOf(jar)).toEqual([]);
    await jar.close();
  });
});
