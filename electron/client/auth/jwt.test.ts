import { constants, createHmac, createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { JwsAlgorithm } from "../../../shared/model/auth.ts";
import { newAuth } from "../../../shared/model/auth-fields.ts";
import { jwsSignature, signJws } from "./jws.ts";
import { signAsap, signJwtBearer } from "./jwt.ts";
import { fixedTools, outgoing } from "./signing.testing.ts";

const text = (value: string) => ({ type: "text", value }) as const;
const pem = (key: { export(options: { type: "pkcs8"; format: "pem" }): string | Buffer }) =>
  key.export({ type: "pkcs8", format: "pem" }).toString();
const decode = (part: string | undefined) =>
  JSON.parse(Buffer.from(part ?? "", "base64url").toString()) as Record<string, unknown>;

test("HS256: RFC 7515 A.1", () => {
  const secret = Buffer.from(
    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
    "base64url",
  );
  const input = Buffer.from(
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
  );
  expect(jwsSignature("HS256", input, { secret, privateKey: "" }).toString("base64url")).toBe(
    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
  );
});

test("EdDSA: RFC 8037 A.4, the key as a JWK", () => {
  const privateKey = JSON.stringify({
    kty: "OKP",
    crv: "Ed25519",
    d: "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
  });
  const input = Buffer.from("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc");
  const made = jwsSignature("EdDSA", input, { secret: Buffer.alloc(0), privateKey });
  expect(made.toString("base64url")).toBe(
    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
  );
});

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const curve = (namedCurve: string) => generateKeyPairSync("ec", { namedCurve });
const keys = {
  RS: rsa,
  PS: rsa,
  ES256: curve("P-256"),
  ES384: curve("P-384"),
  ES512: curve("P-521"),
  EdDSA: generateKeyPairSync("ed25519"),
};

describe("what is signed can be checked", () => {
  const algorithms: readonly JwsAlgorithm[] = [
    "HS256",
    "HS384",
    "HS512",
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
  ];
  test.each(algorithms)("%s", (algorithm) => {
    const pair = Object.entries(keys).find(([name]) => algorithm.startsWith(name))?.[1];
    const secret = Buffer.from("a shared secret");
    const token = signJws(algorithm, { kid: "k" }, '{"sub":"é"}', {
      secret,
      privateKey: pair === undefined ? "" : pem(pair.privateKey),
    });
    const [head, payload, signature = ""] = token.split(".");
    expect(decode(head)).toEqual({ alg: algorithm, typ: "JWT", kid: "k" });
    expect(decode(payload)).toEqual({ sub: "é" });
    const input = Buffer.from(`${head}.${payload}`);
    const bytes = Buffer.from(signature, "base64url");
    const hash = `sha${algorithm.slice(2)}`;
    if (pair === undefined) {
      expect(bytes).toEqual(createHmac(hash, secret).update(input).digest());
      return;
    }
    const key = {
      key: createPublicKey(pair.privateKey),
      ...(algorithm.startsWith("PS")
        ? {
            padding: constants.RSA_PKCS1_PSS_PADDING,
            saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
          }
        : {}),
      dsaEncoding: "ieee-p1363" as const,
    };
    expect(verify(algorithm === "EdDSA" ? null : hash, input, key, bytes)).toBe(true);
  });
});

describe("keys that do not fit say why, and never show themselves", () => {
  const encrypted = rsa.privateKey.export({
    type: "pkcs8",
    format: "pem",
    cipher: "aes-256-cbc",
    passphrase: "p",
  });
  test.each<readonly [string, JwsAlgorithm, string, string]>([
    ["none", "RS256", "", "auth-key-missing"],
    [
      "public",
      "RS256",
      rsa.publicKey.export({ type: "spki", format: "pem" }).toString(),
      "auth-key-public",
    ],
    ["encrypted", "RS256", encrypted.toString(), "auth-key-encrypted"],
    ["rubbish", "RS256", "not a key", "auth-key-unreadable"],
    ["half a JWK", "RS256", '{"kty":"RSA"}', "auth-key-unreadable"],
    ["of another kind", "ES256", pem(rsa.privateKey), "auth-key-kind"],
    ["on another curve", "ES256", pem(keys.ES384.privateKey), "auth-key-curve"],
  ])("%s", (_, algorithm, privateKey, code) => {
    try {
      signJws(algorithm, {}, "{}", { secret: Buffer.alloc(0), privateKey });
      expect.unreachable();
    } catch (thrown) {
      expect(thrown).toMatchObject({ failure: { kind: "input", code, place: "auth" } });
      if (privateKey !== "") expect(JSON.stringify(thrown)).not.toContain(privateKey.slice(0, 40));
    }
  });

  test("line breaks that became \\n or spaces are mended; PKCS#1 and SEC 1 are read", () => {
    const whole = pem(rsa.privateKey);
    const spellings = [
      whole.trim().replaceAll("\n", "\\n"),
      whole.trim().replaceAll("\n", " "),
      rsa.privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
    ];
    const expected = signJws("RS256", {}, "{}", { secret: Buffer.alloc(0), privateKey: whole });
    for (const privateKey of spellings)
      expect(signJws("RS256", {}, "{}", { secret: Buffer.alloc(0), privateKey })).toBe(expected);
    const sec1 = keys.ES256.privateKey.export({ type: "sec1", format: "pem" }).toString();
    expect(
      jwsSignature("ES256", Buffer.from("x"), { secret: Buffer.alloc(0), privateKey: sec1 }),
    ).toHaveLength(64);
  });
});

describe("JWT bearer", () => {
  const auth = { ...newAuth("jwt"), secret: "s", claims: '{"sub": "ana"}' };
  const tools = fixedTools(1_000_000);
  const of = async (over: Partial<typeof auth>) =>
    await signJwtBearer({ ...auth, ...over }, tools)(outgoing("GET", "http://h/?a=1"));

  test("times are added, what was typed counts more", async () => {
    const { fields, note } = await of({ header: '{"kid": "1"}' });
    const [head, claims] = (fields[0]?.value ?? "").replace("Bearer ", "").split(".");
    expect(decode(head)).toEqual({ alg: "HS256", typ: "JWT", kid: "1" });
    expect(decode(claims)).toEqual({ iat: 1000, exp: 1300, sub: "ana" });
    expect(note?.facts).toContainEqual(["claims", "iat exp sub"]);
    const own = await of({ claims: '{"exp": 5}', lifetime: "10" });
    expect(decode(own.fields[0]?.value.split(".")[1])).toEqual({ iat: 1000, exp: 5 });
    const none = await of({ lifetime: "" });
    expect(decode(none.fields[0]?.value.split(".")[1])).toEqual({ sub: "ana" });
  });

  test("in the query, with another prefix, with a secret in base64", async () => {
    const query = await of({ placement: "query", queryName: "jwt" });
    expect(query.fields).toEqual([]);
    expect(query.url?.target).toMatch(/^\/\?a=1&jwt=ey/);
    expect((await of({ prefix: "" })).fields[0]?.value).toMatch(/^ey/);
    const coded = await of({ secret: Buffer.from("s").toString("base64"), secretBase64: true });
    expect(coded.fields).toEqual((await of({})).fields);
  });

  test.each(["[]", "null", "{", "1"])("claims %s are refused", async (claims) => {
    await expect(of({ claims })).rejects.toMatchObject({ failure: { code: "auth-json" } });
  });

  test("a lifetime that is no number is refused", async () => {
    await expect(of({ lifetime: "1h" })).rejects.toMatchObject({
      failure: { code: "auth-seconds" },
    });
  });
});

test("ASAP: issuer, audience, a new id, at most an hour", async () => {
  const auth = {
    ...newAuth("asap"),
    issuer: "svc",
    audience: "a, b",
    keyId: "svc/1",
    privateKey: text(pem(rsa.privateKey)),
    claims: '{"extra": true}',
    lifetime: "9999",
  };
  const { fields } = await signAsap(auth, fixedTools(1_000_000))(outgoing("GET", "http://h/"));
  const [head, claims] = (fields[0]?.value ?? "").replace("Bearer ", "").split(".");
  expect(decode(head)).toMatchObject({ alg: "RS256", kid: "svc/1" });
  expect(decode(claims)).toEqual({
    iss: "svc",
    aud: ["a", "b"],
    jti: "aa".repeat(16),
    iat: 1000,
    exp: 4600,
    extra: true,
  });
});
