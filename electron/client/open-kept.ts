import { join } from "node:path";
import type { BodyRef } from "../../shared/model/body.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { suggestFileName } from "../../shared/model/file-name.ts";
import { type HeaderField, headerValue } from "../../shared/model/header.ts";
import { type MediaType, parseMediaType } from "../../shared/model/media-type.ts";
import { storageFailure } from "../base/storage-failure.ts";
import type { Reply } from "./attempt.ts";
import {
  contentCodings,
  type DecodeLimit,
  isKnownCoding,
  openDecoder,
} from "./decode/content-coding.ts";
import type { Decoder } from "./decode/decoder.ts";
import type { StoredBody } from "./kept-body.ts";
import { abortFailure } from "../wire/connect/abort.ts";
import { type BodyBytes, newBodyFile } from "./new-file.ts";
import { createRangeList } from "./range-list.ts";

export interface KeptOptions {
  readonly exchangeId: string;
  /** The exchange's own folder; there already or not. */
  readonly folder: string;
  /** False: the content coding stays. */
  readonly decode: boolean;
  readonly limit: DecodeLimit;
  /** Aborted: nothing more is decoded; what arrived is still taken. */
  readonly signal: AbortSignal;
}

/** A body as it is kept: where its encoded bytes lie in the record, and a file with its decoded ones. */
export interface Kept {
  readonly names: { readonly id: string; readonly exchangeId: string };
  /** As it is now. */
  ref(): BodyRef;
  stored(): StoredBody;
  /** Bytes that go before those of this reply, copied into a file of their own. Called before `take`, or not at all. */
  before(source: AsyncIterable<Uint8Array>): Promise<void>;
  /** A promise where there is something to wait for. */
  take(bytes: Uint8Array, offset: number): Promise<void> | undefined;
  /** Encoded bytes taken, without those of `before`. */
  readonly taken: number;
  /** True when going on would only fill the disk. */
  hopeless(): boolean;
  finish(whole: boolean): Promise<void>;
  failure(): FailureError | null;
}

/** Those that were read before: replies of one server have few. */
const mediaTypes = new Map<string, MediaType>();
const mostMediaTypes = 50;

function mediaTypeOf(text: string): MediaType {
  const known = mediaTypes.get(text);
  if (known !== undefined) return known;
  if (mediaTypes.size >= mostMediaTypes) mediaTypes.clear();
  const type = parseMediaType(text);
  mediaTypes.set(text, type);
  return type;
}

export function openKept(reply: Reply, options: KeptOptions): Kept {
  const headers: readonly HeaderField[] = reply.head?.headers ?? [];
  const codings = contentCodings(headers);
  const decodes = options.decode && codings.length > 0 && codings.every(isKnownCoding);
  const type = mediaTypeOf(headerValue(headers, "content-type") ?? "");
  const fixed = {
    id: `${options.exchangeId}.${reply.hop}`,
    mediaType: type.essence,
    charset: (type.parameters["charset"] ?? "").toLowerCase(),
    contentEncoding: codings,
    fileName: suggestFileName(headerValue(headers, "content-disposition"), reply.url.display),
    ...(codings.length > 0 && !decodes ? { undecoded: true as const } : {}),
  };
  const runsName = `body-${reply.hop}.runs`;
  const decodedName = `body-${reply.hop}.decoded`;
  const beforeName = `body-${reply.hop}.before`;
  const runs = createRangeList(options.folder, runsName);
  let decoder: Decoder | null = null;
  let file: BodyBytes | null = null;
  let decoded = 0;
  let earlier = 0;
  let complete = false;
  let failure: FailureError | null = null;

  const { signal } = options;
  const sink = async (bytes: Uint8Array): Promise<void> => {
    // A few bytes may become very many: who cancels does not wait for them.
    if (signal.aborted) throw abortFailure(signal, "decode");
    try {
      file ??= await newBodyFile(join(options.folder, decodedName));
      await file.write(bytes);
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
  const decodeBytes = async (bytes: Uint8Array): Promise<void> => {
    if (!decodes || failure !== null) return;
    await decode(async () => {
      if (signal.aborted) throw abortFailure(signal, "decode");
      decoder ??= await openDecoder(codings, options.limit);
      await decoder.push(bytes, sink);
    });
  };
  const takeSlowly = async (bytes: Uint8Array): Promise<void> => {
    if (runs.crowded) await runs.spill();
    await decodeBytes(bytes);
  };
  const ref = (): BodyRef => {
    const encodedSize = earlier + runs.size;
    const size = decodes ? decoded : encodedSize;
    const known = { ...fixed, size, encodedSize, complete };
    return earlier > 0 ? { ...known, resumedFrom: earlier } : known;
  };

  return {
    names: { id: fixed.id, exchangeId: options.exchangeId },
    ref,
    stored: () => ({
      ref: ref(),
      runs: [...runs.tail()],
      runsFile: runs.spilled === 0 ? null : runsName,
      spilledRuns: runs.spilled,
      decodedFile: decodes ? decodedName : null,
      ...(earlier > 0 ? { beforeFile: beforeName } : {}),
    }),
    async before(source) {
      let copy: BodyBytes | null = null;
      try {
        for await (const bytes of source) {
          copy ??= await newBodyFile(join(options.folder, beforeName));
          await copy.write(bytes);
          earlier += bytes.length;
          await decodeBytes(bytes);
        }
      } catch (thrown) {
        throw storageFailure(thrown, "body");
      } finally {
        await copy?.close();
      }
    },
    take(bytes, offset) {
      runs.add(offset, bytes.length);
      return decodes || runs.crowded ? takeSlowly(bytes) : undefined;
    },
    get taken() {
      return runs.size;
    },
    hopeless: () => failure !== null && failure.failure.code === "decoded-too-large",
    async finish(whole) {
      // A body the network cut short ends wherever it ends: that is the failure to show, not the decoder's.
      if (whole && failure === null && decoder !== null) {
        const open: Decoder = decoder;
        await decode(() => open.end(sink));
      }
      decoder?.dispose();
      complete = whole && failure === null;
      await file?.close();
      await runs.close();
    },
    failure: () => failure,
  };
}
