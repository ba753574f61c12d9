import { flagOf, textOf } from "../../opencollection/fields.ts";
import { isYamlNumber, type YamlData, type YamlMap, yamlNumber } from "../../yaml/data.ts";

/** One value of each format (JSON Schema 2020-12 validation §7.3, OpenAPI's format registry). Addresses are documentation's own. */
const formats: ReadonlyMap<string, string> = new Map([
  ["date-time", "2024-01-31T12:00:00Z"],
  ["date", "2024-01-31"],
  ["time", "12:00:00Z"],
  ["duration", "P1D"],
  ["email", "user@example.com"],
  ["idn-email", "user@example.com"],
  ["hostname", "example.com"],
  ["idn-hostname", "example.com"],
  ["ipv4", "192.0.2.1"],
  ["ip", "192.0.2.1"],
  ["ipv6", "2001:db8::1"],
  ["uri", "https://example.com"],
  ["url", "https://example.com"],
  ["iri", "https://example.com"],
  ["uri-reference", "/example"],
  ["iri-reference", "/example"],
  ["uri-template", "/example/{id}"],
  ["uuid", "3fa85f64-5717-4562-b3fc-2c963f66afa6"],
  ["guid", "3fa85f64-5717-4562-b3fc-2c963f66afa6"],
  ["json-pointer", "/example"],
  ["relative-json-pointer", "0"],
  ["regex", "^.*$"],
  ["byte", "c3RyaW5n"],
  ["base64url", "c3RyaW5n"],
  ["binary", ""],
  ["int64", "0"],
  ["int32", "0"],
  ["decimal", "0"],
]);

/** A text that fits a schema's format and length. */
export function stringSample(keywords: YamlMap): string {
  const known = formats.get(textOf(keywords.get("format")).toLowerCase());
  if (known !== undefined) return known;
  if (textOf(keywords.get("contentEncoding")).startsWith("base64")) return "c3RyaW5n";
  const least = Math.min(numberAt(keywords, "minLength") ?? 0, 1000);
  const most = numberAt(keywords, "maxLength") ?? Infinity;
  const word = "string";
  if (least <= word.length) return word.slice(0, Math.max(least, most));
  return word.repeat(Math.ceil(least / word.length)).slice(0, least);
}

/** A number within a schema's bounds: 0 where it may be. */
export function numberSample(keywords: YamlMap): YamlData {
  const step = numberAt(keywords, "multipleOf") ?? 0;
  const whole = textOf(keywords.get("type")) === "integer" || Number.isInteger(step);
  // OpenAPI 3.0 and Swagger 2 have flags where 3.1 has numbers.
  const low = bound(keywords, "minimum", "exclusiveMinimum");
  const high = bound(keywords, "maximum", "exclusiveMaximum");
  let value = 0;
  if (low !== null && (value < low.at || (low.open && value === low.at)))
    value = low.open ? low.at + (whole ? 1 : 0.5) : low.at;
  if (high !== null && (value > high.at || (high.open && value === high.at)))
    value = high.open ? high.at - (whole ? 1 : 0.5) : high.at;
  if (step > 0 && value % step !== 0) value = Math.ceil(value / step) * step;
  return yamlNumber(Object.is(value, -0) ? 0 : value);
}

interface Bound {
  readonly at: number;
  /** The bound itself does not count. */
  readonly open: boolean;
}

function bound(keywords: YamlMap, closed: string, open: string): Bound | null {
  const own = numberAt(keywords, closed);
  const exclusive = numberAt(keywords, open);
  if (exclusive !== null) return { at: exclusive, open: true };
  return own === null ? null : { at: own, open: flagOf(keywords.get(open)) };
}

function numberAt(keywords: YamlMap, key: string): number | null {
  const value = keywords.get(key);
  return isYamlNumber(value) && Number.isFinite(value.number) ? value.number : null;
}
