import path from "node:path";
import type {
  ExportInput,
  ExportsContract,
  ExportView,
  Handlers,
} from "../../shared/contract/index.ts";
import { readCollectionFiles } from "../../shared/formats/export/collection.ts";
import { exportCollection, exportFormat } from "../../shared/formats/export/export.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { atomicWrite } from "../base/atomic-write.ts";
import { readSources } from "../imports/read-sources.ts";

/** Collections in other formats. `folderOf`: the folder of an open collection; throws `not-found` for an unknown one. */
export function createExports(
  folderOf: (collectionId: string) => string,
): Handlers<ExportsContract> {
  async function view(input: ExportInput): Promise<ExportView> {
    const folder = folderOf(input.collectionId);
    const format = exportFormat(input.format);
    if (format === undefined) throw nothingThere();
    const read = readCollectionFiles(await readSources(folder), path.basename(folder));
    const result = exportCollection(read, format, input);
    if (result === null) throw nothingThere();
    return {
      text: result.text,
      left: result.left,
      secrets: result.secrets.map(({ name, places }) => ({
        name,
        place: places[0]?.join(" / ") ?? "",
      })),
    };
  }
  return {
    "exports.preview": view,
    "exports.write": async (input) => {
      const { text } = await view(input);
      await atomicWrite(input.file, text);
      return Buffer.byteLength(text);
    },
  };
}

function nothingThere(): FailureError {
  return new FailureError({
    kind: "not-found",
    code: "export",
    message: "There is nothing to export at that place.",
    remedy: "Choose a collection, a folder or a request.",
  });
}
