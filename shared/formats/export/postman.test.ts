import { describe, expect, test } from "vitest";
import { authSchemeKinds, fieldsOf, newAuth } from "../../model/auth-fields.ts";
import type { Auth, AuthSchemeKind } from "../../model/auth.ts";
import type { OAuth2Auth } from "../../model/oauth2.ts";
import { emptyRequest, type HttpRequest } from "../../model/request.ts";
import { collectionData, requestItem } from "../import/build.ts";
import { importText, onlyCollection, requestsOf } from "../import/import.testing.ts";
import type { ImportedCollection } from "../import/imported.ts";
import { readRequest } from "../opencollection/request.ts";
import { postman } from "./postman.ts";

function collection(request: Partial<HttpRequest>): ImportedCollection {
  const whole = { ...emptyRequest, name: "r", method: "POST", url: "http://a.test/", ...request };
  return {
    name: "C",
    data: collectionData({ name: "C" }),
    children: [requestItem({ request: whole })],
    environments: [],
    secrets: new Map(),
    files: [],
  };
}

/** A request after export and import, and what the export named as left out. */
function andBack(request: Partial<HttpRequest>) {
  const { text, left } = postman.write(collection(request));
  const [only] = requestsOf(onlyCollection(importText(text)).children);
  if (only === undefined) throw new Error("no request came back");
  return { request: readRequest(only.item.data), left, text };
}

/** A scheme with something in every text. */
function filled(kind: AuthSchemeKind): Auth {
  const fields = fieldsOf(kind).flatMap(([name, field]): (readonly [string, unknown])[] => {
    if (field.type === "key") return [[name, { type: "text", value: "{{key}}" }]];
    return field.type === "text" && field.initial === "" ? [[name, `{{${name}}}`]] : [];
  });
  return { ...newAuth(kind), ...Object.fromEntries(fields) };
}

/** Fields Postman has no place for: an export names them. */
const without: Partial<Record<AuthSchemeKind, Readonly<Record<string, unknown>>>> = {
  awsv4: { profileName: "" },
  jwt: { lifetime: newAuth("jwt").lifetime },
  oauth2: {
    pushedAuthorizationUrl: "",
    issuer: "",
    deviceAuthorizationUrl: "",
    assertionKey: { type: "text", value: "" },
    assertionKeyId: "",
    assertionAudience: "",
  },
};
const foreign = new Set(["negotiate", "any", "wsse", "message-signature", "netrc"]);

describe("a scheme of authentication comes back", () => {
  test.each(authSchemeKinds.filter((kind) => !foreign.has(kind)))("%s", (kind) => {
    const auth = filled(kind);
    expect(andBack({ auth }).request.auth).toEqual({ ...auth, ...without[kind] });
  });

  test.each(authSchemeKinds.filter((kind) => foreign.has(kind)))("%s is named instead", (kind) => {
    const { request, left } = andBack({ auth: filled(kind) });
    expect(request.auth).toEqual({ kind: "none" });
    expect(left).toEqual([`r: The authentication scheme ${kind} has no place in Postman.`]);
  });

  const oauth2 = newAuth("oauth2");
  const parameter = { name: "resource", value: "{{r}}", placement: "header" } as const;
  test.each<Partial<OAuth2Auth>>([
    { flow: "client_credentials", pkce: "none", clientAuthentication: "body" },
    { flow: "implicit", pkce: "none", tokenPlacement: "query" },
    { flow: "resource_owner_password_credentials", pkce: "none", username: "u", password: "p" },
    { flow: "authorization_code", pkce: "none", tokenPrefix: "" },
    { flow: "authorization_code", pkce: "plain", tokenPrefix: "Token", autoRefresh: false },
    {
      flow: "authorization_code",
      authorizationParameters: [parameter],
      tokenParameters: [{ ...parameter, placement: "query" }],
      refreshParameters: [{ ...parameter, placement: "body" }],
    },
  ])("oauth2 with %j", (more) => {
    const auth: Auth = { ...oauth2, accessTokenUrl: "http://a.test/token", ...more };
    const { request, left } = andBack({ auth });
    expect(request.auth).toEqual(auth);
    expect(left).toEqual([]);
  });

  test("what Postman has no field for is named", () => {
    const auth: Auth = {
      ...oauth2,
      clientAuthentication: "private_key_jwt",
      issuer: "https://a.test",
      tokenSource: "id_token",
      dpop: true,
    };
    expect(andBack({ auth }).left).toEqual([
      "r: The client authentication private_key_jwt has no place in Postman.",
      "r: The issuer that is checked has no place in Postman.",
      "r: An ID token in place of the access token has no place in Postman.",
      "r: DPoP has no place in Postman.",
    ]);
    expect(andBack({ auth: { ...oauth2, flow: "device_code" } }).left).toEqual([
      "r: The authentication scheme oauth2 with the flow device_code has no place in Postman.",
    ]);
  });
});

test("settings of how a request travels come back, or are named", () => {
  const { request, left } = andBack({
    tags: ["a"],
    settings: {
      followRedirects: false,
      maxRedirects: 3,
      encodeUrl: true,
      timeout: 1500,
      verifyTls: false,
      omitHeaders: ["accept"],
      network: {
        httpVersion: "1.1",
        sendCookies: false,
        storeCookies: false,
        keepMethod: ["301", "302", "303"],
        forwardCredentials: true,
        tlsMin: "1.3",
        tlsMax: "1.3",
        ciphers: "A:B",
        retries: 2,
      },
    },
  });
  expect(request.settings).toEqual({
    followRedirects: false,
    maxRedirects: 3,
    encodeUrl: true,
    verifyTls: false,
    omitHeaders: ["accept"],
    network: {
      httpVersion: "1.1",
      sendCookies: false,
      storeCookies: false,
      keepMethod: ["301", "302", "303"],
      forwardCredentials: true,
      tlsMin: "1.3",
      tlsMax: "1.3",
      ciphers: "A:B",
    },
  });
  expect(left).toEqual([
    "r: A tag has no place in Postman.",
    "r: A timeout has no place in Postman.",
    "r: The setting retries has no place in Postman.",
  ]);
});

test("a Content-Type that Postman would not send by itself is written", () => {
  const types = ({ request }: ReturnType<typeof andBack>) =>
    request.headers.map(({ name, value }) => `${name}: ${value}`);
  const file = { path: "a.png", contentType: "application/x-thing", selected: true };
  expect(types(andBack({ body: { kind: "file", files: [file] } }))).toEqual([
    "Content-Type: application/x-thing",
  ]);
  const off = { name: "a", value: "b", disabled: true };
  for (const rows of [[], [off]])
    expect(types(andBack({ body: { kind: "form", rows } }))).toEqual([
      "Content-Type: application/x-www-form-urlencoded",
    ]);
  const typed = { headers: [{ name: "content-type", value: "a/b" }] };
  expect(types(andBack({ ...typed, body: { kind: "form", rows: [] } }))).toEqual([
    "content-type: a/b",
  ]);
});
