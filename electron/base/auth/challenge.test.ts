import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { challengesOf, parameterOf, quoted, readChallenges } from "./challenge.ts";

describe("challenges (RFC 9110 §11.6.1)", () => {
  const read = (...fields: string[]) =>
    readChallenges(fields).map(({ scheme, token, parameters }) => [
      scheme,
      token,
      Object.fromEntries(parameters),
    ]);
  test.each<readonly [string, readonly (readonly [string, string, object])[]]>([
    ["Basic", [["Basic", "", {}]]],
    ['Basic realm="a"', [["Basic", "", { realm: "a" }]]],
    ["Basic realm=simple", [["Basic", "", { realm: "simple" }]]],
    ['basic ReAlM = "a \\"b\\" \\\\"', [["basic", "", { realm: 'a "b" \\' }]]],
    [
      // The example of the RFC.
      'Basic realm="simple", Newauth realm="apps", type=1, title="Login to \\"apps\\""',
      [
        ["Basic", "", { realm: "simple" }],
        ["Newauth", "", { realm: "apps", type: "1", title: 'Login to "apps"' }],
      ],
    ],
    [
      "NTLM, Negotiate",
      [
        ["NTLM", "", {}],
        ["Negotiate", "", {}],
      ],
    ],
    [
      "NTLM TlRMTVNTUAAC==, Basic realm=x",
      [
        ["NTLM", "TlRMTVNTUAAC==", {}],
        ["Basic", "", { realm: "x" }],
      ],
    ],
    [
      'Digest realm="a, b=c", qop="auth,auth-int", , Basic',
      [
        ["Digest", "", { realm: "a, b=c", qop: "auth,auth-int" }],
        ["Basic", "", {}],
      ],
    ],
    ['Digest realm="never closed, nonce=x', [["Digest", "", { realm: "never closed, nonce=x" }]]],
    ["", []],
    [',,, "stray" ;', [["stray", "", {}]]],
    ["realm=lost", []],
    // A byte each character, as fields are read: UTF-8, and what is none.
    ['Basic realm="R\u00c3\u00a9alm"', [["Basic", "", { realm: "R\u00e9alm" }]]],
    ['Basic realm="R\u00e9alm"', [["Basic", "", { realm: "R\u00e9alm" }]]],
  ])("%j", (field, expected) => {
    expect(read(field)).toEqual(expected);
  });

  test("several fields are one list", () => {
    const all = readChallenges(['Digest nonce="a"', 'digest nonce="b"', "Basic"]);
    expect(challengesOf(all, "DIGEST").map((one) => parameterOf(one, "nonce"))).toEqual(["a", "b"]);
  });

  test("any text ends and throws nothing; what was quoted comes back", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        readChallenges([text]);
        const [one] = readChallenges([`Digest realm=${quoted(text)}, nonce="n"`]);
        expect(one === undefined ? null : parameterOf(one, "realm")).toBe(text);
        expect(one === undefined ? null : parameterOf(one, "nonce")).toBe("n");
      }),
      { numRuns: 300 },
    );
  });

  test("a long hostile field takes no long time", () => {
    for (const text of ['a="'.repeat(20_000), '\\"'.repeat(50_000), "a=,".repeat(30_000)])
      expect(readChallenges([`Digest ${text}`]).length).toBeGreaterThan(0);
  });
});
