import { createHash, generateKeyPairSync, verify } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { newAuth } from "../../../shared/model/auth-fields.ts";
import { oauth1Base, oauth1Signature, type OAuth1Parameters } from "./oauth1.ts";
import { signOAuth1 } from "./oauth1-sign.ts";
import { fixedTools, outgoing } from "./signing.testing.ts";

test("the base string of RFC 5849 §3.4.1.1", () => {
  expect(
    oauth1Base("post", "http://example.com/request", [
      ["b5", "=%3D"],
      ["a3", "a"],
      ["c@", ""],
      ["a2", "r b"],
      ["oauth_consumer_key", "9djdj82h48djs9d2"],
      ["oauth_token", "kkk9d7dh3k39sjv7"],
      ["oauth_signature_method", "HMAC-SHA1"],
      ["oauth_timestamp", "137131201"],
      ["oauth_nonce", "7d8f3e4a"],
      ["c2", ""],
      ["a3", "2 q"],
    ]),
  ).toBe(
    "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7",
  );
});

const vectors = "../shared/suites/rfc-vectors/vectors.json";
if (!existsSync(vectors))
  console.log("oauth1.test: the shared vectors are not there, so not tried");
test.skipIf(!existsSync(vectors))("every shared OAuth 1 vector", () => {
  const { oauth1 } = JSON.parse(readFileSync(vectors, "utf8")) as {
    oauth1: {
      method?: string;
      base_uri?: string;
      params?: OAuth1Parameters;
      consumer_secret?: string;
      token_secret?: string;
      base_string: string;
      signature?: string;
    }[];
  };
  const whole = oauth1.filter((one) => one.params !== undefined);
  expect(whole.length).toBeGreaterThan(2);
  for (const one of whole) {
    const base = oauth1Base(one.method ?? "", one.base_uri ?? "", one.params ?? []);
    expect(base).toBe(one.base_string);
    const signature = oauth1Signature("HMAC-SHA1", base, {
      consumerSecret: one.consumer_secret ?? "",
      tokenSecret: one.token_secret ?? "",
      privateKey: "",
    });
    expect(signature).toBe(one.signature);
  }
});

const auth = {
  ...newAuth("oauth1"),
  consumerKey: "dpf43f3p2l4k3l03",
  consumerSecret: "kd94hf93k423kf44",
  accessToken: "nnch734d00sl2jdk",
  accessTokenSecret: "pfkkdhi9sl3r4s00",
  timestamp: "137131202",
  nonce: "chapoH",
  realm: "Photos",
  version: "",
};
const tools = fixedTools(0);
const photos = "http://photos.example.net/photos?file=vacation.jpg&size=original";

describe("placements", () => {
  test("the whole header of RFC 5849 §1.2", async () => {
    const { fields } = await signOAuth1(auth, tools)(outgoing("GET", photos));
    expect(fields).toEqual([
      {
        name: "Authorization",
        value:
          'OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03", oauth_token="nnch734d00sl2jdk", ' +
          'oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131202", oauth_nonce="chapoH", ' +
          'oauth_signature="MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D"',
      },
    ]);
  });

  test("the query", async () => {
    const { fields, url } = await signOAuth1(
      { ...auth, placement: "query" },
      tools,
    )(outgoing("GET", photos));
    expect(fields).toEqual([]);
    expect(url?.target).toMatch(
      /^\/photos\?file=vacation\.jpg&size=original&oauth_consumer_key=.*&oauth_signature=MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D$/,
    );
  });

  test("a form, whose fields are signed too", async () => {
    const type = ["Content-Type", "application/x-www-form-urlencoded; charset=utf-8"] as const;
    const form = outgoing("POST", "http://photos.example.net/", [type], "a=1&b=x+y");
    const { body, bodyContentType } = await signOAuth1({ ...auth, placement: "body" }, tools)(form);
    let text = "";
    for await (const part of body?.open() ?? []) text += Buffer.from(part).toString();
    expect(bodyContentType).toBe("application/x-www-form-urlencoded");
    expect(text).toMatch(/^a=1&b=x\+y&oauth_consumer_key=.*&oauth_signature=[A-Za-z0-9%]+$/);
    const { fields } = await signOAuth1(auth, tools)(form);
    const other = await signOAuth1(auth, tools)({ ...form, body: null });
    expect(fields).not.toEqual(other.fields);
    const inBody = /oauth_signature=([^&]+)$/.exec(text)?.[1] ?? "";
    expect(fields[0]?.value).toContain(`oauth_signature="${inBody}"`);
  });

  test("no form, no place in the body", async () => {
    const json = outgoing("POST", "http://h/", [["Content-Type", "application/json"]], "{}");
    await expect(signOAuth1({ ...auth, placement: "body" }, tools)(json)).rejects.toMatchObject({
      failure: { code: "auth-oauth1-body" },
    });
  });
});

describe("methods", () => {
  test.each(["RSA-SHA1", "RSA-SHA256", "RSA-SHA512"] as const)("%s", async (signatureMethod) => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const { fields, note } = await signOAuth1(
      { ...auth, signatureMethod, privateKey: { type: "text", value: pem } },
      tools,
    )(outgoing("GET", photos));
    const base = oauth1Base("GET", "http://photos.example.net/photos", [
      ["file", "vacation.jpg"],
      ["size", "original"],
      ["oauth_consumer_key", auth.consumerKey],
      ["oauth_token", auth.accessToken],
      ["oauth_signature_method", signatureMethod],
      ["oauth_timestamp", auth.timestamp],
      ["oauth_nonce", auth.nonce],
    ]);
    const coded = /oauth_signature="([^"]+)"/.exec(fields[0]?.value ?? "")?.[1] ?? "";
    const signature = Buffer.from(decodeURIComponent(coded), "base64");
    const hash = signatureMethod.replace("RSA-SHA", "sha");
    expect(verify(hash, Buffer.from(base), publicKey, signature)).toBe(true);
    expect(JSON.stringify(note)).not.toContain(auth.accessToken);
  });

  test.each([
    ["HMAC-SHA1", 20],
    ["HMAC-SHA256", 32],
    ["HMAC-SHA512", 64],
  ] as const)("%s", (method, size) => {
    const keys = { consumerSecret: "a", tokenSecret: "", privateKey: "" };
    expect(Buffer.from(oauth1Signature(method, "x", keys), "base64")).toHaveLength(size);
  });

  test("PLAINTEXT is both secrets, each encoded (RFC 5849 §3.4.4)", () => {
    const keys = {
      consumerSecret: "djr9rjt0jd78jf88",
      tokenSecret: "jjd99$tj88uiths3",
      privateKey: "",
    };
    expect(oauth1Signature("PLAINTEXT", "", keys)).toBe("djr9rjt0jd78jf88&jjd99%24tj88uiths3");
  });
});

test("a body hash covers what is no form", async () => {
  const sign = signOAuth1({ ...auth, includeBodyHash: true }, tools);
  const text = "Hello World!";
  const { fields } = await sign(
    outgoing("PUT", "http://h/", [["Content-Type", "text/plain"]], text),
  );
  const hash = createHash("sha1").update(text).digest("base64");
  // The example of the Request Body Hash draft.
  expect(hash).toBe("Lve95gjOVATpfV8EL5X4nxwjKHE=");
  expect(fields[0]?.value).toContain(`oauth_body_hash="${encodeURIComponent(hash)}"`);
  const form = await sign(
    outgoing("POST", "http://h/", [["Content-Type", "application/x-www-form-urlencoded"]], "a=b"),
  );
  expect(form.fields[0]?.value).not.toContain("body_hash");
});
