import { constants, generateKeyPairSync, verify } from "node:crypto";
import { describe, expect, test } from "vitest";
import { newAuth } from "../../../shared/model/auth-fields.ts";
import {
  readComponents,
  signatureBase,
  type SignatureParameters,
  type SignedMessage,
  signatureParams,
  signMessage,
} from "./message-signature.ts";
import { signWithMessageSignature } from "./message-sign.ts";
import {
  created,
  ed25519,
  fixedVectors,
  lineVectors,
  parameters,
  pssVectors,
  request,
  rsaPss,
  sharedKey,
} from "./rfc9421.testing.ts";
import { fixedTools, outgoing } from "./signing.testing.ts";

function baseOf(
  components: string,
  over: Partial<SignatureParameters>,
  message: SignedMessage = request,
) {
  const read = readComponents(components);
  const params = signatureParams(read, parameters(over));
  return { params, base: signatureBase(read, message, params) };
}

describe("RFC 9421 Appendix B", () => {
  test.each(pssVectors)(
    "%s: our base, their rsa-pss-sha512 signature",
    (_, components, over, base, signature) => {
      expect(baseOf(components, over).base).toBe(base);
      const key = { key: rsaPss, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 };
      expect(verify("sha512", Buffer.from(base), key, Buffer.from(signature, "base64"))).toBe(true);
    },
  );

  test.each(fixedVectors)(
    "$section: $algorithm, to the byte",
    ({ components, over, message, algorithm, signature }) => {
      const { base } = baseOf(components, over, message);
      const key = algorithm === "ed25519" ? ed25519 : sharedKey;
      expect(signMessage(algorithm, key, base).toString("base64")).toBe(signature);
    },
  );

  test("B.2.6 through the scheme", async () => {
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
});

describe("RFC 9421 §2: each example", () => {
  test.each(lineVectors)("%s %#", (_, message, component, value) => {
    const [line] = baseOf(component, {}, message).base.split("\n");
    expect(line).toBe(`${component}: ${value}`);
  });
});

describe("components (RFC 9421 §2)", () => {
  const message = outgoing("GET", "http://Example.com:80/path?a=1&b=x%20y&c=%C3%A9&d", [
    ["X-Multi", " one "],
    ["x-multi", "two"],
    ["Sig", 'a=1, b=("x" "y");z, c=:aGk=:, d'],
    ["X-Words", "two words"],
    ["Cache-Control", "max-age=1,   max-age=2"],
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
    ['"sig";key="a";sf', "1"],
    ['"x-multi";sf', "one, two"],
    ['"cache-control";sf', "max-age=2"],
  ])("%s", (component, value) => {
    const [line = ""] = baseOf(component, {}, message).base.split("\n");
    expect(line.slice(line.indexOf(": ") + 2)).toBe(value);
  });

  test.each([
    ["x-absent", "signature-field"],
    ["@status", "signature-component"],
    ['"@method";req', "signature-parameter"],
    ['"x-multi";sf;bs', "signature-parameter"],
    ['"x-multi";key="a";bs', "signature-parameter"],
    ['"x-multi";req', "signature-parameter"],
    ['"x-multi";sf="a"', "signature-parameter"],
    ['"x-multi";key', "signature-parameter"],
    ['"x-multi";tr', "signature-field"],
    ['"x-words";sf', "signature-structured"],
    ['"x-words";key="a"', "signature-structured"],
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
    key: { type: "text" as const, value: sharedKey },
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
