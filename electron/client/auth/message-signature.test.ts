import { constants, createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { describe, expect, test } from "vitest";
import { newAuth } from "../../../shared/model/auth-fields.ts";
import {
  readComponents,
  signatureBase,
  type SignatureParameters,
  signatureParams,
  signMessage,
} from "./message-signature.ts";
import { signWithMessageSignature } from "./message-sign.ts";
import { fixedTools, outgoing } from "./signing.testing.ts";

// RFC 9421 Appendix B: keys, messages, bases and signatures.
const created = 1618884473;
const parameters = (over: Partial<SignatureParameters>): SignatureParameters => ({
  created,
  expires: null,
  keyId: "",
  nonce: "",
  tag: "",
  ...over,
});
const request = outgoing("POST", "https://example.com/foo?param=Value&Pet=dog", [
  ["Host", "example.com"],
  ["Date", "Tue, 20 Apr 2021 02:07:55 GMT"],
  ["Content-Type", "application/json"],
  [
    "Content-Digest",
    "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:",
  ],
  ["Content-Length", "18"],
]);
const rsaPss = createPublicKey({
  format: "jwk",
  key: {
    kty: "RSA",
    n: "r4tmm3r20Wd_PbqvP1s2-QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct-Lh1GH45x28Rw3Ry53mm-oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHqgDsznjPFmTOtCEcN2Z1FpWgchwuYLPL-Wokqltd11nqqzi-bJ9cvSKADYdUAAN5WUtzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4aOT9v6d-nb4bnNkQVklLQ3fVAvJm-xdDOp9LCNCN48V2pnDOkFV6-U9nV5oyc6XI2w",
    e: "AQAB",
  },
});
const ed25519 = JSON.stringify({
  kty: "OKP",
  crv: "Ed25519",
  d: "n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU",
  x: "JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs",
});
const shared =
  "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==";

function baseOf(components: string, over: Partial<SignatureParameters>, message = request) {
  const read = readComponents(components);
  const params = signatureParams(read, parameters(over));
  return { params, base: signatureBase(read, message, params) };
}

describe("RFC 9421 Appendix B", () => {
  const keyId = "test-key-rsa-pss";
  test.each<readonly [string, string, Partial<SignatureParameters>, string, string]>([
    [
      "B.2.1",
      "",
      { keyId, nonce: "b3k2pp5k7z-50gnwp.yemd" },
      `"@signature-params": ();created=1618884473;keyid="test-key-rsa-pss";nonce="b3k2pp5k7z-50gnwp.yemd"`,
      "d2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopemLJcWDy/lkbbHAve4cRAtx31Iq786U7it++wgGxbtRxf8Udx7zFZsckzXaJMkA7ChG52eSkFxykJeNqsrWH5S+oxNFlD4dzVuwe8DhTSja8xxbR/Z2cOGdCbzR72rgFWhzx2VjBqJzsPLMIQKhO4DGezXehhWwE56YCE+O6c0mKZsfxVrogUvA4HELjVKWmAvtl6UnCh8jYzuVG5WSb/QEVPnP5TmcAnLH1g+s++v6d4s8m0gCw1fV5/SITLq9mhho8K3+7EPYTU8IU1bLhdxO5Nyt8C8ssinQ98Xw9Q==",
    ],
    [
      "B.2.2",
      '@authority content-digest "@query-param";name="Pet"',
      { keyId, tag: "header-example" },
      `"@authority": example.com
"content-digest": sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:
"@query-param";name="Pet": dog
"@signature-params": ("@authority" "content-digest" "@query-param";name="Pet");created=1618884473;keyid="test-key-rsa-pss";tag="header-example"`,
      "LjbtqUbfmvjj5C5kr1Ugj4PmLYvx9wVjZvD9GsTT4F7GrcQEdJzgI9qHxICagShLRiLMlAJjtq6N4CDfKtjvuJyE5qH7KT8UCMkSowOB4+ECxCmT8rtAmj/0PIXxi0A0nxKyB09RNrCQibbUjsLS/2YyFYXEu4TRJQzRw1rLEuEfY17SARYhpTlaqwZVtR8NV7+4UKkjqpcAoFqWFQh62s7Cl+H2fjBSpqfZUJcsIk4N6wiKYd4je2U/lankenQ99PZfB4jY3I5rSV2DSBVkSFsURIjYErOs0tFTQosMTAoxk//0RoKUqiYY8Bh0aaUEb0rQl3/XaVe4bXTugEjHSw==",
    ],
    [
      "B.2.3",
      "date @method @path @query @authority content-type content-digest content-length",
      { keyId },
      `"date": Tue, 20 Apr 2021 02:07:55 GMT
"@method": POST
"@path": /foo
"@query": ?param=Value&Pet=dog
"@authority": example.com
"content-type": application/json
"content-digest": sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:
"content-length": 18
"@signature-params": ("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-rsa-pss"`,
      "bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768ZrCUb38K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5fTIztsDZKEgM4cUA==",
    ],
  ])("%s: our base, their rsa-pss-sha512 signature", (_, components, over, base, signature) => {
    expect(baseOf(components, over).base).toBe(base);
    const key = { key: rsaPss, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 };
    expect(verify("sha512", Buffer.from(base), key, Buffer.from(signature, "base64"))).toBe(true);
  });

  test("B.2.5: hmac-sha256, to the byte", () => {
    const { base } = baseOf("date @authority content-type", { keyId: "test-shared-secret" });
    expect(signMessage("hmac-sha256", shared, base).toString("base64")).toBe(
      "pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=",
    );
  });

  test("B.2.6: ed25519, to the byte, through the scheme", async () => {
    const auth = {
      ...newAuth("message-signature"),
      algorithm: "ed25519" as const,
      keyId: "test-key-ed25519",
      key: { type: "text" as const, value: ed25519 },
      label: "sig-b26",
      components: '"date" "@method" "@path" "@authority" "content-type" "content-length"',
    };
    const { fields } = await signWithMessageSignature(auth, fixedTools(created * 1000))(request);
    expect(fields).toEqual([
      {
        name: "Signature-Input",
        value:
          'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
      },
      {
        name: "Signature",
        value:
          "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:",
      },
    ]);
  });

  test("B.4: fields of one name are joined", () => {
    const two = outgoing("GET", "https://example.org/demo?name1=Value1&Name2=value2", [
      ["Host", "example.org"],
      ["Accept", "application/json"],
      ["Accept", "*/*"],
    ]);
    const { base } = baseOf("@method @path @authority accept", { keyId: "test-key-ed25519" }, two);
    expect(signMessage("ed25519", ed25519, base).toString("base64")).toBe(
      "ZT1kooQsEHpZ0I1IjCqtQppOmIqlJPeo7DHR3SoMn0s5JZ1eRGS0A+vyYP9t/LXlh5QMFFQ6cpLt2m0pmj3NDA==",
    );
  });
});

describe("components (RFC 9421 §2)", () => {
  const message = outgoing("GET", "http://Example.com:80/path?a=1&b=x%20y&c=%C3%A9&d", [
    ["X-Multi", " one "],
    ["x-multi", "two"],
    ["Sig", 'a=1, b=("x" "y");z, c=:aGk=:, d'],
  ]);
  test.each([
    ["@method", "GET"],
    ["@target-uri", "http://example.com/path?a=1&b=x%20y&c=%C3%A9&d"],
    ["@authority", "example.com"],
    ["@scheme", "http"],
    ["@request-target", "/path?a=1&b=x%20y&c=%C3%A9&d"],
    ["@path", "/path"],
    ["@query", "?a=1&b=x%20y&c=%C3%A9&d"],
    ['"@query-param";name="b"', "x%20y"],
    ['"@query-param";name="c"', "%C3%A9"],
    ['"@query-param";name="d"', ""],
    ["x-multi", "one, two"],
    ['"x-multi";bs', ":IG9uZSA=:, :dHdv:".replace("IG9uZSA=", "b25l")],
    ['"sig";key="a"', "1"],
    ['"sig";key="b"', '("x" "y");z'],
    ['"sig";key="c"', ":aGk=:"],
    ['"sig";key="d"', "?1"],
  ])("%s", (component, value) => {
    const [line = ""] = baseOf(component, {}, message).base.split("\n");
    expect(line.slice(line.indexOf(": ") + 2)).toBe(value);
  });

  test.each([
    ["x-absent", "signature-field"],
    ["@status", "signature-component"],
    ['"@method";req', "signature-parameter"],
    ['"x-multi";sf', "signature-parameter"],
    ['"@query-param"', "signature-query-name"],
    ['"@query-param";name="zz"', "signature-query-param"],
    ['"sig";key="zz"', "signature-member"],
    ["@method @method", "signature-twice"],
    ['"unclosed', "signature-components"],
  ])("%s is refused", (component, code) => {
    try {
      baseOf(component, {}, message);
      expect.unreachable();
    } catch (thrown) {
      expect(thrown).toMatchObject({ failure: { code, kind: "input" } });
    }
  });

  test("separators are the person's choice", () => {
    const names = (text: string) => readComponents(text).map(({ name }) => name);
    for (const text of ["@method date", "@method,date", '("@method" "date")', " @method\n\tDate "])
      expect(names(text)).toEqual(["@method", "date"]);
  });
});

describe("algorithms", () => {
  const pem = (key: { export(options: { type: "pkcs8"; format: "pem" }): string | Buffer }) =>
    key.export({ type: "pkcs8", format: "pem" }).toString();
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const p256 = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const p384 = generateKeyPairSync("ec", { namedCurve: "P-384" });
  const base = Buffer.from("base");
  test.each([
    ["rsa-v1_5-sha256", rsa, "sha256", {}],
    ["rsa-pss-sha512", rsa, "sha512", { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 }],
    ["ecdsa-p256-sha256", p256, "sha256", { dsaEncoding: "ieee-p1363" as const }],
    ["ecdsa-p384-sha384", p384, "sha384", { dsaEncoding: "ieee-p1363" as const }],
  ] as const)("%s", (algorithm, pair, hash, options) => {
    const signature = signMessage(algorithm, pem(pair.privateKey), "base");
    expect(verify(hash, base, { key: pair.publicKey, ...options }, signature)).toBe(true);
  });

  test("a key on the wrong curve, a shared key that is none", () => {
    expect(() => signMessage("ecdsa-p256-sha256", pem(p384.privateKey), "")).toThrow(/curve/);
    expect(() => signMessage("hmac-sha256", "not base64!", "")).toThrow(/base64/);
  });
});

test("Content-Digest is made, covered, and not made twice (RFC 9530)", async () => {
  const auth = {
    ...newAuth("message-signature"),
    algorithm: "hmac-sha256" as const,
    key: { type: "text" as const, value: shared },
    components: "content-digest",
    digest: "sha-256" as const,
    expires: "60",
  };
  const sign = signWithMessageSignature(auth, fixedTools(created * 1000));
  const { fields, note } = await sign(outgoing("POST", "http://h/", [], '{"hello": "world"}'));
  // RFC 9530 Appendix B.1 without the line feed.
  expect(fields[0]).toMatchObject({
    name: "Content-Digest",
    value: "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:",
  });
  expect(fields[1]?.value).toContain(`;expires=${created + 60}`);
  expect(note?.facts[1]?.[1]).toContain('"content-digest": sha-256=:X48E9');
  const typed = await sign(outgoing("POST", "http://h/", [["content-digest", "mine"]], "x"));
  expect(typed.fields.map(({ name }) => name)).toEqual(["Signature-Input", "Signature"]);
});

test("a label with a capital, which no parser takes, is refused", async () => {
  const auth = { ...newAuth("message-signature"), label: "Sig" };
  await expect(
    signWithMessageSignature(auth, fixedTools(0))(outgoing("GET", "http://h/")),
  ).rejects.toMatchObject({ failure: { code: "signature-label" } });
});
