import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import type { BodyRef } from "../../shared/model/body.ts";
import type { ExchangeId } from "../../shared/model/exchange.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { suggestFileName } from "../../shared/model/file-name.ts";
import { type HeaderField, headerValue } from "../../shared/model/header.ts";
import { parseMediaType } from "../../shared/model/media-type.ts";
import type { Clock } from "../base/clock.ts";
import { storageFailure } from "../base/storage-failure.ts";
import type { AttemptContext, Reply } from "./attempt.ts";
import {
  contentCodings,
  type DecodeLimit,
  isKnownCoding,
  openDecoder,
} from "./decode/content-coding.ts";
import type { Decoder } from "./decode/decoder.ts";
import type { BodyKeeper, StoredBody } from "./kept-body.ts";
import { newFile } from "./new-file.ts";
import { createProgress } from "./progress.ts";
import { createRangeList } from "./range-list.ts";

export interface ReceiveOptions {
  readonly exchangeId: ExchangeId;
  /** The exchange's own folder; there already or not. */
  readonly folder: string;
  readonly keeper: BodyKeeper;
  readonly clock: Clock;
  readonly limit: DecodeLimit;
  /**
   * Encoded bytes to read at most; the rest is left and the connection closed. Infinity for the last reply, whose decoding failure is
   * the exchange's; on the way there it is a note.
   */
  readonly most: number;
}

/**
 * Reads a reply's body to its end: its place in the record is noted, its content coding undone into a file, and its growth told.
 * Whatever fails, what arrived and what was decoded stay. Rejects with the network's FailureError, or else with the decoder's.
 */
export async function receiveBody(
  reply: Reply,
  context: AttemptContext,
  options: ReceiveOptions,
): Promise<void> {
  const kept = openKept(reply, options);
  const progress = createProgress(options.clock, () =>
    context.emit({ kind: "body", body: kept.stored().ref }),
  );
  let whole = false;
  let cut = false;
  try {
    let told = false;
    for await (const chunk of reply.body) {
      if (!told) options.keeper.keep({ ...kept.names, stored: kept.stored });
      told = true;
      await kept.take(chunk.bytes, chunk.offset);
      progress.moved();
      if (kept.full(options.most)) {
        cut = true;
        break;
      }
      if (kept.hopeless()) break;
    }
    if (!told) options.keeper.keep({ ...kept.names, stored: kept.stored });
    whole = !cut && !kept.hopeless();
  } finally {
    progress.stop();
    await kept.finish(whole);
    context.emit({ kind: "body", body: kept.stored().ref });
  }
  if (cut)
    context.emit({
      kind: "note",
      code: "body-cut",
      message: "The rest of this reply was not read, because the redirect was followed.",
    });
  const failure = kept.failure();
  if (failure === null) return;
  if (options.most === Number.POSITIVE_INFINITY) throw failure;
  context.emit({
    kind: "note",
    code: failure.failure.code,
    message: "The body of this redirect could not be decoded.",
  });
}

interface Kept {
  readonly names: { readonly id: string; readonly exchangeId: string };
  stored(): StoredBody;
  take(bytes: Uint8Array, offset: number): Promise<void>;
  full(most: number): boolean;
  /** True when going on would only fill the disk. */
  hopeless(): boolean;
  finish(whole: boolean): Promise<void>;
  failure(): FailureError | null;
}

function openKept(reply: Reply, options: ReceiveOptions): Kept {
  const headers: readonly HeaderField[] = reply.head?.headers ?? [];
  const codings = contentCodings(headers);
  const decodes = codings.length > 0 && codings.every(isKnownCoding);
  const type = parseMediaType(headerValue(headers, "content-type") ?? "");
  const fixed = {
    id: `${options.exchangeId}.${reply.hop}`,
    mediaType: type.essence,
    charset: (type.parameters["charset"] ?? "").toLowerCase(),
    contentEncoding: codings,
    fileName: suggestFileName(headerValue(headers, "content-disposition"), reply.url.display),
  };
  const runsName = `body-${reply.hop}.runs`;
  const decodedName = `body-${reply.hop}.decoded`;
  const runs = createRangeList(options.folder, runsName);
  let decoder: Decoder | null = null;
  let file: FileHandle | null = null;
  let decoded = 0;
  let complete = false;
  let failure: FailureError | null = null;

  const sink = async (bytes: Uint8Array): Promise<void> => {
    try {
      file ??= await newFile(join(options.folder, decodedName));
      await file.writeFile(bytes);
      decoded += bytes.length;
    } catch (thrown) {
      throw storageFailure(thrown, "body");
    }
  };
  const decode = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (thrown) {
      if (!(thrown instanceof FailureError)) throw thrown;
      failure = thrown;
    }
  };

  return {
    names: { id: fixed.id, exchangeId: options.exchangeId },
    stored() {
      const ref: BodyRef = {
        ...fixed,
        size: decodes ? decoded : runs.size,
        encodedSize: runs.size,
        complete,
      };
      return {
        ref,
        runs: [...runs.tail()],
        runsFile: runs.spilled === 0 ? null : runsName,
        spilledRuns: runs.spilled,
        decodedFile: decodes ? decodedName : null,
      };
    },
    async take(bytes, offset) {
      runs.add(offset, bytes.length);
      await runs.spill();
      if (!decodes || failure !== null) return;
      await decode(async () => {
        decoder ??= await openDecoder(codings, options.limit);
        await decoder.push(bytes, sink);
      });
    },
    full: (most) => runs.size > most,
    hopeless: () => failure !== null && failure.failure.code === "decoded-too-large",
    async finish(whole) {
      // A body the network cut short ends wherever it ends: that is the failure to show, not the decoder's.
      if (whole && failure === null) await decode(async () => decoder?.end(sink));
      decoder?.dispose();
      complete = whole && failure === null;
      await file?.close();
      await runs.close();
    },
    failure: () => failure,
  };
}
