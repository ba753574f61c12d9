import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { exportFormat } from "../../shared/formats/export/export.ts";
import { jsonOf } from "../../shared/formats/export/exported.ts";
import { importSources } from "../../shared/formats/import/import.ts";
import { readJson } from "../../shared/formats/import/read-json.ts";
import { filesBelow, isRecord, recordsIn } from "../conformance/suites.ts";

/** What others' validators say of Envoi's exports. */
export interface Verdicts {
  /** Format → how many texts were looked at, and how many are valid. */
  readonly counts: ReadonlyMap<string, { readonly tried: number; readonly valid: number }>;
  /** A line for each text that is not. */
  readonly said: readonly string[];
}

/** The errors of one text; empty: it is valid. */
type Check = (text: string) => Promise<readonly string[]>;

/**
 * Exports every collection in the files and lets validators of others judge: OpenAPI 3.1 by its official schema, Postman by its own schema
 * (from the suites), HTTP archives by har-schema. `archives`: what was sent, one text for each collection.
 */
export async function validateExports(
  tools: string,
  files: readonly string[],
  suites: string | null,
  archives: readonly string[],
): Promise<Verdicts> {
  const checks = new Map<string, Check>();
  const openApi = await openApiCheck(tools);
  checks.set("openapi", openApi);
  checks.set("openapi-json", openApi);
  const schemas = suites === null ? "" : join(suites, "postman/schemas/schemas/draft-07/v2.1.0");
  if (existsSync(schemas)) checks.set("postman", await postmanCheck(tools, schemas));
  const har = await harCheck(tools);
  const counts = new Map<string, { tried: number; valid: number }>();
  const said: string[] = [];
  const judge = async (format: string, name: string, text: string, check: Check): Promise<void> => {
    const count = counts.get(format) ?? { tried: 0, valid: 0 };
    counts.set(format, count);
    count.tried += 1;
    const errors = await check(text);
    if (errors.length === 0) count.valid += 1;
    else said.push(`${format} ${name}: ${errors.slice(0, 3).join("; ")}`);
  };
  for (const file of files) {
    const bytes = new Uint8Array(await readFile(file));
    for (const collection of importSources([{ path: basename(file), bytes }]).collections)
      for (const [id, check] of checks) {
        const text = exportFormat(id)?.write(collection).text;
        if (text !== undefined)
          await judge(id, `${basename(file)} ${collection.name}`, text, check);
      }
  }
  for (const [index, text] of archives.entries()) await judge("har", `${index + 1}`, text, har);
  return { counts, said };
}

async function openApiCheck(tools: string): Promise<Check> {
  const file = join(tools, "node_modules/@seriousme/openapi-schema-validator/index.js");
  const loaded: unknown = await import(pathToFileURL(file).href);
  const validator = isRecord(loaded) ? loaded["Validator"] : undefined;
  if (typeof validator !== "function") throw new Error("the OpenAPI validator has changed");
  return async (text) => {
    const made: unknown = Reflect.construct(validator, []);
    const validate: unknown =
      typeof made === "object" && made !== null ? Reflect.get(made, "validate") : undefined;
    if (typeof validate !== "function") throw new Error("the OpenAPI validator has changed");
    const result: unknown = await (validate as AnyFunction).call(made, text);
    if (!isRecord(result)) return ["no verdict"];
    return result["valid"] === true ? [] : errorsOf(result["errors"]);
  };
}

type AnyFunction = (...given: readonly unknown[]) => unknown;

interface Ajv {
  readonly addSchema: (schema: unknown, key?: string) => unknown;
  readonly compile: (
    schema: unknown,
  ) => ((data: unknown) => boolean) & { readonly errors?: unknown };
}

function ajvOf(tools: string): Ajv {
  const load = createRequire(join(tools, "package.json"));
  const loaded: unknown = load("ajv");
  const found = isRecord(loaded) ? (loaded["default"] ?? loaded) : loaded;
  if (typeof found !== "function") throw new Error("ajv has changed");
  const ajv = Reflect.construct(found, [{ strict: false, allErrors: true }]) as Ajv;
  const formats: unknown = load("ajv-formats");
  const add: unknown = isRecord(formats) ? (formats["default"] ?? formats) : formats;
  if (typeof add !== "function") throw new Error("ajv-formats has changed");
  (add as AnyFunction)(ajv);
  return ajv;
}

async function postmanCheck(tools: string, folder: string): Promise<Check> {
  const ajv = ajvOf(tools);
  // The parts are what the whole calls its definitions.
  const definitions: Record<string, unknown> = {};
  for (const file of await filesBelow(join(folder, "collection"), ".json")) {
    // Some of them have a comma too many.
    const { data } = readJson(await readFile(file, "utf8"));
    definitions[basename(file, ".json")] = withoutIds(jsonOf(data));
  }
  const whole: unknown = JSON.parse(await readFile(join(folder, "collection.json"), "utf8"));
  const { $id: _, ...schema } = isRecord(whole) ? whole : {};
  return checkWith(ajv, { ...schema, definitions });
}

function withoutIds(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(withoutIds);
  if (!isRecord(data)) return data;
  return Object.fromEntries(
    Object.entries(data).flatMap(([key, value]) =>
      key === "$id" && typeof value === "string" ? [] : [[key, withoutIds(value)] as const],
    ),
  );
}

async function harCheck(tools: string): Promise<Check> {
  const ajv = ajvOf(tools);
  const folder = join(tools, "node_modules/har-schema/lib");
  for (const file of await filesBelow(folder, ".json")) {
    const { $schema: _, ...schema } = JSON.parse(await readFile(file, "utf8")) as Record<
      string,
      unknown
    >;
    ajv.addSchema(schema, basename(file));
  }
  return checkWith(ajv, { $ref: "har.json#" });
}

function checkWith(ajv: Ajv, schema: unknown): Check {
  const validate = ajv.compile(schema);
  return async (text) => {
    const data: unknown = JSON.parse(text);
    return validate(data) ? [] : errorsOf(validate.errors);
  };
}

function errorsOf(errors: unknown): readonly string[] {
  if (typeof errors === "string") return [errors];
  const found = recordsIn(errors).map((error) =>
    [error["instancePath"], error["message"], JSON.stringify(error["params"])].join(" "),
  );
  return found.length === 0 ? ["not valid"] : found;
}
