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
import type { RunList, StoredBody } from "./kept-body.ts";
import { abortFailure } from "../wire/connect/abort.ts";
import { type BodyBytes, newBodyFile } from "./new-file.ts";
import { createRangeList, type RangeList } from "./range-list.ts";

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
  readonly id: string;
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

/** The last one: who sends one request many times needs its name once. */
let lastNamed = { disposition: "" as string | undefined, url: "", name: suggestFileName("", "") };

function fileNameOf(disposition: string | undefined, url: string): string {
  if (lastNamed.disposition !== disposition || lastNamed.url !== url)
    lastNamed = { disposition, url, name: suggestFileName(disposition, url) };
  return lastNamed.name;
}

export function openKept(reply: Reply, options: KeptOptions): Kept {
  return new KeptBody(reply, options);
}

type Fixed = Omit<BodyRef, "size" | "encodedSize" | "complete" | "resumedFrom">;

/** A class, for its getter: one in an object literal costs a hidden class for each body. */
class KeptBody implements Kept {
  readonly id: string;
  readonly #options: KeptOptions;
  readonly #hop: number;
  readonly #fixed: Fixed;
  readonly #decodes: boolean;
  readonly #runs: RangeList;
  /** When each event came is asked of event streams alone. */
  readonly #decodedRuns: RangeList | null;
  #decoder: Decoder | null = null;
  #file: BodyBytes | null = null;
  #decoded = 0;
  #earlier = 0;
  #complete = false;
  #failure: FailureError | null = null;

  constructor(reply: Reply, options: KeptOptions) {
    const headers: readonly HeaderField[] = reply.head?.headers ?? [];
    const codings = contentCodings(headers);
    this.#decodes = options.decode && codings.length > 0 && codings.every(isKnownCoding);
    this.#options = options;
    this.#hop = reply.hop;
    this.#runs = createRangeList(options.folder, this.#name("runs"));
    const type = mediaTypeOf(headerValue(headers, "content-type") ?? "");
    this.#decodedRuns =
      this.#decodes && type.essence === "text/event-stream"
        ? createRangeList(options.folder, this.#name("decoded-runs"))
        : null;
    const id = `${options.exchangeId}.${reply.hop}`;
    this.id = id;
    this.#fixed = {
      id,
      mediaType: type.essence,
      charset: (type.parameters["charset"] ?? "").toLowerCase(),
      contentEncoding: codings,
      fileName: fileNameOf(headerValue(headers, "content-disposition"), reply.url.display),
      ...(codings.length > 0 && !this.#decodes ? { undecoded: true as const } : {}),
    };
  }

  /** As a function of its own: it goes to who keeps bodies. */
  readonly stored = (): StoredBody => ({
    ref: this.ref(),
    ...this.#listed(this.#runs, "runs"),
    decodedFile: this.#decodes ? this.#name("decoded") : null,
    ...(this.#earlier > 0 ? { beforeFile: this.#name("before") } : {}),
    ...(this.#decodedRuns === null
      ? {}
      : { decodedRuns: this.#listed(this.#decodedRuns, "decoded-runs") }),
  });

  #listed(list: RangeList, name: "runs" | "decoded-runs"): RunList {
    return {
      runs: [...list.tail()],
      runsFile: list.spilled === 0 ? null : this.#name(name),
      spilledRuns: list.spilled,
    };
  }

  ref(): BodyRef {
    const encodedSize = this.#earlier + this.#runs.size;
    const size = this.#decodes ? this.#decoded : encodedSize;
    const { id, mediaType, charset, contentEncoding, fileName, undecoded } = this.#fixed;
    const complete = this.#complete;
    // Written out: a copy of an object costs several times as much.
    const now = {
      id,
      mediaType,
      charset,
      contentEncoding,
      fileName,
      size,
      encodedSize,
      complete,
    };
    if (undecoded !== true && this.#earlier === 0) return now;
    return {
      ...now,
      ...(undecoded === true ? { undecoded } : {}),
      ...(this.#earlier > 0 ? { resumedFrom: this.#earlier } : {}),
    };
  }

  async before(source: AsyncIterable<Uint8Array>): Promise<void> {
    let copy: BodyBytes | null = null;
    try {
      for await (const bytes of source) {
        copy ??= await newBodyFile(this.#path("before"));
        await copy.write(bytes);
        this.#earlier += bytes.length;
        await this.#decodeBytes(bytes);
      }
    } catch (thrown) {
      throw storageFailure(thrown, "body");
    } finally {
      await copy?.close();
    }
  }

  take(bytes: Uint8Array, offset: number): Promise<void> | undefined {
    this.#runs.add(offset, bytes.length);
    return this.#decodes || this.#runs.crowded ? this.#takeSlowly(bytes, offset) : undefined;
  }

  get taken(): number {
    return this.#runs.size;
  }

  hopeless(): boolean {
    return this.#failure?.failure.code === "decoded-too-large";
  }

  async finish(whole: boolean): Promise<void> {
    const decoder = this.#decoder;
    // A body the network cut short ends wherever it ends: that is the failure to show, not the decoder's.
    if (whole && this.#failure === null && decoder !== null)
      await this.#decode(() => decoder.end(this.#sink));
    decoder?.dispose();
    this.#complete = whole && this.#failure === null;
    if (this.#file !== null) await this.#file.close();
    await this.#decodedRuns?.close();
    const closing = this.#runs.close();
    if (closing !== null) await closing;
  }

  failure(): FailureError | null {
    return this.#failure;
  }

  readonly #sink = async (bytes: Uint8Array): Promise<void> => {
    const { signal } = this.#options;
    // A few bytes may become very many: who cancels does not wait for them.
    if (signal.aborted) throw abortFailure(signal, "decode");
    try {
      this.#file ??= await newBodyFile(this.#path("decoded"));
      await this.#file.write(bytes);
      this.#decoded += bytes.length;
    } catch (thrown) {
      throw storageFailure(thrown, "body");
    }
  };

  async #decode(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      if (!(thrown instanceof FailureError)) throw thrown;
      this.#failure = thrown;
    }
  }

  async #decodeBytes(bytes: Uint8Array): Promise<void> {
    if (!this.#decodes || this.#failure !== null) return;
    const { signal, limit } = this.#options;
    await this.#decode(async () => {
      if (signal.aborted) throw abortFailure(signal, "decode");
      this.#decoder ??= await openDecoder(this.#fixed.contentEncoding, limit);
      await this.#decoder.push(bytes, this.#sink);
    });
  }

  async #takeSlowly(bytes: Uint8Array, offset: number): Promise<void> {
    if (this.#runs.crowded) await this.#runs.spill();
    const before = this.#decoded;
    await this.#decodeBytes(bytes);
    this.#decodedRuns?.add(offset, this.#decoded - before);
    if (this.#decodedRuns?.crowded === true) await this.#decodedRuns.spill();
  }

  #name(what: "runs" | "decoded-runs" | "decoded" | "before"): string {
    return `body-${this.#hop}.${what}`;
  }

  #path(what: "decoded" | "before"): string {
    return join(this.#options.folder, this.#name(what));
  }
}
