import { join } from "node:path";
import { charsetName } from "../../shared/formats/charset.ts";
import { mediaTypeText, parseMediaType } from "../../shared/model/media-type.ts";
import { areaOf, type Case, compared, type TryArea } from "./area.ts";
import { jsonFiles, missing, recordsIn, textOf } from "./suites.ts";

/** MIME types read and written again, and the charset they name (`input`, `output`, `encoding`). */
export const mimesniff: TryArea = async (suites) => {
  const absent = missing(suites, "mimesniff");
  if (absent !== null) return absent;
  const cases: Case[] = [];
  for (const { data } of await jsonFiles(join(suites, "mimesniff"))) {
    for (const one of recordsIn(data)) {
      const input = textOf(one["input"]);
      if (input === null || !("output" in one)) continue;
      const read = parseMediaType(input);
      const id = JSON.stringify(input).slice(0, 80);
      cases.push(compared(id, () => mediaTypeText(read) || null, one["output"]));
      if (textOf(one["encoding"]) !== null) {
        const name = (): string | null => charsetName(read.parameters["charset"] ?? "");
        cases.push(compared(`${id} charset`, name, textOf(one["encoding"])?.toLowerCase()));
      }
    }
  }
  return [areaOf("mimesniff", 1, cases)];
};
