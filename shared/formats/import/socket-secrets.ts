import { textOf, withField } from "../opencollection/fields.ts";
import { isYamlList, isYamlMap, type YamlData } from "../yaml/data.ts";
import { isLiteral, isSecretName, looksSecret } from "./secret-signs.ts";
import { variableName } from "./variable-name.ts";

/** What is written instead of a literal: itself, or a variable. */
type Literal = (value: string, wish: string, place: readonly string[]) => string;

/** A URL with the values of its query that nobody is to see taken out: that of a WebSocket stands beside no list of parameters. */
export function inQuery(
  url: string,
  place: readonly string[],
  literal: Literal,
): string | undefined {
  if (!url.includes("?")) return url === "" ? undefined : url;
  return url.replace(
    /([?&])([^=&#?]+)=([^&#]+)/g,
    (whole, mark: string, name: string, value: string) =>
      isLiteral(value) && (isSecretName(name) || looksSecret(value))
        ? `${mark}${name}=${literal(value, variableName(name), [...place, name])}`
        : whole,
  );
}

/** Messages of a WebSocket: the first of them is often the login. Values of JSON names that say so. */
export function inMessages(
  data: YamlData | undefined,
  place: readonly string[],
  literal: Literal,
): YamlData | undefined {
  if (isYamlList(data)) return data.map((entry) => inMessages(entry, place, literal) ?? entry);
  if (!isYamlMap(data)) return data;
  const inner = data.get("message");
  if (isYamlMap(inner))
    return withField(data, "message", inMessages(inner, place, literal), ["title", "selected"]);
  const text = textOf(data.get("data"));
  if (textOf(data.get("type")) === "binary") return data;
  const next = text.replace(
    /"((?:[^"\\]|\\.)*)"(\s*:\s*)"([^"\\]+)"/g,
    (whole, name: string, colon: string, value: string) =>
      isLiteral(value) && (isSecretName(name) || looksSecret(value))
        ? `"${name}"${colon}"${literal(value, variableName(name), [...place, name])}"`
        : whole,
  );
  return next === text ? data : withField(data, "data", next, ["type", "data"]);
}
