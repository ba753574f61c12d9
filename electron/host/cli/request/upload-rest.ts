import { createReadStream } from "node:fs";
import { type BodyFile, fileBody, fileChanged } from "../../../client/body/file.ts";
import type { BodySource } from "../../../client/send.ts";
import { badOption } from "../settings/values.ts";

/** An upload gone on with: what is left of the file from a byte on, and which part of the whole it is (RFC 9110 §14.4, as curl's -C with -T). */
export interface UploadRest {
  readonly source: BodySource;
  readonly contentRange: string;
}

/** `offset`: as typed; `-` begins at 0, since nobody can tell what the server has. Throws FailureError `input` for one behind the end. */
export function uploadRest(file: BodyFile, offset: string): UploadRest {
  const from = offset === "-" ? 0 : Number(offset);
  if (!Number.isSafeInteger(from) || from < 0 || from >= Math.max(1, file.size))
    throw badOption(
      "--continue-at",
      "The upload cannot go on there: the file ends before.",
      "Give a byte of the file, counted from 0.",
    );
  return {
    source: from === 0 ? fileBody(file) : restOf(file, from),
    contentRange: `bytes ${from}-${file.size - 1}/${file.size}`,
  };
}

function restOf(file: BodyFile, from: number): BodySource {
  const length = file.size - from;
  return {
    length,
    replayable: true,
    async *open() {
      let given = 0;
      for await (const bytes of createReadStream(file.realPath, { start: from })) {
        given += (bytes as Buffer).length;
        if (given > length) throw fileChanged(file.name);
        yield bytes as Buffer;
      }
      if (given < length) throw fileChanged(file.name);
    },
  };
}
