import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { indentJson } from "../../shared/formats/json-indent.ts";
import { areaOf, type Case, type TryArea } from "./area.ts";
import { filesBelow, missing } from "./suites.ts";

/** Files y_… must be taken, n_… refused with a place; i_… may be either, and must come to an end. */
export const jsonParsing: TryArea = async (suites) => {
  const absent = missing(suites, "json-parsing");
  if (absent !== null) return absent;
  const cases: Case[] = [];
  for (const file of await filesBelow(join(suites, "json-parsing"), ".json")) {
    const id = basename(file, ".json");
    const kind = /^[yni]_/.exec(id)?.[0];
    if (kind === undefined) continue;
    cases.push({ id, problem: problemOf(kind, await readFile(file)) });
  }
  return [areaOf("json-parsing", 1, cases)];
};

function problemOf(kind: string, bytes: Uint8Array): string | null {
  try {
    const { errorAt } = indentJson(bytes);
    if (kind === "y_" && errorAt !== null) return `refused at byte ${errorAt}`;
    if (kind === "n_" && errorAt === null) return "taken";
    return errorAt !== null && (errorAt < 0 || errorAt > bytes.length) ? "refused outside" : null;
  } catch (thrown) {
    return `threw ${thrown instanceof Error ? thrown.name : "something"}`;
  }
}
