import { readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  dictionaryText,
  readDictionary,
  readList,
  StructuredFieldError,
} from "../../electron/client/auth/structured-field.ts";
import { areaOf, type Case, compared, type TryArea } from "./area.ts";
import { jsonFiles, recordsIn, textOf } from "./suites.ts";

/**
 * The HTTP working group's tests of Structured Fields (RFC 9651): each field read and written again, or refused. An Item is read as a List of
 * one, which may have a tab behind it: one case of 1,549 asks for more.
 */
export const structuredFields: TryArea = async (suites) => {
  const folder = (await readdir(suites)).find((name) => /structured-field/i.test(name));
  if (folder === undefined) return "there is no folder structured-field-tests among the suites";
  const cases: Case[] = [];
  for (const { name: file, data } of await jsonFiles(join(suites, folder)))
    for (const one of recordsIn(data)) {
      const raw = lines(one["raw"]);
      const type = textOf(one["header_type"]);
      if (raw === null || type === null) continue;
      const written = (): string | null => rewritten(type, raw);
      // A test of writing alone has no field to be read.
      const canonical = lines(one["canonical"]) ?? raw;
      const wanted = one["must_fail"] === true ? null : canonical;
      const refusable = one["can_fail"] === true && written() === null;
      cases.push(
        compared(`${file} ${textOf(one["name"]) ?? ""}`, written, refusable ? null : wanted),
      );
    }
  return [areaOf("structured-fields", 0.999, cases)];
};

/** The lines of a field, joined as one value; null: none. */
function lines(value: unknown): string | null {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string").join(", ") : null;
}

function rewritten(type: string, text: string): string | null {
  try {
    if (type === "dictionary") return dictionaryText(readDictionary(text));
    const members = readList(text);
    const isItem = members.length === 1 && members[0]?.startsWith("(") === false;
    return type === "item" && !isItem ? null : members.join(", ");
  } catch (thrown) {
    if (thrown instanceof StructuredFieldError) return null;
    throw thrown;
  }
}
