import type { AuthScheme, AuthSchemeKind } from "../../shared/model/auth.ts";
import { authSchemeKinds, fieldsOf, newAuth } from "../../shared/model/auth-fields.ts";
import { emptyRequest, type HttpRequest } from "../../shared/model/request.ts";

/** One request of the trial: `use` gives the name of a canary of its own, in braces. */
export type Case = (use: (name: string) => string, url: string) => HttpRequest;

const request = (over: Partial<HttpRequest>): HttpRequest => ({
  ...emptyRequest,
  auth: { kind: "none" },
  ...over,
});

/** What a scheme needs beside its secrets to be sent at all. */
const needed: Readonly<Record<string, string>> = {
  username: "user",
  accessKeyId: "AKID",
  service: "execute-api",
  region: "eu-west-1",
  consumerKey: "consumer",
  clientId: "client",
  id: "hawk-id",
  key: "X-Api-Key",
};
const unsendable: ReadonlySet<AuthSchemeKind> = new Set([
  "negotiate",
  "asap",
  "message-signature",
  "netrc",
]);

function scheme(kind: AuthSchemeKind, use: (name: string) => string, url: string): AuthScheme {
  const values = fieldsOf(kind).flatMap(([name, field]): [string, string][] => {
    if (field.type !== "text") return [];
    if (field.secret === true) return [[name, use(`${kind} ${name}`)]];
    return name in needed && field.initial === "" ? [[name, needed[name] ?? ""]] : [];
  });
  const more =
    kind === "oauth2"
      ? { flow: "client_credentials", accessTokenUrl: `${url}/token`, autoFetch: true }
      : {};
  return { ...newAuth(kind), ...Object.fromEntries(values), ...more } as AuthScheme;
}

const places: readonly Case[] = [
  (use, url) =>
    request({
      url: `${url}/headers`,
      headers: [
        { name: "X-Token", value: use("header") },
        { name: "X-Again", value: `before ${use("header that comes back")} after` },
        { name: "Cookie", value: `sid=${use("cookie")}` },
      ],
    }),
  (use, url) => request({ url: `${url}/q?a=1&key=${use("query")}&b=${use("query too")}` }),
  (use, url) =>
    request({
      url: `${url}/p/:id`,
      params: [{ type: "path", name: "id", value: use("path") }],
    }),
  (use, url) =>
    request({
      method: "POST",
      url: `${url}/json?gzip`,
      body: { kind: "json", text: `{"password": "${use("json body")}"}` },
    }),
  (use, url) =>
    request({
      method: "POST",
      url: `${url}/form`,
      body: { kind: "form", rows: [{ name: "p w", value: use("form body") }] },
    }),
  (use, url) =>
    request({
      method: "POST",
      url: `${url}/multipart`,
      body: {
        kind: "multipart",
        parts: [{ kind: "text", name: "p", value: use("multipart"), paths: [] }],
      },
    }),
  (use, url) =>
    request({
      method: "POST",
      url: `${url}/xml`,
      body: { kind: "xml", text: `<a>${use("xml")}</a>` },
    }),
  (use, url) => request({ url: `${url}/redirect?t=${use("redirect")}` }),
  (use, url) =>
    request({ url: `http://user:${use("password in the URL")}@${url.slice(7)}/userinfo` }),
  (use, url) =>
    request({
      raw: {
        target: url.slice(7),
        tls: false,
        encoding: "text",
        data: `GET /raw?${use("raw bytes")} HTTP/1.1\nHost: x\nConnection: close\n\n`,
        newline: "crlf",
      },
    }),
  // Nothing listens on port 1: what is said of the failure must not say the secret.
  (use) => request({ url: `http://127.0.0.1:1/?t=${use("a request that fails")}` }),
  (use, url) =>
    request({
      url: `${url}/${use("a header of a kind")}`,
      headers: [{ name: "bad name:", value: "1" }],
    }),
  (use, url) =>
    request({
      url: `${url}/nested`,
      variables: [{ name: "whole", value: `Bearer ${use("inside another variable")}` }],
      headers: [{ name: "Authorization", value: "{{whole}}" }],
    }),
];

/** Every place of a request and every scheme of authentication that can be sent. */
export const cases: readonly Case[] = [
  ...places,
  ...authSchemeKinds
    .filter((kind) => !unsendable.has(kind))
    .map(
      (kind): Case =>
        (use, url) =>
          request({
            url: `${url}/${kind === "digest" ? "digest" : "auth"}`,
            auth: scheme(kind, use, url),
          }),
    ),
  (use, url) =>
    request({
      url: `${url}/auth`,
      auth: {
        ...(scheme("oauth1", (name) => use(`plaintext ${name}`), url) as Extract<
          AuthScheme,
          { kind: "oauth1" }
        >),
        signatureMethod: "PLAINTEXT",
      },
    }),
];
