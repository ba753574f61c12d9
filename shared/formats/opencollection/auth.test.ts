import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Auth, AuthScheme, AuthSchemeKind } from "../../model/auth.ts";
import {
  type AuthField,
  authSchemeKinds,
  fieldsOf,
  mapAuthTexts,
  newAuth,
  secretTexts,
} from "../../model/auth-fields.ts";
import { emptyRequest } from "../../model/request.ts";
import { parseYaml } from "../yaml/parse.ts";
import { canonicalYaml, patchYaml } from "../yaml/patch.ts";
import { changedLines } from "../yaml/patch-cases.ts";
import { slotsOf } from "./auth-shapes.ts";
import { newFolderData, patchDefaults, readDefaults } from "./defaults.ts";
import { newRequestData, patchRequest, readRequest } from "./request.ts";

const readText = (text: string): Auth => readRequest(parseYaml(text).data).auth;
const fresh = (auth: Auth): string =>
  canonicalYaml(newRequestData({ ...emptyRequest, url: "http://h/", auth }, 1));
function saved(text: string, auth: Auth): string {
  const { data } = parseYaml(text);
  return patchYaml(text, patchRequest(data, { ...readRequest(data), auth })).text;
}

const text = fc.string({ unit: "binary", maxLength: 8 });

function valueOf(field: AuthField): fc.Arbitrary<unknown> {
  switch (field.type) {
    case "text":
      return fc.oneof(text, fc.constant(field.initial));
    case "choice":
      return fc.constantFrom(...field.choices);
    case "flag":
      return fc.boolean();
    case "key":
      return fc.oneof(
        fc.constant({ type: "text", value: "" }),
        fc.record({
          type: fc.constantFrom("text", "file"),
          value: text.filter((value) => value !== ""),
        }),
      );
    case "parameters":
      return fc.array(
        fc.record({
          name: text,
          value: text,
          placement: fc.constantFrom("header", "query", "body"),
        }),
        { maxLength: 3 },
      );
  }
}

function schemeOf(kind: AuthSchemeKind): fc.Arbitrary<AuthScheme> {
  const fields = fieldsOf(kind).map(([name, field]) => [name, valueOf(field)] as const);
  return fc
    .record(Object.fromEntries(fields))
    .map((values) => settled({ kind, ...values } as AuthScheme));
}

/** The file has one place for what goes before the token and what names it in a query. */
function settled(auth: AuthScheme): AuthScheme {
  if (auth.kind !== "oauth2") return auth;
  return auth.tokenPlacement === "header"
    ? { ...auth, tokenQueryName: "access_token" }
    : { ...auth, tokenPrefix: "Bearer" };
}

const anyAuth: fc.Arbitrary<Auth> = fc.oneof(
  ...authSchemeKinds.map(schemeOf),
  fc.constantFrom<Auth>({ kind: "none" }, { kind: "inherit" }),
);

test.each(authSchemeKinds)("%s: every field has its place in the file", (kind) => {
  expect(slotsOf(kind).map(({ name }) => name)).toEqual(
    expect.arrayContaining(fieldsOf(kind).map(([name]) => name)),
  );
  expect(slotsOf(kind)).toHaveLength(fieldsOf(kind).length);
});

test("any auth survives: written new, saved over another, in requests and in folders", () => {
  fc.assert(
    fc.property(anyAuth, anyAuth, (first, second) => {
      const file = fresh(first);
      expect(readText(file)).toEqual(first);
      const over = saved(file, second);
      expect(readText(over)).toEqual(second);
      expect(saved(over, second)).toBe(over);
      const folder = patchDefaults(newFolderData("f", 1), {
        name: "f",
        headers: [],
        variables: [],
        docs: "",
        auth: first,
      });
      expect(readDefaults(folder).auth).toEqual(first);
    }),
    { numRuns: 300 },
  );
});

describe("shapes", () => {
  test("a scheme of OpenCollection's is written in its words, nothing beside it", () => {
    const auth: Auth = { ...newAuth("oauth1"), consumerKey: "k", placement: "query" };
    expect(fresh(auth)).toContain(
      "  auth:\n    type: oauth1\n    consumerKey: k\n    signatureMethod: HMAC-SHA1\n" +
        '    version: "1.0"\n    placement: query\n    includeBodyHash: false\n',
    );
    for (const kind of ["basic", "digest", "ntlm", "wsse", "bearer", "awsv4"] as const)
      expect(fresh(newAuth(kind))).not.toContain("extensions");
  });

  test("client credentials as the tool that reads them too writes them", () => {
    const auth: Auth = {
      ...newAuth("oauth2"),
      flow: "client_credentials",
      accessTokenUrl: "http://h/token",
      clientId: "c",
      clientSecret: "{{s}}",
      pkce: "none",
      tokenParameters: [{ name: "audience", value: "a", placement: "body" }],
    };
    expect(fresh(auth)).toContain(`  auth:
    type: oauth2
    flow: client_credentials
    accessTokenUrl: http://h/token
    credentials:
      clientId: c
      clientSecret: "{{s}}"
      placement: basic_auth_header
    additionalParameters:
      accessTokenRequest:
        - name: audience
          value: a
          placement: body
    tokenConfig:
      placement:
        header: Bearer
      source: access_token
    settings:
      autoFetchToken: true
      autoRefreshToken: true
`);
  });

  test("what OpenCollection has no field for lies in Envoi's own part, under the same type", () => {
    const aws: Auth = { ...newAuth("awsv4"), service: "s3", payload: "unsigned" };
    expect(fresh(aws)).toContain(
      "extensions:\n  envoi:\n    auth:\n      type: awsv4\n      payload: unsigned\n",
    );
    const assertion: Auth = {
      ...newAuth("oauth2"),
      clientAuthentication: "private_key_jwt",
      assertionKey: { type: "file", value: "key.pem" },
    };
    const file = fresh(assertion);
    expect(file).toContain("      clientAuthentication: private_key_jwt\n");
    expect(readText(file.replace(/extensions:[^]*$/, ""))).toMatchObject({
      kind: "oauth2",
      clientAuthentication: "body",
    });
  });

  test("a scheme of Envoi's own leaves auth absent: another tool sends none, never somebody else's", () => {
    for (const kind of authSchemeKinds) {
      const device = kind === "oauth2";
      const auth = device
        ? { ...newAuth("oauth2"), flow: "device_code" as const, deviceAuthorizationUrl: "u" }
        : newAuth(kind);
      const own = device || slotsOf(kind).every((slot) => slot.own);
      const file = fresh(auth);
      expect(/^ {2}auth:/m.test(file)).toBe(!own);
      expect(/^extensions:/m.test(file)).toBe(own);
    }
  });

  const http = (auth: string, rest = "") =>
    `info: {name: x, type: http}\nhttp:\n  url: http://h/\n${auth}${rest}`;
  const hawk = "extensions: {envoi: {auth: {type: hawk, id: i}}}\n";
  test.each<readonly [string, string, object]>([
    ["own beside none", http("  auth: none\n", hawk), { kind: "hawk", id: "i" }],
    ["own beside nothing", http("", hawk), { kind: "hawk", id: "i" }],
    ["own beside inherit", http("  auth: inherit\n", hawk), { kind: "inherit" }],
    ["own beside another", http("  auth: {type: basic}\n", hawk), { kind: "basic" }],
    ["a foreign type", http("  auth: {type: sesame}\n"), { kind: "other", type: "sesame" }],
    ["own type in auth", http("  auth: {type: hawk}\n"), { kind: "other", type: "hawk" }],
    [
      "Envoi's part of another type",
      http("  auth: {type: awsv4}\n", "extensions: {envoi: {auth: {type: ntlm, payload: x}}}\n"),
      { kind: "awsv4", payload: "signed" },
    ],
    ["no pkce", http("  auth: {type: oauth2, flow: authorization_code}\n"), { pkce: "none" }],
    ["pkce", http("  auth: {type: oauth2, pkce: {method: PLAIN}}\n"), { pkce: "plain" }],
    ["an empty pkce", http("  auth: {type: oauth2, pkce: {}}\n"), { pkce: "S256" }],
    ["pkce off", http("  auth: {type: oauth2, pkce: {disabled: true}}\n"), { pkce: "none" }],
    ["an early pkce", http("  auth: {type: oauth2, pkce: {enabled: false}}\n"), { pkce: "none" }],
    [
      "an early flow",
      http("  auth: {type: oauth2, flow: resource_owner_password}\n"),
      { flow: "resource_owner_password_credentials" },
    ],
    [
      "a bare token",
      http("  auth: {type: oauth2, tokenConfig: {placement: {header: ''}}}\n"),
      { tokenPlacement: "header", tokenPrefix: "" },
    ],
    [
      "a token in the query",
      http("  auth: {type: oauth2, tokenConfig: {placement: {query: t}}}\n"),
      { tokenPlacement: "query", tokenQueryName: "t" },
    ],
    [
      "a number",
      http("  auth: {type: akamai-edgegrid, maxBodySize: 2048}\n"),
      { maxBodySize: "2048" },
    ],
    [
      "queryparams",
      http("  auth: {type: apikey, placement: queryparams}\n"),
      { placement: "query" },
    ],
  ])("%s", (_, file, expected) => {
    expect(readText(file)).toMatchObject(expected);
  });

  test("one changed field replaces one line; unknown fields and comments stay", () => {
    const file = `info: {name: x, type: http}
http:
  url: http://h/
  auth:
    type: oauth2 # ours
    flow: client_credentials
    credentials:
      clientId: a
      note: kept
    settings:
      autoFetchToken: false
`;
    const before = readText(file);
    if (before.kind !== "oauth2") throw new Error("oauth2");
    const after = saved(file, { ...before, clientId: "b" });
    expect(changedLines(file, after)).toBe(2);
    expect(after).toContain("note: kept");
    expect(after).toContain("# ours");
    const gone = saved(saved(file, { ...before, scope: "s" }), before);
    expect(gone).toBe(file);
  });
});

test("variables are replaced in every text, and nowhere else", () => {
  for (const kind of authSchemeKinds) {
    const before = mapAuthTexts(newAuth(kind), () => "{{x}}");
    const after = mapAuthTexts(before, () => "y");
    expect(JSON.stringify(after)).not.toContain("{{x}}");
    for (const [name, field] of fieldsOf(kind))
      if (field.type === "choice" || field.type === "flag")
        expect(after).toHaveProperty([name], field.initial);
  }
});

test("secrets are named, keys in files are not", () => {
  const auth = { ...newAuth("oauth1"), consumerSecret: "s" };
  expect(secretTexts(auth)).toContainEqual(["consumerSecret", "s"]);
  expect(secretTexts(auth).map(([name]) => name)).toContain("privateKey");
  const file = { ...auth, privateKey: { type: "file" as const, value: "k.pem" } };
  expect(secretTexts(file).map(([name]) => name)).not.toContain("privateKey");
});

const samples = join(import.meta.dirname, "../../../../shared/samples/opencollection");
if (!existsSync(samples)) console.log("auth.test: the samples are not there, so none was read");
test.skipIf(!existsSync(samples))("samples: no auth is foreign, none changes when saved", () => {
  const files = readdirSync(samples, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".yml") && readFileSync(join(samples, name), "utf8").includes("auth:"),
  );
  const kinds = new Set<string>();
  for (const name of files) {
    const file = readFileSync(join(samples, name), "utf8");
    const { data } = parseYaml(file);
    try {
      const request = readRequest(data);
      kinds.add(request.auth.kind);
      expect(patchYaml(file, patchRequest(data, request)).text).toBe(file);
    } catch {
      kinds.add(readDefaults(data).auth.kind);
    }
  }
  expect([...kinds]).toEqual(
    expect.arrayContaining(["akamai-edgegrid", "oauth1", "oauth2", "basic", "bearer"]),
  );
  expect(kinds).not.toContain("other");
});
