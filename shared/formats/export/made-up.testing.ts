import fc from "fast-check";
import type { Auth } from "../../model/auth.ts";
import { emptyRequest, type HttpRequest, type RequestBody } from "../../model/request.ts";
import { collectionData, folderItem, requestItem } from "../import/build.ts";
import { socketBody } from "../import/web-socket.ts";
import type { ImportedCollection, ImportedItem } from "../import/imported.ts";

const line = fc.string({
  unit: fc.constantFrom(..."abzAZ09 '\"\\$%^&!@#()[]{}<>|;:,.?/*~`=+-_é€😀"),
  maxLength: 12,
});
const text = fc.string({
  unit: fc.constantFrom(..."ab 0'\"\\$%^&!@#()[]{}<>|;:,.?/*~`=+-_é😀\n\t"),
  maxLength: 24,
});
const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,8}$/);
const value = line.map((one) => one.trim()).filter((one) => !/\{\{|\}\}/.test(one));
const row = fc.record({ name: word.map((one) => `X-${one}`), value });
const plainText = text.filter((one) => !/\{\{|\}\}|^###|^\s*$/m.test(one));
const body: fc.Arbitrary<RequestBody> = fc.oneof(
  fc.constant<RequestBody>({ kind: "none" }),
  plainText.map((one): RequestBody => ({ kind: "text", text: one })),
  fc
    .json({ maxDepth: 2 })
    .filter((one) => !/\{\{|\}\}/.test(one))
    .map((one): RequestBody => ({ kind: "json", text: one })),
  fc
    .array(fc.record({ name: word, value: plainText }), { minLength: 1, maxLength: 3 })
    .map((rows): RequestBody => ({ kind: "form", rows })),
  fc
    .record({ query: plainText, variables: fc.json({ maxDepth: 2 }), operation: word })
    .filter(({ query, variables }) => !/\{\{|\}\}/.test(query + variables))
    .map((one): RequestBody => ({ kind: "graphql", ...one })),
);
/** Of the kinds a `.http` file gives back. */
const socket: fc.Arbitrary<RequestBody> = fc
  .array(
    plainText.map((one) => one.trim()).filter((one) => one !== "" && !/^(?:===|[<>])/m.test(one)),
    { maxLength: 3 },
  )
  .map((texts) =>
    socketBody(
      texts.map((data) => ({ data })),
      "all",
    ),
  );
const auth: fc.Arbitrary<Auth> = fc.oneof(
  fc.constant<Auth>({ kind: "inherit" }),
  fc.constant<Auth>({ kind: "none" }),
  fc.record({ kind: fc.constant("bearer" as const), token: word }),
  fc.record({ kind: fc.constant("basic" as const), username: word, password: word }),
);
const query = fc.array(
  fc.tuple(word, word).map(([name, one]) => `${name}=${one}%20'()!`),
  { maxLength: 3 },
);
const request: fc.Arbitrary<HttpRequest> = fc
  .record({
    name: word,
    method: fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH", "BREW"),
    host: fc.constantFrom("http://a.test", "https://b.test:8443", "{{base}}"),
    rows: query,
    headers: fc.uniqueArray(row, { maxLength: 3, selector: ({ name }) => name.toLowerCase() }),
    body,
    auth,
  })
  .map(({ host, rows, ...rest }) => ({
    ...emptyRequest,
    ...rest,
    url: `${host}/p${rows.length === 0 ? "" : `?${rows.join("&")}`}`,
    params: rows.map((one) => {
      const [name = "", one2 = ""] = one.split("=");
      return { name, value: decodeURIComponent(one2), type: "query" as const };
    }),
  }));
const opened: fc.Arbitrary<HttpRequest> = fc
  .record({ name: word, headers: fc.array(row, { maxLength: 1 }), body: socket, auth })
  .map((rest) => ({ ...emptyRequest, ...rest, url: "wss://b.test/live?a=1" }));
/** A made-up collection: a few requests at the top, one and a WebSocket in a folder. */
export const anyCollection: fc.Arbitrary<ImportedCollection> = fc
  .record({
    requests: fc.array(request, { minLength: 1, maxLength: 3 }),
    inner: request,
    live: opened,
    auth,
  })
  .map(({ requests, inner, live, auth: own }) => ({
    name: "C",
    data: collectionData({
      name: "C",
      auth: own.kind === "inherit" ? { kind: "none" } : own,
      variables: [{ name: "base", value: "http://base.test" }],
    }),
    children: [
      ...requests.map((one): ImportedItem => requestItem({ request: one })),
      folderItem({ name: "F" }, [requestItem({ request: inner }), requestItem({ request: live })]),
    ],
    environments: [],
    secrets: new Map<string, string>(),
    files: [],
  }));
