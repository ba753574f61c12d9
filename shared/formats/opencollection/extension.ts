import type { YamlData, YamlMap } from "../yaml/data.ts";
import { mapAt, withField, withFieldIn } from "./fields.ts";

const order = [
  "raw",
  "operationName",
  "actions",
  "auth",
  "omitHeaders",
  "verifyTls",
  "verifyProxy",
  "settings",
  "network",
  "openapi",
];

/** The whole file with one field of `extensions.envoi` set or removed. `outer`: order of the file's top-level keys. */
export function withEnvoi(
  data: YamlMap,
  key: string,
  value: YamlData | undefined,
  outer: readonly string[],
): YamlMap {
  const envoi = withField(mapAt(data, "extensions", "envoi"), key, value, order);
  return withFieldIn(data, "extensions", "envoi", envoi.size === 0 ? undefined : envoi, {
    outer,
    inner: [],
  });
}
