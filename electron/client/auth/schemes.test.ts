import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { newAuth } from "../../../shared/model/auth-fields.ts";
import { awsPlace } from "./aws-place.ts";
import { signAws } from "./aws.ts";
import { signEdgeGrid } from "./edgegrid-sign.ts";
import { edgeGrid } from "./edgegrid.ts";
import { hawkHeader, hawkMac, hawkNormalized, hawkPayloadHash, type HawkInput } from "./hawk.ts";
import { signHawk } from "./hawk-sign.ts";
import { signerOf } from "./signer.ts";
import { fixedTools, outgoing } from "./signing.testing.ts";
import { wsse } from "./wsse.ts";

// The example of Atom's UsernameToken, and what npm's wsse gives for the other two (nonceBase64, sha1encoding: "hex").
test.each([
  ["atom", "quR/EWLAV4xLf9Zqyw4pDmfV9OY=", "d36e316282959a9ed4c89851497a717f"],
  ["base64", "quR/EWLAV4xLf9Zqyw4pDmfV9OY=", "ZDM2ZTMxNjI4Mjk1OWE5ZWQ0Yzg5ODUxNDk3YTcxN2Y="],
  [
    "hex",
    "YWFlNDdmMTE2MmMwNTc4YzRiN2ZkNjZhY2IwZTI5MGU2N2Q1ZjRlNg==",
    "d36e316282959a9ed4c89851497a717f",
  ],
] as const)("WSSE, %s", (dialect, digest, nonce) => {
  const bob = { username: "bob", password: "taadtaadpstcsm", dialect };
  expect(wsse(bob, "d36e316282959a9ed4c89851497a717f", "2003-12-15T14:43:07Z")).toBe(
    `UsernameToken Username="bob", PasswordDigest="${digest}", Nonce="${nonce}", Created="2003-12-15T14:43:07Z"`,
  );
});

describe("Hawk: the examples of its API documentation", () => {
  const input: HawkInput = {
    algorithm: "sha256",
    key: "werxhqb98rpaxn39848xrunpaw3489ruxnpa98w4rxn",
    timestamp: "1353832234",
    nonce: "j4h3g2",
    method: "GET",
    target: "/resource/1?b=1&a=2",
    host: "Example.com",
    port: 8000,
    hash: "",
    ext: "some-app-ext-data",
    app: "",
    dlg: "",
  };
  test("a request", () => {
    expect(hawkNormalized(input)).toBe(
      "hawk.1.header\n1353832234\nj4h3g2\nGET\n/resource/1?b=1&a=2\nexample.com\n8000\n\nsome-app-ext-data\n",
    );
    expect(hawkMac(input)).toBe("6R4rV5iE+NPoym+WwjeHzjAGXUtLNIxmo1vpMofpLAE=");
    expect(hawkHeader("dh37fgj492je", input)).toBe(
      'Hawk id="dh37fgj492je", ts="1353832234", nonce="j4h3g2", ext="some-app-ext-data", mac="6R4rV5iE+NPoym+WwjeHzjAGXUtLNIxmo1vpMofpLAE="',
    );
  });

  test("a payload, through the scheme", async () => {
    const hash = hawkPayloadHash("sha256", "text/plain", "Thank you for flying Hawk");
    expect(hash).toBe("Yi9LfIIFRtBEPt74PVmbTF/xVAwPn7ub15ePICfgnuY=");
    expect(hawkMac({ ...input, method: "POST", hash })).toBe(
      "aSe1DERmZuRl3pI36/9BdZmnErTw3sNzOOAUlfeKjVw=",
    );
    const auth = {
      ...newAuth("hawk"),
      id: "dh37fgj492je",
      key: input.key,
      ext: input.ext,
      nonce: input.nonce,
      includePayloadHash: true,
    };
    const { fields } = await signHawk(
      auth,
      fixedTools(1353832234_000),
    )(
      outgoing(
        "POST",
        "http://example.com:8000/resource/1?b=1&a=2",
        [["content-type", "Text/Plain; charset=utf-8"]],
        "Thank you for flying Hawk",
      ),
    );
    expect(fields[0]?.value).toContain('mac="aSe1DERmZuRl3pI36/9BdZmnErTw3sNzOOAUlfeKjVw="');
  });

  test("app and dlg are two more lines, a line break in ext is none", () => {
    const more = hawkNormalized({ ...input, ext: "a\\b\nc", app: "A", dlg: "D" });
    expect(more).toMatch(/\na\\\\b\\nc\nA\nD\n$/);
  });
});

describe("Akamai EdgeGrid: the test data of Akamai's own clients", () => {
  const base = {
    clientToken: "akab-client-token-xxx-xxxxxxxxxxxxxxxx",
    accessToken: "akab-access-token-xxx-xxxxxxxxxxxxxxxx",
    clientSecret: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx=",
    timestamp: "20140321T19:34:21+0000",
    nonce: "nonce-xx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
  };
  const host = "https://akaa-baseurl-xxxxxxxxxxx-xxxxxxxxxxxxx.luna.akamaiapis.net";
  const expected = (signature: string) =>
    `EG1-HMAC-SHA256 client_token=${base.clientToken};access_token=${base.accessToken};timestamp=${base.timestamp};nonce=${base.nonce};signature=${signature}`;
  test.each<
    readonly [string, string, string | null, readonly (readonly [string, string])[], string, string]
  >([
    ["GET", "/", null, [], "", "tL+y4hxyHxgWVD30X3pWnGKHcPzmrIF+LThiAOhMxYU="],
    [
      "GET",
      "/testapi/v1/t1?p1=1&p2=2",
      null,
      [],
      "",
      "hKDH1UlnQySSHjvIcZpDMbQHihTQ0XyVAKZaApabdeA=",
    ],
    [
      "POST",
      "/testapi/v1/t3",
      "data".repeat(8),
      [],
      "",
      "hXm4iCxtpN22m4cbZb4lVLW5rhX8Ca82vCFqXzSTPe4=",
    ],
    [
      "POST",
      "/testapi/v1/t3",
      "d".repeat(2048),
      [],
      "",
      "6Q6PiTipLae6n4GsSIDTCJ54bEbHUBp+4MUXrbQCBoY=",
    ],
    [
      "POST",
      "/testapi/v1/t3",
      "d".repeat(2049),
      [],
      "",
      "6Q6PiTipLae6n4GsSIDTCJ54bEbHUBp+4MUXrbQCBoY=",
    ],
    ["POST", "/testapi/v1/t6", "", [], "", "1gEDxeQGD5GovIkJJGcBaKnZ+VaPtrc4qBUHixjsPCQ="],
    [
      "PUT",
      "/testapi/v1/t6",
      "P".repeat(31),
      [],
      "",
      "GNBWEYSEWOLtu+7dD52da2C39aX/Jchpon3K/AmBqBU=",
    ],
    [
      "GET",
      "/testapi/v1/t4",
      null,
      [["X-Test1", "test-simple-header"]],
      "X-Test1",
      "8F9AybcRw+PLxnvT+H0JRkjROrrUgsxJTnRXMzqvcwY=",
    ],
    [
      "GET",
      "/testapi/v1/t4",
      null,
      [["X-Test1", '"     test-header-with-spaces     "']],
      "X-Test1",
      "ucq2AbjCNtobHfCTuS38fdkl5UDdWHZhQX46fYR8CqI=",
    ],
    [
      "GET",
      "/testapi/v1/t4",
      null,
      [["X-Test1", "     first-thing      second-thing"]],
      "X-Test1",
      "WtnneL539UadAAOJwnsXvPqT4Kt6z7HMgBEwAFpt3+c=",
    ],
  ])("%s %s", async (method, path, body, headers, headersToSign, signature) => {
    const auth = { ...newAuth("akamai-edgegrid"), ...base, headersToSign, maxBodySize: "2048" };
    const { fields } = await signEdgeGrid(
      auth,
      fixedTools(0),
    )(outgoing(method, host + path, headers, body));
    expect(fields).toEqual([{ name: "Authorization", value: expected(signature) }]);
  });

  test("by the clock, a new id each time, for the host that was named", async () => {
    const { nonce: _, timestamp: __, ...keys } = base;
    const auth = { ...newAuth("akamai-edgegrid"), ...keys, baseUrl: "https://real.example/" };
    const { fields, note } = await signEdgeGrid(
      auth,
      fixedTools(Date.UTC(2014, 2, 21, 19, 34, 21)),
    )(outgoing("GET", "http://127.0.0.1:1/a"));
    expect(fields[0]?.value).toContain(
      "timestamp=20140321T19:34:21+0000;nonce=aaaaaaaa-aaaa-4aaa-aaaa-",
    );
    const shown = note?.facts.find(([name]) => name === "base-string")?.[1] ?? "";
    expect(shown).toMatch(/^GET\thttps\treal\.example\t\/a\t/);
    expect(shown).not.toContain(base.clientToken);
    const made = edgeGrid({
      ...base,
      method: "GET",
      scheme: "https",
      host: "h",
      target: "/",
      headers: [],
      contentHash: "",
    });
    expect(made.value).toContain("signature=");
  });
});

describe("AWS", () => {
  test.each([
    ["bucket.s3.eu-west-1.amazonaws.com", "s3", "eu-west-1"],
    ["s3.amazonaws.com", "s3", "us-east-1"],
    ["s3-us-west-2.amazonaws.com", "s3", "us-west-2"],
    ["bucket.s3.dualstack.ap-south-1.amazonaws.com", "s3", "ap-south-1"],
    ["abc.execute-api.eu-central-1.amazonaws.com", "execute-api", "eu-central-1"],
    ["iam.amazonaws.com", "iam", "us-east-1"],
    ["dynamodb.us-gov-west-1.amazonaws.com", "dynamodb", "us-gov-west-1"],
    ["x.lambda-url.us-east-1.on.aws", "lambda", "us-east-1"],
    ["ec2.cn-north-1.amazonaws.com.cn", "ec2", "cn-north-1"],
    ["email.us-east-1.amazonaws.com", "ses", "us-east-1"],
    ["lambda.eu-west-3.api.aws", "lambda", "eu-west-3"],
  ])("%s is %s in %s", (host, service, region) => {
    expect(awsPlace({ service: "", region: "" }, host)).toEqual({ service, region });
    expect(awsPlace({ service: "a", region: "b" }, host)).toEqual({ service: "a", region: "b" });
  });

  test("what no host says must be typed", () => {
    expect(() => awsPlace({ service: "s3", region: "" }, "localhost")).toThrow(/region/);
    expect(() => awsPlace({ service: "", region: "r" }, "localhost")).toThrow(/service/);
  });

  const auth = {
    ...newAuth("awsv4"),
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    region: "us-east-1",
    service: "service",
  };
  const tools = fixedTools(Date.UTC(2015, 7, 30, 12, 36));
  const names = (fields: readonly { readonly name: string }[]) => fields.map(({ name }) => name);

  test("get-vanilla of AWS's suite, as sent", async () => {
    const { fields } = await signAws(auth, tools)(outgoing("GET", "http://example.amazonaws.com/"));
    expect(fields).toEqual([
      { name: "X-Amz-Date", value: "20150830T123600Z" },
      {
        name: "Authorization",
        value:
          "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
      },
    ]);
  });

  test("get-vanilla in the query", async () => {
    const { fields, url } = await signAws(
      { ...auth, placement: "query", expires: "3600" },
      tools,
    )(outgoing("GET", "http://example.amazonaws.com/"));
    expect(fields).toEqual([]);
    expect(url?.target).toContain("X-Amz-Expires=3600");
    expect(url?.target).toMatch(
      /&X-Amz-Signature=e93c787ed7f371d5c6b165c1b38ede9550f4dce4144713e844b25b7192d3865d$/,
    );
  });

  test("a token is signed, sent, and not shown in the explanation", async () => {
    const { fields, note } = await signAws(
      { ...auth, sessionToken: "T0KEN" },
      tools,
    )(outgoing("GET", "http://example.amazonaws.com/"));
    expect(names(fields)).toEqual(["X-Amz-Date", "X-Amz-Security-Token", "Authorization"]);
    expect(fields[2]?.value).toContain("SignedHeaders=host;x-amz-date;x-amz-security-token");
    expect(JSON.stringify(note)).not.toContain("T0KEN");
    const query = await signAws(
      { ...auth, sessionToken: "T0KEN", placement: "query" },
      tools,
    )(outgoing("GET", "http://example.amazonaws.com/"));
    expect(JSON.stringify(query.note)).not.toContain("T0KEN");
    expect(query.url?.target).toContain("X-Amz-Security-Token=T0KEN");
  });

  test("S3 gets the hash of the body, or UNSIGNED-PAYLOAD; others only when unsigned", async () => {
    const hash = createHash("sha256").update("hi").digest("hex");
    const put = outgoing("PUT", "http://h/k", [], "hi");
    const value = async (over: Partial<typeof auth>) =>
      (await signAws({ ...auth, ...over }, tools)(put)).fields.find(
        ({ name }) => name === "X-Amz-Content-Sha256",
      )?.value;
    expect(await value({ service: "s3" })).toBe(hash);
    expect(await value({ service: "s3", payload: "unsigned" })).toBe("UNSIGNED-PAYLOAD");
    expect(await value({ payload: "unsigned" })).toBe("UNSIGNED-PAYLOAD");
    expect(await value({})).toBeUndefined();
  });

  test("a date and a hash somebody typed are the ones that are signed", async () => {
    const { fields } = await signAws(
      { ...auth, service: "s3" },
      tools,
    )(
      outgoing("GET", "http://h/", [
        ["X-Amz-Date", "20130524T000000Z"],
        ["x-amz-content-sha256", "UNSIGNED-PAYLOAD"],
      ]),
    );
    expect(names(fields)).toEqual(["Authorization"]);
    expect(fields[0]?.value).toContain("/20130524/us-east-1/s3/aws4_request");
  });

  test("without keys nothing is sent", async () => {
    await expect(
      signAws(newAuth("awsv4"), tools)(outgoing("GET", "http://s3.amazonaws.com/")),
    ).rejects.toMatchObject({ failure: { code: "auth-aws-keys" } });
  });

  test("a large body is hashed in blocks, once read as a whole", async () => {
    let opened = 0;
    const block = Buffer.alloc(1 << 20, 7);
    const body = {
      length: 64 << 20,
      replayable: true,
      async *open() {
        opened += 1;
        for (let index = 0; index < 64; index += 1) yield block;
      },
    };
    await signAws({ ...auth, service: "s3" }, tools)({ ...outgoing("PUT", "http://h/"), body });
    expect(opened).toBe(1);
    await expect(
      signAws(
        auth,
        tools,
      )({ ...outgoing("PUT", "http://h/"), body: { ...body, replayable: false } }),
    ).rejects.toMatchObject({ failure: { code: "auth-body-once" } });
  });
});

test("a key in a header leaves room for the URL's login, a scheme in the query too", async () => {
  const tools = fixedTools(0);
  const userinfo = { username: "u", password: "p" };
  const sign = signerOf(
    { kind: "apikey", key: "X-K", value: "v", placement: "header" },
    userinfo,
    tools,
  );
  const signed = await sign?.(outgoing("GET", "http://h/"));
  expect(signed?.fields).toEqual([
    { name: "X-K", value: "v" },
    { name: "Authorization", value: `Basic ${Buffer.from("u:p").toString("base64")}` },
  ]);
});
