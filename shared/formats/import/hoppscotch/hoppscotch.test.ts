import { describe, expect, test } from "vitest";
import { importText, requestAt } from "../import.testing.ts";

const request = (more: object) => ({
  v: "17",
  name: "R",
  method: "POST",
  endpoint: "<<base>>/a",
  params: [],
  headers: [],
  auth: { authType: "inherit", authActive: true },
  body: { contentType: null, body: null },
  ...more,
});
const imported = (more: object) =>
  importText(
    JSON.stringify({ v: 12, name: "C", folders: [], requests: [request(more)], headers: [] }),
  );
const only = (more: object) => requestAt(imported(more), "R");

describe("bodies", () => {
  test("without a type nothing is sent; what was typed stays in the docs", () => {
    const { body, docs } = only({ body: { contentType: null, body: '{"a":1}' } });
    expect(body).toEqual({ kind: "none" });
    expect(docs).toContain('{"a":1}');
  });
  test("a form without parts is none", () => {
    expect(only({ body: { contentType: "multipart/form-data", body: [] } }).body).toEqual({
      kind: "none",
    });
  });
});

test("docs of the newer versions", () => {
  expect(only({ description: "one", documentation: { v: 1, content: "two" } }).docs).toBe(
    "one\n\ntwo",
  );
});

describe("OAuth 2", () => {
  const oauth2 = (grantTypeInfo: object) =>
    only({ auth: { authType: "oauth-2", authActive: true, addTo: "HEADERS", grantTypeInfo } }).auth;

  test("where nobody is asked, the endpoint is where the token comes from", () => {
    for (const grantType of ["CLIENT_CREDENTIALS", "PASSWORD"])
      expect(oauth2({ grantType, authEndpoint: "https://h/token" })).toMatchObject({
        authorizationUrl: "",
        accessTokenUrl: "https://h/token",
      });
    expect(
      oauth2({
        grantType: "AUTHORIZATION_CODE",
        authEndpoint: "https://h/a",
        tokenEndpoint: "https://h/t",
      }),
    ).toMatchObject({ authorizationUrl: "https://h/a", accessTokenUrl: "https://h/t" });
  });
  test("further parameters", () => {
    expect(
      oauth2({
        grantType: "AUTHORIZATION_CODE",
        authEndpoint: "https://h/a",
        tokenEndpoint: "https://h/t",
        authRequestParams: [{ id: 1, key: "prompt", value: "x", active: true }],
        tokenRequestParams: [
          { id: 1, key: "a", value: "<<b>>", active: true, sendIn: "url" },
          { id: 2, key: "off", value: "", active: false, sendIn: "body" },
        ],
      }),
    ).toMatchObject({
      authorizationParameters: [{ name: "prompt", value: "x", placement: "query" }],
      tokenParameters: [{ name: "a", value: "{{b}}", placement: "query" }],
    });
  });
});

test("a profile of AWS", () => {
  expect(
    only({
      auth: {
        authType: "aws-signature",
        authActive: true,
        credentialMode: "profile",
        profileName: "dev",
        region: "eu-west-1",
      },
    }).auth,
  ).toMatchObject({ kind: "awsv4", profileName: "dev", region: "eu-west-1" });
});
