import { describe, expect, test } from "vitest";
import { readRequest } from "../opencollection/request.ts";
import { importText, onlyCollection, requestsOf, writtenFiles } from "./import.testing.ts";
import { isSecretHeader } from "./secret-signs.ts";
import { findSecrets, moveSecrets } from "./secrets.ts";

const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl";
const text = JSON.stringify({
  info: { name: "S", schema: "https://schema.getpostman.com/json/collection/v2.1.0/" },
  auth: { type: "bearer", bearer: [{ key: "token", value: "top-Secret-1" }] },
  variable: [
    { key: "apiToken", value: "variable-Secret-2" },
    { key: "tokenUrl", value: "https://example.org/token" },
    { key: "baseUrl", value: "https://example.org" },
  ],
  item: [
    {
      name: "R",
      request: {
        method: "POST",
        url: {
          raw: "http://a/?api_key=query-Secret-3&x=1",
          query: [
            { key: "api_key", value: "query-Secret-3" },
            { key: "x", value: "1" },
          ],
          host: ["a"],
          protocol: "http",
          path: [""],
        },
        header: [
          { key: "Authorization", value: `Bearer ${jwt}` },
          { key: "X-Api-Key", value: "{{apiToken}}" },
          { key: "Accept", value: "*/*" },
        ],
        body: { mode: "urlencoded", urlencoded: [{ key: "password", value: "form-Secret-4" }] },
        auth: {
          type: "basic",
          basic: [
            { key: "username", value: "me" },
            { key: "password", value: "<password>" },
          ],
        },
      },
      response: [
        {
          name: "E",
          code: 200,
          header: [{ key: "Set-Cookie", value: "sid=example-Secret-5" }],
          originalRequest: {
            method: "GET",
            url: "http://a/",
            header: [{ key: "Authorization", value: `Bearer ${jwt}` }],
          },
        },
      ],
    },
  ],
});
const planted = [
  "top-Secret-1",
  "variable-Secret-2",
  "query-Secret-3",
  "form-Secret-4",
  "example-Secret-5",
  jwt,
];

describe("literal secrets", () => {
  const imported = importText(text);
  const found = findSecrets(imported);

  test("are found once each, placeholders and references are not", () => {
    expect(found.map((secret) => secret.value).toSorted()).toEqual(
      [
        "sid=example-Secret-5",
        ...planted.filter((value) => value !== "example-Secret-5"),
      ].toSorted(),
    );
    expect(found.find((secret) => secret.value === jwt)?.places).toHaveLength(2);
  });

  test("moved, they are in no file and the request names them", () => {
    const moved = moveSecrets(imported, new Set(found.map((secret) => secret.id)));
    const collection = onlyCollection(moved);
    const all = [...writtenFiles(collection).values()].join("\n");
    for (const value of planted) expect(all).not.toContain(value);
    const [{ item }] = requestsOf(collection.children) as [ReturnType<typeof requestsOf>[number]];
    const request = readRequest(item.data);
    expect(request.headers[0]?.value).toBe("Bearer {{authorization}}");
    expect(request.url).toBe("http://a/?api_key={{apiKey}}&x=1");
    expect(collection.secrets.get("authorization")).toBe(jwt);
    expect(collection.secrets.get("apiToken")).toBe("variable-Secret-2");
    expect(collection.secrets.size).toBe(found.length);
  });

  test("not chosen, nothing changes", () => {
    expect(moveSecrets(imported, new Set())).toEqual(imported);
  });
});

test("header fields that prove who one is, and ones that only sound so", () => {
  const secret = "X-Key Api-Key key X-Acme-Token acme_key X-Session-Id X-Auth x-auth-token PIN";
  const plain =
    "Idempotency-Key X-Idempotency-Key Sec-WebSocket-Key Cache-Key X-Partition-Key Page-Token Monkey X-Author Accept-Token";
  const found = `${secret} ${plain}`.split(" ").filter(isSecretHeader);
  expect(found).toEqual(secret.split(" "));
});

describe("secrets of how requests travel", () => {
  const imported = importText(
    `curl -x https://u:proxy-Secret-1@p:1 --preproxy socks5://a:before-Secret-2@s:1 --proxy-header 'X-Token: field-Secret-3'
      --proxy-cert me.p12:phrase-Secret-4 -E you.p12:phrase-Secret-5 https://h/`.replaceAll(
      "\n",
      " ",
    ),
    "paste.sh",
  );
  const found = findSecrets(imported);
  const values = [
    "proxy-Secret-1",
    "before-Secret-2",
    "field-Secret-3",
    "phrase-Secret-4",
    "phrase-Secret-5",
  ];

  test("are found, by their places", () => {
    expect(found.map(({ value }) => value).toSorted()).toEqual(values.toSorted());
    expect(found.map(({ places }) => places[0]?.at(-1) ?? "").toSorted()).toEqual([
      "clientCertificates passphrase",
      "clientCertificates passphrase",
      "headers X-Token",
      "preproxy",
      "server password",
    ]);
  });

  test("are in no file once they were moved, and what is left means the same", () => {
    const moved = moveSecrets(imported, new Set(found.map(({ id }) => id)));
    const [request] = requestsOf(onlyCollection(moved).children);
    const read = readRequest(request?.item.data ?? new Map()).settings.network;
    for (const value of values) expect(JSON.stringify(read)).not.toContain(value);
    expect(read?.proxy).toMatchObject({
      server: { password: "{{proxyPassword}}", tls: { clientCertificates: [{ type: "pkcs12" }] } },
    });
    expect(onlyCollection(moved).secrets.size).toBe(5);
  });
});

test("a WebSocket's secrets: in its URL and in the messages that log in", () => {
  const { collections } = importText(
    `###\nWEBSOCKET wss://h/live?access_token=query-Secret-1&room=7\n\n{"op": "login", "token": "message-Secret-2", "tokenType": "x"}\n===\n${jwt}\n`,
    "a.http",
  );
  const imported = { ...importText("{}", "none.json"), collections };
  const found = findSecrets(imported);
  expect(found.map(({ value }) => value)).toEqual(["query-Secret-1", "message-Secret-2"]);
  const moved = moveSecrets(imported, new Set(found.map(({ id }) => id)));
  const [request] = requestsOf(onlyCollection(moved).children);
  const { url, body } = readRequest(request!.item.data);
  expect(url).toBe(`wss://h/live?access_token={{${found[0]?.name ?? ""}}}&room=7`);
  expect(body).toMatchObject({
    messages: [
      { data: `{"op": "login", "token": "{{${found[1]?.name ?? ""}}}", "tokenType": "x"}` },
      { data: jwt },
    ],
  });
});
