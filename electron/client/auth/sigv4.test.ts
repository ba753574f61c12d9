import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { awsEncode, type SigV4Input, sigV4, sigV4SignedNames } from "./sigv4.ts";

const suite = "../shared/suites/sigv4/v4";
const cases = existsSync(suite) ? readdirSync(suite).toSorted() : [];
if (cases.length === 0) console.log("sigv4.test: AWS's suite is not there, so not tried");

interface Context {
  readonly credentials: {
    readonly access_key_id: string;
    readonly secret_access_key: string;
    readonly token?: string;
  };
  readonly expiration_in_seconds: number;
  readonly normalize: boolean;
  readonly omit_session_token?: boolean;
  readonly region: string;
  readonly service: string;
  readonly sign_body: boolean;
  readonly timestamp: string;
}

function readCase(name: string) {
  const file = (part: string) => readFileSync(join(suite, name, part), "utf8");
  const text = file("request.txt");
  const end = text.search(/\r?\n\r?\n|\n$/);
  const head = text.slice(0, end < 0 ? text.length : end);
  const body = text.slice(head.length).replace(/^(?:\r?\n){1,2}/, "");
  const [line = "", ...rest] = head.split(/\r?\n/);
  const headers: [string, string][] = [];
  for (const field of rest) {
    const last = headers.at(-1);
    if (/^\s/.test(field) && last !== undefined) last[1] += `\n${field}`;
    else headers.push([field.slice(0, field.indexOf(":")), field.slice(field.indexOf(":") + 1)]);
  }
  const [, method = "", target = ""] = /^(\S+) (.*) HTTP\/1\.1$/.exec(line) ?? [];
  const mark = target.indexOf("?");
  const context = JSON.parse(file("context.json")) as Context;
  const time = context.timestamp.replace(/[-:]/g, "");
  const base: SigV4Input = {
    method,
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? "" : target.slice(mark + 1),
    headers,
    payload: createHash("sha256").update(body).digest("hex"),
    accessKeyId: context.credentials.access_key_id,
    secretAccessKey: context.credentials.secret_access_key,
    region: context.region,
    service: context.service,
    time,
    plainPath: false,
    normalize: context.normalize,
  };
  return { file, context, base };
}

describe.skipIf(cases.length === 0)("AWS's own suite", () => {
  test.each(cases)("%s, in a header", (name) => {
    const { file, context, base } = readCase(name);
    const token = context.credentials.token;
    const made = sigV4({
      ...base,
      headers: [
        ...base.headers,
        ["X-Amz-Date", base.time],
        ...(token === undefined || context.omit_session_token === true
          ? []
          : [["X-Amz-Security-Token", token] as const]),
        ...(context.sign_body ? [["X-Amz-Content-Sha256", base.payload] as const] : []),
      ],
    });
    expect(made.canonicalRequest).toBe(file("header-canonical-request.txt"));
    expect(made.stringToSign).toBe(file("header-string-to-sign.txt"));
    expect(made.signature).toBe(file("header-signature.txt").trim());
  });

  test.each(cases)("%s, in the query", (name) => {
    const { file, context, base } = readCase(name);
    const token = context.credentials.token;
    const scope = `${base.time.slice(0, 8)}/${base.region}/${base.service}/aws4_request`;
    const added = [
      ["X-Amz-Algorithm", "AWS4-HMAC-SHA256"],
      ["X-Amz-Credential", `${base.accessKeyId}/${scope}`],
      ["X-Amz-Date", base.time],
      ["X-Amz-SignedHeaders", sigV4SignedNames(base.headers)],
      ["X-Amz-Expires", String(context.expiration_in_seconds)],
      ...(token === undefined || context.omit_session_token === true
        ? []
        : [["X-Amz-Security-Token", token]]),
    ].map(([key = "", value = ""]) => `${key}=${awsEncode(value)}`);
    const made = sigV4({
      ...base,
      query: [base.query, ...added].filter((part) => part !== "").join("&"),
    });
    expect(made.canonicalRequest).toBe(file("query-canonical-request.txt"));
    expect(made.stringToSign).toBe(file("query-string-to-sign.txt"));
    expect(made.signature).toBe(file("query-signature.txt").trim());
  });
});

// "Signature Calculations for the Authorization Header", Amazon S3 API Reference.
describe("S3's own examples", () => {
  const empty = createHash("sha256").update("").digest("hex");
  const base: SigV4Input = {
    method: "GET",
    path: "/test.txt",
    query: "",
    headers: [],
    payload: empty,
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    region: "us-east-1",
    service: "s3",
    time: "20130524T000000Z",
    plainPath: true,
    normalize: false,
  };
  const host = ["Host", "examplebucket.s3.amazonaws.com"] as const;
  const date = ["x-amz-date", "20130524T000000Z"] as const;
  const sha = (value: string) => ["x-amz-content-sha256", value] as const;
  const welcome = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";
  test.each<readonly [string, Partial<SigV4Input>, string]>([
    [
      "GET object",
      { headers: [host, ["Range", "bytes=0-9"], sha(empty), date] },
      "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    ],
    [
      "PUT object",
      {
        method: "PUT",
        path: "/test$file.text",
        payload: welcome,
        headers: [
          host,
          ["Date", "Fri, 24 May 2013 00:00:00 GMT"],
          date,
          ["x-amz-storage-class", "REDUCED_REDUNDANCY"],
          sha(welcome),
        ],
      },
      "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
    ],
    [
      "GET bucket lifecycle",
      { path: "/", query: "lifecycle", headers: [host, sha(empty), date] },
      "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    ],
    [
      "list objects",
      { path: "/", query: "max-keys=2&prefix=J", headers: [host, sha(empty), date] },
      "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    ],
    [
      "presigned",
      {
        query:
          "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host",
        payload: "UNSIGNED-PAYLOAD",
        headers: [host],
      },
      "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
    ],
  ])("%s", (_, over, signature) => {
    expect(sigV4({ ...base, ...over }).signature).toBe(signature);
  });

  test.each([
    ["/a b", "/a%20b"],
    ["/a%20b", "/a%20b"],
    ["/a%2Fb//../c", "/a%2Fb//../c"],
    ["/50%", "/50%25"],
    ["/é", "/%C3%A9"],
    ["", "/"],
  ])("the path %s is signed as %s", (path, signed) => {
    expect(sigV4({ ...base, path }).canonicalRequest.split("\n")[1]).toBe(signed);
  });
});

test.each([
  ["/", "/"],
  ["", "/"],
  ["/a/../../b", "/b"],
  ["/a/./b/", "/a/b/"],
  ["/a/..", "/"],
  ["/a/b/..", "/a/"],
  ["//a//b", "/a/b"],
  ["/%20", "/%2520"],
])("elsewhere the path %j is signed as %j", (path, signed) => {
  const made = sigV4({
    method: "GET",
    path,
    query: "",
    headers: [],
    payload: "",
    accessKeyId: "",
    secretAccessKey: "",
    region: "",
    service: "",
    time: "20130524T000000Z",
    plainPath: false,
    normalize: true,
  });
  expect(made.canonicalRequest.split("\n")[1]).toBe(signed);
});
