import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { countImport } from "../../shared/formats/import/counts.ts";
import { importSources } from "../../shared/formats/import/import.ts";
import { isRecord, recordsIn, textOf } from "../conformance/suites.ts";
import { byHttpYac, httpYacOf } from "./counts-httpyac.ts";
import { byInsomnia } from "./counts-insomnia.ts";
import { createTally, type Found } from "./tally.ts";

type Json = Readonly<Record<string, unknown>>;
type AnyFunction = (...given: readonly unknown[]) => unknown;

/** One file beside what another program makes of it. */
export interface Counted {
  readonly file: string;
  readonly program: string;
  readonly ours: Found;
  /** Absent parts are ones the program does not have. */
  readonly theirs: Partial<Found>;
  /** `requests: 3 | 2`, ours first; empty: the same. */
  readonly differences: readonly string[];
}

/**
 * Counts what Envoi's importers find beside postman-collection (Postman), Bruno's own reader and converters (.bru, Postman, Insomnia,
 * OpenAPI), Insomnia's importers (its own, HAR, curl) and httpYac's parser. What a program cannot read is left out: `failed` gets a line.
 */
export async function countImports(
  tools: string,
  files: readonly string[],
  failed: (line: string) => void,
): Promise<readonly Counted[]> {
  const load = createRequire(join(tools, "package.json"));
  const httpYac = httpYacOf(load);
  const counted: Counted[] = [];
  for (const file of files) {
    const bytes = new Uint8Array(await readFile(file));
    const imported = importSources([{ path: basename(file), bytes }]);
    if (imported.collections.length !== 1) continue;
    const { folders, requests, examples, scripts, auth } = countImport(imported);
    const ours: Found = { folders, requests, examples, scripts, auth: Object.fromEntries(auth) };
    const text = Buffer.from(bytes)
      .toString(bytes[0] === 0xff ? "utf16le" : "utf8")
      .replace(/^\uFEFF/, "");
    for (const [program, read] of readersFor(imported.formatName, load, httpYac)) {
      try {
        const theirs = await read(text, file);
        if (theirs === null) continue;
        counted.push({ file, program, ours, theirs, differences: differing(ours, theirs) });
      } catch (thrown) {
        failed(`${basename(file)}: ${program} ${String(thrown).split("\n", 1)[0] ?? ""}`);
      }
    }
  }
  return counted;
}

type Read = (text: string, file: string) => Promise<Partial<Found> | null>;

function readersFor(
  format: string,
  load: NodeJS.Require,
  httpYac: ReturnType<typeof httpYacOf>,
): readonly (readonly [string, Read])[] {
  if (/^Postman Collection(?: 2|$)/.test(format))
    return [
      ["postman-collection", async (text) => byPostman(text, load)],
      ["Bruno's converter", async (text) => byConverter("postmanToBruno", JSON.parse(text), load)],
    ];
  if (format.startsWith("Insomnia"))
    return [
      [
        "Bruno's converter",
        async (text) => byConverter("insomniaToBruno", dataOf(text, load), load),
      ],
      ...(format === "Insomnia 4"
        ? [["Insomnia's importers", async (text: string) => byInsomnia(text, load)] as const]
        : []),
    ];
  if (format === "HAR" || format === "curl")
    return [["Insomnia's importers", async (text) => byInsomnia(text, load)]];
  if (format === "HTTP request file")
    return httpYac === null
      ? []
      : [["httpYac's parser", async (text, file) => byHttpYac(text, file, httpYac)]];
  if (/^(?:OpenAPI|Swagger)/.test(format))
    return [
      [
        "Bruno's converter",
        async (text) => byConverter("openApiToBruno", dataOf(text, load), load),
      ],
    ];
  if (format === "Bruno") return [["Bruno's reader", async (text) => byReader(text, load)]];
  if (format === "Bruno export")
    return [["itself", async (text) => brunoCounts(JSON.parse(text) as Json)]];
  return [];
}

function dataOf(text: string, load: NodeJS.Require): unknown {
  const yaml: unknown = load("yaml");
  const parse = isRecord(yaml) ? yaml["parse"] : undefined;
  return typeof parse === "function" ? Reflect.apply(parse, null, [text]) : JSON.parse(text);
}

/** Postman's own library. */
function byPostman(text: string, load: NodeJS.Require): Found {
  const { Collection } = load("postman-collection") as {
    readonly Collection: new (data: unknown) => Json;
  };
  const parsed: unknown = JSON.parse(text);
  const data = isRecord(parsed) && isRecord(parsed["collection"]) ? parsed["collection"] : parsed;
  const made = new Collection(data);
  const toJson = made["toJSON"];
  const whole: unknown = typeof toJson === "function" ? Reflect.apply(toJson, made, []) : {};
  const tally = createTally();
  const visit = (item: Json): void => {
    for (const event of recordsIn(item["event"])) {
      const script = isRecord(event["script"]) ? event["script"] : {};
      const exec = script["exec"];
      const code = Array.isArray(exec) ? exec.join("") : (textOf(exec) ?? "");
      if (code.trim() !== "") tally.scripts += 1;
    }
    const request = isRecord(item["request"]) ? item["request"] : item;
    const auth = isRecord(request["auth"]) ? (textOf(request["auth"]["type"]) ?? "") : "";
    if (auth !== "noauth") tally.addAuth(auth);
  };
  const walk = (items: unknown): void => {
    for (const item of recordsIn(items)) {
      visit(item);
      if (Array.isArray(item["item"])) {
        tally.folders += 1;
        walk(item["item"]);
      } else {
        tally.requests += 1;
        tally.examples += recordsIn(item["response"]).length;
      }
    }
  };
  if (isRecord(whole)) {
    visit(whole);
    walk(whole["item"]);
  }
  return tally.found();
}

async function byConverter(name: string, data: unknown, load: NodeJS.Require): Promise<Found> {
  const converters: unknown = load("@usebruno/converters");
  const convert = isRecord(converters) ? converters[name] : undefined;
  if (typeof convert !== "function") throw new Error(`there is no ${name} any more`);
  const made: unknown = await quietly(() => Reflect.apply(convert as AnyFunction, null, [data]));
  const found = isRecord(made) && isRecord(made["collection"]) ? made["collection"] : made;
  return brunoCounts(isRecord(found) ? found : {});
}

/** A collection in Bruno's JSON form. */
function brunoCounts(collection: Json): Found {
  const tally = createTally();
  const holder = (request: unknown): void => {
    if (!isRecord(request)) return;
    const script = isRecord(request["script"]) ? request["script"] : {};
    for (const code of [script["req"], script["res"], request["tests"]])
      if ((textOf(code) ?? "").trim() !== "") tally.scripts += 1;
    const auth = isRecord(request["auth"]) ? (textOf(request["auth"]["mode"]) ?? "") : "";
    if (auth !== "none" && auth !== "inherit") tally.addAuth(auth);
  };
  const rootOf = (item: Json): unknown =>
    isRecord(item["root"]) ? item["root"]["request"] : undefined;
  const walk = (items: unknown): void => {
    for (const item of recordsIn(items)) {
      if (item["type"] === "folder") {
        tally.folders += 1;
        holder(rootOf(item));
        walk(item["items"]);
      } else if (item["type"] !== "js") {
        tally.requests += 1;
        tally.examples += recordsIn(item["examples"]).length;
        holder(item["request"]);
      }
    }
  };
  holder(rootOf(collection));
  walk(collection["items"]);
  return tally.found();
}

/** One .bru file, by Bruno's own reader. */
async function byReader(text: string, load: NodeJS.Require): Promise<Found> {
  const lang: unknown = load("@usebruno/filestore");
  const parse = isRecord(lang) ? lang["parseRequest"] : undefined;
  if (typeof parse !== "function") throw new Error("Bruno has no parseRequest any more");
  const item: unknown = await quietly(() =>
    Reflect.apply(parse as AnyFunction, null, [text, { format: "bru" }]),
  );
  return brunoCounts({ items: isRecord(item) ? [item] : [] });
}

function differing(ours: Found, theirs: Partial<Found>): readonly string[] {
  const found = (["folders", "requests", "examples", "scripts"] as const)
    .filter((key) => theirs[key] !== undefined && ours[key] !== theirs[key])
    .map((key) => `${key}: ${ours[key]} | ${theirs[key]}`);
  if (theirs.auth === undefined) return found;
  const sum = (auth: Found["auth"]): number =>
    Object.values(auth).reduce((total, one) => total + one, 0);
  if (sum(ours.auth) !== sum(theirs.auth))
    found.push(`auth: ${JSON.stringify(ours.auth)} | ${JSON.stringify(theirs.auth)}`);
  return found;
}

/** What others log while they read is not what this command has to say. */
export async function quietly(work: () => unknown): Promise<unknown> {
  const { log, error, warn } = console;
  Object.assign(console, { log: () => undefined, error: () => undefined, warn: () => undefined });
  try {
    return await work();
  } finally {
    Object.assign(console, { log, error, warn });
  }
}
