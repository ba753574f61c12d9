import type { Auth } from "../../model/auth.ts";
import { assertNever } from "../../model/failure.ts";
import { isYamlMap, type YamlData, type YamlMap, yamlMap } from "../yaml/data.ts";
import { textOf, withField } from "./fields.ts";

/** Auth of a request, folder or collection. Absent means none, for folders too (Bruno's rule). */
export function readAuth(data: YamlData | undefined): Auth {
  if (!isYamlMap(data)) return namedAuth(textOf(data));
  const type = textOf(data.get("type")) || textOf(data.get("mode"));
  switch (type) {
    case "basic":
      return {
        kind: "basic",
        username: textOf(data.get("username")),
        password: textOf(data.get("password")),
      };
    case "bearer":
      return { kind: "bearer", token: textOf(data.get("token")) };
    case "apikey":
      return {
        kind: "apikey",
        key: textOf(data.get("key")),
        value: textOf(data.get("value")),
        placement: textOf(data.get("placement")).startsWith("query") ? "query" : "header",
      };
    default:
      return namedAuth(type);
  }
}

function namedAuth(name: string): Auth {
  if (name === "" || name === "none") return { kind: "none" };
  return name === "inherit" ? { kind: "inherit" } : { kind: "other", type: name };
}

/** The file's auth for a changed one: fields that stay the same keep their place, unknown fields stay. */
export function patchAuth(data: YamlData | undefined, after: Auth): YamlData | undefined {
  const before = readAuth(data);
  switch (after.kind) {
    case "none":
      return undefined;
    case "inherit":
      return "inherit";
    case "other":
      // Envoi edits no field of it: what is there stays.
      return data;
    case "basic":
      return fieldsOf(data, before, "basic", {
        username: after.username,
        password: after.password,
      });
    case "bearer":
      return fieldsOf(data, before, "bearer", { token: after.token });
    case "apikey":
      return fieldsOf(data, before, "apikey", {
        key: after.key,
        value: after.value,
        placement: after.placement,
      });
    default:
      return assertNever(after);
  }
}

function fieldsOf(
  data: YamlData | undefined,
  before: Auth,
  type: Auth["kind"],
  fields: Readonly<Record<string, string>>,
): YamlData {
  if (before.kind !== type || !isYamlMap(data))
    return yamlMap([["type", type], ...Object.entries(fields)]);
  const old = before as unknown as Readonly<Record<string, string>>;
  const order = ["type", ...Object.keys(fields)];
  let next: YamlMap = data;
  for (const [key, value] of Object.entries(fields)) {
    if (old[key] !== value) next = withField(next, key, value, order);
  }
  return next;
}
