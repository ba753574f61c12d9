import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readChallenges } from "./challenge.ts";
import { openDigest, readAuthenticationInfo, readDigest } from "./digest.ts";

function challengeOf(text: string) {
  const [challenge] = readChallenges([text]);
  return challenge === undefined ? null : readDigest(challenge);
}
const open = (text: string, username: string, password: string, cnonce: string) => {
  const challenge = challengeOf(text);
  if (challenge === null) throw new Error("unreadable");
  return openDigest(challenge, { username, password }, cnonce);
};
const parameter = (value: string, name: string) =>
  new RegExp(`\\b${name}="?([^",]*)`).exec(value)?.[1];

describe("RFC 7616 §3.9", () => {
  const nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
  const cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
  const opaque = "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS";
  test.each([
    ["MD5", "8ca523f5e9506fed4657c9700eebdbec"],
    ["SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"],
  ])("%s", (algorithm, response) => {
    const value = open(
      `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="${nonce}", opaque="${opaque}"`,
      "Mufasa",
      "Circle of Life",
      cnonce,
    ).answer({ method: "GET", uri: "/dir/index.html", bodyHash: null });
    expect(value).toBe(
      `Digest username="Mufasa", realm="http-auth@example.org", nonce="${nonce}", uri="/dir/index.html", ` +
        `response="${response}", algorithm=${algorithm}, opaque="${opaque}", qop=auth, nc=00000001, cnonce="${cnonce}"`,
    );
  });

  test("SHA-512-256, UTF-8 and userhash; the printed response is wrong (erratum 4897)", () => {
    const value = open(
      'Digest realm="api@example.org", qop="auth", algorithm=SHA-512-256, nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS", charset=UTF-8, userhash=true',
      "J\u00e4s\u00f8n Doe",
      "Secret, or not?",
      "NTg6RKcb9boFIAS3KrFK9BGeh+niz/sm",
    ).answer({ method: "GET", uri: "/doe.json", bodyHash: null });
    expect(parameter(value, "username")).toBe(
      "793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b",
    );
    expect(parameter(value, "response")).toBe(
      "7a4e1192babbba02e91182d2895bfdbf7adafc6e48d4e517ca301974843d840c",
    );
    expect(value).toContain("userhash=true");
  });
});

const vectors = "../shared/suites/rfc-vectors/vectors.json";
if (!existsSync(vectors))
  console.log("digest.test: the shared vectors are not there, so not tried");
test.skipIf(!existsSync(vectors))("every shared Digest vector", () => {
  const { digest } = JSON.parse(readFileSync(vectors, "utf8")) as {
    digest: Readonly<Record<string, string>>[];
  };
  expect(digest.length).toBeGreaterThan(3);
  for (const one of digest) {
    const value = open(
      `Digest realm="${one["realm"]}", nonce="${one["nonce"]}", qop="auth", algorithm=${one["alg"]}, charset=UTF-8`,
      one["user"] ?? "",
      one["pw"] ?? "",
      one["cnonce"] ?? "",
    ).answer({ method: "GET", uri: one["uri"] ?? "", bodyHash: null });
    expect(parameter(value, "response")).toBe(one["response"]);
  }
});

describe("by the formulas", () => {
  const h = (hash: string, text: string) => createHash(hash).update(text).digest("hex");

  test.each([
    ["MD5-sess", "md5"],
    ["SHA-256-sess", "sha256"],
    ["SHA-512-256-sess", "sha512-256"],
    ["sha-256-SESS", "sha256"],
  ])("%s: the session's key outlives a new nonce", (algorithm, hash) => {
    const session = open(
      `Digest realm="r", nonce="n1", qop="auth", algorithm=${algorithm}`,
      "u",
      "p",
      "c",
    );
    const ha1 = h(hash, `${h(hash, "u:r:p")}:n1:c`);
    const wanted = (nonce: string, count: string) =>
      h(hash, `${ha1}:${nonce}:${count}:c:auth:${h(hash, "GET:/")}`);
    const ask = () => session.answer({ method: "GET", uri: "/", bodyHash: null });
    expect(parameter(ask(), "response")).toBe(wanted("n1", "00000001"));
    expect(parameter(ask(), "response")).toBe(wanted("n1", "00000002"));
    session.follow("n2");
    const third = ask();
    expect(parameter(third, "response")).toBe(wanted("n2", "00000001"));
    expect(third).toContain(`algorithm=${algorithm}`);
    expect(session.expected("/")).toBe(h(hash, `${ha1}:n2:00000001:c:auth:${h(hash, ":/")}`));
  });

  test("auth-int covers the body; auth is taken where both are offered", () => {
    const session = open('Digest realm="r", nonce="n", qop="auth-int"', "u", "p", "c");
    const body = h("md5", "hello");
    const value = session.answer({ method: "POST", uri: "/", bodyHash: body });
    expect(parameter(value, "response")).toBe(
      h("md5", `${h("md5", "u:r:p")}:n:00000001:c:auth-int:${h("md5", `POST:/:${body}`)}`),
    );
    expect(session.expected("/")).toBeNull();
    expect(challengeOf('Digest nonce="n", qop="auth-int, auth"')?.qop).toBe("auth");
  });

  test("without qop, as RFC 2069 had it", () => {
    const value = open('Digest realm="r", nonce="n"', "u", "p", "c").answer({
      method: "GET",
      uri: "/",
      bodyHash: null,
    });
    expect(value).toBe(
      `Digest username="u", realm="r", nonce="n", uri="/", response="${h("md5", `${h("md5", "u:r:p")}:n:${h("md5", "GET:/")}`)}"`,
    );
  });
});

test.each([
  ["plain", "", 'username="plain"'],
  ['a"b\\c', "", 'username="a\\"b\\\\c"'],
  ["J\u00e4s\u00f8n Doe", ", charset=UTF-8", "username*=UTF-8''J%C3%A4s%C3%B8n%20Doe"],
  ["J\u00e4s\u00f8n", "", 'username="J\u00e4s\u00f8n"'],
  ["ascii (1)", ", charset=utf-8", 'username="ascii (1)"'],
])("the name %j with %j", (name, more, expected) => {
  const value = open(`Digest realm="r", nonce="n"${more}`, name, "p", "c").answer({
    method: "GET",
    uri: "/",
    bodyHash: null,
  });
  expect(value).toContain(`Digest ${expected}, realm=`);
});

test.each([
  'Digest realm="r"',
  'Digest nonce="n", algorithm=SHA-1',
  'Digest nonce="n", algorithm=constructor',
  'Digest nonce="n", qop="sign"',
])("%s cannot be answered", (text) => {
  expect(challengeOf(text)).toBeNull();
});

test("stale, opaque and an empty qop are read", () => {
  expect(challengeOf('Digest nonce="n", stale=TRUE, opaque="", qop=""')).toMatchObject({
    stale: true,
    opaque: "",
    qop: null,
  });
});

test("Authentication-Info", () => {
  const info = readAuthenticationInfo(['nextnonce="a\\"b", qop=auth, rspauth="1f", nc=00000001']);
  expect([...info]).toEqual([
    ["nextnonce", 'a"b'],
    ["qop", "auth"],
    ["rspauth", "1f"],
    ["nc", "00000001"],
  ]);
});
