import { readFile } from "node:fs/promises";
import { isRecord, recordsIn, textOf } from "../conformance/suites.ts";
import { caseField } from "./recorder.ts";

type Json = Readonly<Record<string, unknown>>;

/** A Postman collection as every program gets it. */
export interface Trial {
  readonly name: string;
  /** The collection with one case field in each request, and nothing that runs. */
  readonly collection: Json;
  /** Names and values nothing in the collection gives. */
  readonly environment: Readonly<Record<string, string>>;
  readonly cases: readonly Case[];
  /** Scripts that were taken out. */
  readonly scripts: number;
}

/** One request of a collection. */
export interface Case {
  readonly id: string;
  readonly name: string;
  /** Lower-case names of the header fields a person wrote. */
  readonly written: ReadonlySet<string>;
  readonly auth: string;
  readonly mode: string;
}

/** Reads a Postman collection of form 2; null: the file is something else, or holds no request. */
export async function readTrial(name: string, file: string): Promise<Trial | null> {
  const bytes = await readFile(file);
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = utf16 ? bytes.toString("utf16le") : bytes.toString("utf8");
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return null;
  }
  const found = isRecord(data) && isRecord(data["collection"]) ? data["collection"] : data;
  if (!isRecord(found) || !isRecord(found["info"]) || !Array.isArray(found["item"])) return null;
  return trialOf(name, found);
}

/** Prepares a collection: scripts out, values that are made anew each time fixed, a case field in each request. */
export function trialOf(name: string, found: Json): Trial {
  const cases: Case[] = [];
  let scripts = 0;
  const prepared = (items: unknown, above: string): readonly Json[] =>
    recordsIn(items).map((item) => {
      const { event, ...rest } = item;
      scripts += recordsIn(event).length;
      const auth = authOf(item, above);
      if (Array.isArray(item["item"])) return { ...rest, item: prepared(item["item"], auth) };
      const request = isRecord(item["request"]) ? item["request"] : { url: item["request"] };
      const id = `${cases.length + 1}`;
      const rows = headerRows(request["header"]);
      const body = isRecord(request["body"]) ? request["body"] : {};
      cases.push({
        id,
        name: textOf(item["name"]) ?? "",
        written: new Set(rows.filter(on).map((row) => (textOf(row["key"]) ?? "").toLowerCase())),
        auth: authOf(request, auth),
        mode: body["disabled"] === true ? "" : (textOf(body["mode"]) ?? ""),
      });
      const header = [...rows, { key: caseField, value: id }];
      return { ...rest, request: { method: "GET", ...request, header }, response: [] };
    });
  const { event, ...root } = found;
  scripts += recordsIn(event).length;
  const items = prepared(found["item"], authOf(found, "none"));
  const text = JSON.stringify({ ...root, item: items }).replaceAll(/\{\{\$[^{}]*\}\}/g, "made-up");
  const collection: unknown = JSON.parse(text);
  if (!isRecord(collection)) throw new Error("a collection is a record");
  return { name, collection, environment: valuesFor(text, found), cases, scripts };
}

function on(row: Json): boolean {
  return row["disabled"] !== true && row["enabled"] !== false;
}

/** Header fields; one text of lines is the older way to write them. */
function headerRows(header: unknown): readonly Json[] {
  if (typeof header !== "string") return recordsIn(header);
  return header
    .split(/\r?\n/)
    .filter((line) => line.includes(":"))
    .map((line) => ({
      key: line.slice(0, line.indexOf(":")),
      value: line.slice(line.indexOf(":") + 1).trim(),
    }));
}

function authOf(item: Json, above: string): string {
  const auth = item["auth"];
  if (auth === undefined || auth === null) return above;
  return isRecord(auth) ? (textOf(auth["type"]) ?? "none") : above;
}

/** A value for every `{{name}}` that has none: an address where a URL begins with it, else a plain word. */
function valuesFor(text: string, { variable }: Json): Readonly<Record<string, string>> {
  const given = new Set(
    recordsIn(variable)
      .filter((row) => on(row) && `${textOf(row["value"]) ?? ""}` !== "")
      .map((row) => textOf(row["key"]) ?? textOf(row["id"]) ?? ""),
  );
  const values: Record<string, string> = {};
  for (const [, name = ""] of text.matchAll(/\{\{([^{}"\\]+)\}\}/g)) {
    if (given.has(name) || Object.hasOwn(values, name)) continue;
    const begins = text.includes(`"raw":"{{${name}}}`) || text.includes(`"url":"{{${name}}}`);
    const word = name.replaceAll(/[^a-z0-9]/gi, "").toLowerCase();
    values[name] = begins ? `http://${word || "host"}.test` : `${word || "some"}-value`;
  }
  return values;
}
