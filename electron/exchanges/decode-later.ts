import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { FailureError } from "../../shared/model/failure.ts";
import { storageFailure } from "../base/storage-failure.ts";
import { decodeLimitOf, isKnownCoding, openDecoder } from "../client/decode/content-coding.ts";
import type { StoredBody } from "../client/kept-body.ts";
import { newBodyFile } from "../client/new-file.ts";
import { readEncoded } from "./run-reader.ts";

/** As while receiving, without a setting that says otherwise. */
const limit = decodeLimitOf(256 << 20);

/** The file in the exchange's folder with the decoded bytes of a body that was left encoded. */
export function laterFile(body: StoredBody): string {
  return `body-${body.ref.id.split(".").at(-1) ?? ""}.later`;
}

/**
 * Undoes the content codings of a stored body into `laterFile`. Resolves when the file is whole. Rejects with FailureError `body` when it
 * cannot be decoded; then there is no file.
 */
export async function decodeLater(folder: string, body: StoredBody): Promise<void> {
  const codings = body.ref.contentEncoding;
  if (!codings.every(isKnownCoding))
    throw new FailureError({
      kind: "body",
      code: "content-coding-unknown",
      message: "Envoi does not know this content coding.",
      phase: "decode",
      place: codings.join(", "),
    });
  const decoder = await openDecoder(codings, limit);
  const part = join(folder, `${laterFile(body)}.part`);
  await rm(part, { force: true });
  try {
    const file = await newBodyFile(part, join(folder, laterFile(body)));
    try {
      const sink = (bytes: Uint8Array): Promise<void> => file.write(bytes);
      for await (const bytes of readEncoded(folder, body, 0, body.ref.encodedSize))
        await decoder.push(bytes, sink);
      await decoder.end(sink);
    } finally {
      await file.close();
    }
    await rename(part, join(folder, laterFile(body)));
  } catch (thrown) {
    await rm(part, { force: true });
    throw storageFailure(thrown, "body");
  } finally {
    decoder.dispose();
  }
}
