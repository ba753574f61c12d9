import * as v from "valibot";
import { ownNetwork } from "../../../shared/schema/network.ts";
import { auth } from "./auth.ts";

// Sizes are generous and finite: a frame is at most 16 Mi code units, and no single field needs more.

export const none = v.null();
export const flag = v.boolean();

/** Any text a person can type or paste. */
export const text = v.pipe(v.string(), v.maxLength(12 * 1024 * 1024));
/** Names, titles, single lines. */
export const line = v.pipe(v.string(), v.maxLength(64 * 1024));
/** An id this app made (`<exchange>.<n>` for a body): opaque, short, safe in a path and in a URL. */
export const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/));
/** SHA-256, hex. */
export const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A path of this machine. Absolute or not is for the service to say; NUL never is part of one. */
export const filePath = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(32 * 1024),
  v.check(hasNoNul),
);

/** `/`-separated, inside a collection: no way out, no absolute form, on any system. */
export const itemPath = v.pipe(v.string(), v.maxLength(8 * 1024), v.check(staysInside));

function hasNoNul(value: string): boolean {
  return !value.includes("\0");
}

function staysInside(value: string): boolean {
  if (value === "") return true;
  // A backslash and a colon are ordinary characters of a name everywhere but on Windows.
  if (process.platform === "win32" && /[\\:]/.test(value)) return false;
  if (!hasNoNul(value)) return false;
  return value.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

export const itemRef = { collectionId: id, path: itemPath };

const rows = v.array(
  v.strictObject({
    name: text,
    value: text,
    description: v.exactOptional(text),
    disabled: v.exactOptional(flag),
  }),
);

const variables = v.array(
  v.strictObject({
    name: line,
    value: text,
    type: v.exactOptional(v.picklist(["string", "number", "boolean", "null", "object"])),
    description: v.exactOptional(text),
    disabled: v.exactOptional(flag),
    secret: v.exactOptional(flag),
  }),
);

const part = v.strictObject({
  name: text,
  kind: v.picklist(["text", "file"]),
  value: text,
  paths: v.array(line),
  contentType: v.exactOptional(line),
  description: v.exactOptional(text),
  disabled: v.exactOptional(flag),
});

const body = v.variant("kind", [
  v.strictObject({ kind: v.literal("none") }),
  v.strictObject({ kind: v.picklist(["json", "xml", "text", "sparql"]), text }),
  v.strictObject({
    kind: v.literal("graphql"),
    query: text,
    variables: text,
    operation: v.exactOptional(line),
  }),
  v.strictObject({
    kind: v.literal("websocket"),
    messages: v.array(
      v.strictObject({
        title: line,
        selected: flag,
        type: v.picklist(["text", "json", "xml", "binary"]),
        data: text,
      }),
    ),
    pingInterval: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  }),
  v.strictObject({ kind: v.literal("form"), rows }),
  v.strictObject({ kind: v.literal("multipart"), parts: v.array(part) }),
  v.strictObject({
    kind: v.literal("file"),
    files: v.array(v.strictObject({ path: line, contentType: line, selected: flag })),
  }),
  v.strictObject({ kind: v.literal("other"), type: line }),
]);

const inherit = v.literal("inherit");

const basics = {
  timeout: v.exactOptional(v.union([count, inherit])),
  followRedirects: v.exactOptional(v.union([flag, inherit])),
  maxRedirects: v.exactOptional(v.union([count, inherit])),
  encodeUrl: v.exactOptional(v.union([flag, inherit])),
};

const requestSettings = v.strictObject({
  ...basics,
  omitHeaders: v.exactOptional(v.array(line)),
  verifyTls: v.exactOptional(flag),
  verifyProxy: v.exactOptional(flag),
  network: v.exactOptional(ownNetwork),
});

const raw = v.strictObject({
  target: line,
  tls: flag,
  encoding: v.picklist(["text", "base64"]),
  data: text,
  newline: v.picklist(["crlf", "lf", "crlf-head"]),
  literal: v.exactOptional(v.literal(true)),
});

export const action = v.strictObject({
  name: line,
  scope: v.picklist(["runtime", "request", "folder", "collection", "environment"]),
  selector: v.variant("kind", [
    v.strictObject({ kind: v.literal("json"), path: text }),
    v.strictObject({ kind: v.literal("header"), name: line }),
    v.strictObject({ kind: v.literal("cookie"), name: line }),
    v.strictObject({ kind: v.literal("regex"), pattern: text }),
    v.strictObject({ kind: v.literal("status") }),
    v.strictObject({ kind: v.literal("other"), expression: text }),
  ]),
  description: v.exactOptional(text),
  disabled: v.exactOptional(flag),
});

export const request = v.strictObject({
  name: line,
  method: line,
  url: text,
  headers: rows,
  params: v.array(
    v.strictObject({
      name: text,
      value: text,
      description: v.exactOptional(text),
      disabled: v.exactOptional(flag),
      type: v.picklist(["query", "path"]),
    }),
  ),
  body,
  auth,
  variables,
  actions: v.exactOptional(v.array(action)),
  settings: requestSettings,
  docs: text,
  tags: v.array(line),
  raw: v.exactOptional(raw),
});

export const defaults = v.strictObject({
  name: line,
  headers: rows,
  auth,
  variables,
  actions: v.exactOptional(v.array(action)),
  docs: text,
  settings: v.exactOptional(v.strictObject(basics)),
  network: v.exactOptional(ownNetwork),
});

export const environment = v.strictObject({
  name: line,
  color: v.exactOptional(line),
  variables,
});

export const workspace = v.strictObject({
  name: line,
  collections: v.array(v.strictObject({ name: line, path: line, remote: v.exactOptional(line) })),
  docs: text,
  settings: v.exactOptional(v.strictObject(basics)),
  network: v.exactOptional(ownNetwork),
});
