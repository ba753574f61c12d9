import { createPublicKey, verify } from "node:crypto";
import { expect, test } from "vitest";
import { newAuth } from "../../../shared/model/auth-fields.ts";
import { signAws } from "./aws.ts";
import { sigV4, type SigV4Input } from "./sigv4.ts";
import { sigV4aKey } from "./sigv4a.ts";
import { fixedTools, outgoing } from "./signing.testing.ts";

// Of AWS's own signing test suite (aws-c-auth, v4a). Signatures are drawn with chance, so they are checked, not compared.
const credentials = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
};
const base: SigV4Input = {
  ...credentials,
  method: "GET",
  path: "/",
  query: "",
  headers: [["Host", "example.amazonaws.com"]],
  payload: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  region: "us-east-1",
  service: "service",
  time: "20150830T123600Z",
  plainPath: false,
  normalize: true,
  asymmetric: true,
};
const publicKey = createPublicKey(
  sigV4aKey(credentials.accessKeyId, credentials.secretAccessKey)
    .export({ type: "pkcs8", format: "pem" })
    .toString(),
);

test("the key is the suite's", () => {
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const hex = [x, y].map((part) => Buffer.from(part, "base64url").toString("hex"));
  expect(hex).toEqual([
    "b6618f6a65740a99e650b33b6b4b5bd0d43b176d721a3edfea7e7d2d56d936b1",
    "865ed22a7eadc9c5cb9d2cbaca1b3699139fedc5043dc6661864218330c8e518",
  ]);
});

test("get-header-key-duplicate, in the query: the suite's string to sign, and a signature that holds", () => {
  const { credential, stringToSign, signature } = sigV4({
    ...base,
    headers: [
      ...base.headers,
      ...["value2", "value2", "value1"].map((value) => ["My-Header1", value] as const),
    ],
    query:
      "X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fservice%2Faws4_request&X-Amz-Date=20150830T123600Z&X-Amz-SignedHeaders=host%3Bmy-header1&X-Amz-Region-Set=us-east-1",
  });
  expect(credential).toBe("AKIDEXAMPLE/20150830/service/aws4_request");
  expect(stringToSign).toBe(
    "AWS4-ECDSA-P256-SHA256\n20150830T123600Z\n20150830/service/aws4_request\nad2085dbc0a58ebbcf8819b22c90c3a5348a1a6f363dee8ae80ad31b5dfe4095",
  );
  const given = Buffer.from(signature, "hex");
  expect(verify("sha256", Buffer.from(stringToSign), publicKey, given)).toBe(true);
});

test.each(["header", "query"] as const)(
  "a request says its regions, in the %s",
  async (placement) => {
    const auth = {
      ...newAuth("awsv4"),
      ...credentials,
      placement,
      signature: "v4a",
      service: "s3",
      region: "*",
    } as const;
    const { fields, url } = await signAws(auth, fixedTools(0))(outgoing("GET", "https://a.test/k"));
    if (placement === "query")
      expect(url?.target).toMatch(
        /X-Amz-Region-Set=%2A&X-Amz-SignedHeaders=host&X-Amz-Signature=30/,
      );
    else
      expect(fields).toEqual([
        { name: "X-Amz-Date", value: "19700101T000000Z" },
        { name: "X-Amz-Region-Set", value: "*" },
        expect.objectContaining({ name: "X-Amz-Content-Sha256" }),
        {
          name: "Authorization",
          value: expect.stringMatching(
            /^AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE\/19700101\/s3\/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-region-set, Signature=30[0-9a-f]+$/,
          ) as string,
        },
      ]);
  },
);
