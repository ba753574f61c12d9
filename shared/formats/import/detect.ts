import { isYamlMap, type YamlData } from "../yaml/data.ts";
import { parseYaml } from "../yaml/parse.ts";
import { FailureError } from "../../model/failure.ts";
import { isBrunoExport } from "./bruno/config.ts";
import { isCommands } from "./curl/import.ts";
import type { ImportFormat } from "./imported.ts";
import { isGraphql } from "./graphql/import.ts";
import { introspected } from "./graphql/introspection.ts";
import { isHar } from "./har/import.ts";
import { isHoppscotch } from "./hoppscotch/import.ts";
import { isHttpText } from "./http-file/folders.ts";
import { isInsomnia } from "./insomnia/import.ts";
import { isBundle, isCollectionRoot } from "./opencollection/import.ts";
import { postmanKind } from "./postman/import.ts";
import { type ReadData, readJson, type RepeatedKey, type SyntaxProblem } from "./read-json.ts";
import type { SourceText } from "./source-file.ts";

/** A text with what it is and, where it is JSON or YAML, what it says. */
export interface DetectedFile extends SourceText {
  readonly format: ImportFormat | null;
  readonly data: YamlData;
  /** Where the text breaks off; what comes before is in `data`. */
  readonly problem: SyntaxProblem | null;
  readonly repeated: readonly RepeatedKey[];
}

const nothing = { data: null, problem: null, repeated: [] } as const;

/** Finds out what a text is, by what it says; its name only decides where texts look alike. Never throws. */
export function detectFormat(source: SourceText): DetectedFile {
  const text = source.text.trimStart();
  if (/^[[{]/.test(text)) {
    const read = readJson(source.text);
    const { data, problem } = read;
    const format = dataFormat(data);
    // `{a: 1}` is YAML.
    const other = problem === null || format !== null ? null : readYaml(source.text);
    if (other?.problem !== null) return { ...source, ...read, format };
    return { ...source, ...other, format: dataFormat(other.data) };
  }
  if (isGraphql(source.text)) return { ...source, ...nothing, format: "graphql" };
  if (!/^[\w$"']+:/.test(text) && isHttpText(source.text))
    return { ...source, ...nothing, format: "http-file" };
  if (isCommands(source.text)) return { ...source, ...nothing, format: "curl" };
  const read = readYaml(source.text);
  return { ...source, ...read, format: dataFormat(read.data) };
}

function dataFormat(data: YamlData): ImportFormat | null {
  if (isBundle(data) || isCollectionRoot(data)) return "opencollection";
  if (isHar(data)) return "har";
  if (isHoppscotch(data)) return "hoppscotch";
  if (!isYamlMap(data)) return null;
  if (introspected(data) !== null) return "graphql";
  if (isInsomnia(data)) return "insomnia";
  if (isBrunoExport(data)) return "bruno";
  return postmanKind(data) === null ? null : "postman";
}

function readYaml(text: string): ReadData {
  try {
    return { data: parseYaml(text).data, problem: null, repeated: [] };
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    const [, line = "1", column = "1"] =
      /(\d+), column (\d+)/.exec(error.failure.place ?? "") ?? [];
    return {
      data: null,
      problem: { line: Number(line), column: Number(column), reason: error.failure.message },
      repeated: [],
    };
  }
}
