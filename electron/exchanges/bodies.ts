import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { ExchangeId } from "../../shared/model/exchange.ts";
import type { ByteArrival, WireFile, WireSide } from "../../shared/model/wire-log.ts";
import { errorCode } from "../base/storage-failure.ts";
import type { BodyKeeper, LiveBody, StoredBody } from "../client/kept-body.ts";
import { socketFile } from "../wire/record/index-format.ts";
import { readLayout } from "../wire/record/layout.ts";
import { readBytes } from "../wire/record/read-record.ts";
import { readSentFiles } from "../wire/record/referred-bytes.ts";
import { arrivalsOf } from "./arrivals.ts";
import { decodeLater, laterFile } from "./decode-later.ts";
import { exchangeOfBody, frameOfBody, notFound } from "./exchange-id.ts";
import { openFrame, openMessage } from "./message-content.ts";
import { readFileRange } from "./read-file-range.ts";
import { availableBytes, readEncoded } from "./run-reader.ts";
import { createFrameSecrets, type FrameSecrets } from "./frame-secrets.ts";
import { type Masking, maskedRange } from "./masking.ts";
import type { RecordGuard } from "./record-guard.ts";
import type { ExchangeStore } from "./store.ts";

/** Bytes that are asked for by Range: a body, or one side of a record. */
export interface StoredContent {
  /** Bytes that can be read now. */
  readonly size: number;
  /** False while more may come. */
  readonly complete: boolean;
  /** Lower case, without parameters; "" when unknown. */
  readonly mediaType: string;
  readonly charset: string;
  readonly fileName: string;
  /** Bytes `[start, end)`. Ending the iteration closes what it opened. */
  read(start: number, end: number): AsyncIterable<Uint8Array>;
}

export interface Bodies extends BodyKeeper {
  /** `encoded`: before content decoding. Failure `not-found`. */
  open(bodyId: string, form: "decoded" | "encoded"): Promise<StoredContent>;
  /** The same with secrets hidden, unless a person asked to see them: for eyes. */
  openHidden(bodyId: string, form: "decoded" | "encoded"): Promise<StoredContent>;
  /**
   * Decodes a body that was left encoded, once its exchange has ended; from then on its `decoded` form is that. Resolves to the decoded
   * bytes. Failure `not-found`, or `body` when it cannot be decoded.
   */
  decode(bodyId: string): Promise<number>;
  /** When these bytes (offsets in that form, ascending) arrived, and where they are in the record. Failure `not-found`. */
  arrivals(
    bodyId: string,
    form: "decoded" | "encoded",
    offsets: readonly number[],
  ): Promise<readonly ByteArrival[]>;
  /** Secrets hidden, unless a person asked to see them. */
  openWire(id: ExchangeId, side: WireSide): Promise<StoredContent>;
  /** The exchange runs, and may have messages to be read before it has a body, if ever it has one. Until `release`. */
  begin(id: ExchangeId): void;
  /** The bodies of an exchange that is running or has just ended. */
  storedOf(id: ExchangeId): readonly StoredBody[];
  /** The exchange is saved: from now on its bodies are found on disk. */
  release(id: ExchangeId): void;
}

export function createBodies(store: ExchangeStore, guard?: Pick<RecordGuard, "maskingOf">): Bodies {
  /** The same with secrets hidden, until a person asked to see them. */
  const hidden = (
    id: ExchangeId,
    content: StoredContent,
    kind: "bytes" | "wire" = "bytes",
    lost: readonly { readonly start: number; readonly end: number }[] = [],
    framed = false,
  ): StoredContent => {
    const masking = guard?.maskingOf(id) ?? null;
    if (masking === null) return content;
    const { size, read } = content;
    const secrets = framed ? secretsOf(id, masking) : null;
    const coded = secrets === null ? {} : { coded: secrets.in };
    return {
      ...content,
      read: (start, end) =>
        maskedRange(masking, { start, end: Math.min(end, size), size, lost, ...coded }, read, kind),
    };
  };
  /** Of the exchange whose frames were looked at last: a page asks for one range after the other. */
  let framesOf: { readonly masking: Masking; readonly secrets: FrameSecrets } | null = null;
  const secretsOf = (id: ExchangeId, masking: Masking): FrameSecrets => {
    if (framesOf?.masking !== masking)
      framesOf = { masking, secrets: createFrameSecrets(store.folderOf(id), masking) };
    return framesOf.secrets;
  };
  const live = new Map<ExchangeId, Map<string, LiveBody>>();

  const decoding = new Map<string, Promise<void>>();

  async function find(bodyId: string): Promise<{ id: ExchangeId; body: StoredBody }> {
    const id = exchangeOfBody(bodyId);
    const running = live.get(id)?.get(bodyId);
    if (running !== undefined) return { id, body: running.stored() };
    const body = (await store.bodies(id)).find((candidate) => candidate.ref.id === bodyId);
    if (body === undefined) throw notFound("body");
    return { id, body };
  }

  /** Runs of the clear side that cannot be read any more; asked only where secrets are hidden. */
  async function lostRuns(id: ExchangeId): Promise<WireFile["runs"]> {
    if ((guard?.maskingOf(id) ?? null) === null) return [];
    const files = await readSentFiles(store.folderOf(id), 0, Number.POSITIVE_INFINITY);
    const runs = files.flatMap((file) => (file.state === "same" ? [] : file.runs));
    return runs.toSorted((one, other) => one.start - other.start);
  }

  async function wire(id: ExchangeId, side: WireSide): Promise<StoredContent> {
    const folder = await store.open(id);
    const running = live.has(id);
    if (!running && (await sizeOf(folder)) === 0) throw notFound("exchange");
    return {
      size: side === "clear" ? await clearSize(folder) : await sizeOf(join(folder, socketFile)),
      complete: !running,
      mediaType: "",
      charset: "",
      fileName: `${id}-${side}.bin`,
      read: (start, end) => readBytes(folder, side, start, end),
    };
  }

  return {
    keep(body) {
      const bodies = live.get(body.exchangeId) ?? new Map<string, LiveBody>();
      bodies.set(body.id, body);
      live.set(body.exchangeId, bodies);
    },
    begin: (id) => void live.set(id, live.get(id) ?? new Map<string, LiveBody>()),
    storedOf: (id) => [...(live.get(id)?.values() ?? [])].map((body) => body.stored()),
    release: (id) => void live.delete(id),
    async openHidden(bodyId, form) {
      return hidden(exchangeOfBody(bodyId), await this.open(bodyId, form));
    },
    async openWire(id, side) {
      const content = await wire(id, side);
      const clear = side === "clear";
      return hidden(id, content, "wire", clear ? await lostRuns(id) : [], clear);
    },
    async open(bodyId, form) {
      const frame = frameOfBody(bodyId);
      if (frame !== null) {
        const of = exchangeOfBody(bodyId);
        const folder = await store.open(of);
        if (frame.of === "frame") return await openFrame(folder, frame.index);
        return await openMessage(folder, frame.index, !live.has(of));
      }
      const { id, body } = await find(bodyId);
      const folder = await store.open(id);
      const { mediaType, charset, fileName } = body.ref;
      const complete = !live.has(id);
      const later = body.ref.undecoded === true ? join(folder, laterFile(body)) : null;
      const decodedLater = form === "decoded" && later !== null ? await sizeOf(later) : 0;
      if (form === "decoded" && (body.decodedFile !== null || decodedLater > 0)) {
        const file = later ?? join(folder, body.decodedFile ?? "");
        const size = later === null ? Math.min(body.ref.size, await sizeOf(file)) : decodedLater;
        return {
          size,
          complete,
          mediaType,
          charset,
          fileName,
          read: (a, b) => readFileRange(file, a, b),
        };
      }
      // The record reaches the disk a moment after the bytes arrive.
      const recorded = complete ? Number.POSITIVE_INFINITY : await clearSize(folder);
      const size = complete ? body.ref.encodedSize : await availableBytes(folder, body, recorded);
      return {
        size,
        complete,
        mediaType: form === "encoded" && body.decodedFile !== null ? "" : mediaType,
        charset,
        fileName,
        read: (start, end) => readEncoded(folder, body, start, Math.min(end, size)),
      };
    },
    async arrivals(bodyId, form, offsets) {
      const { id, body } = await find(bodyId);
      return await arrivalsOf(await store.open(id), body, form, offsets);
    },
    async decode(bodyId) {
      const { id, body } = await find(bodyId);
      if (live.has(id)) throw notFound("body");
      const folder = await store.open(id);
      if (body.ref.undecoded !== true) return body.ref.size;
      const file = join(folder, laterFile(body));
      if ((await sizeOf(file)) === 0) {
        const work = decoding.get(bodyId) ?? decodeLater(folder, body);
        decoding.set(bodyId, work);
        await work.finally(() => decoding.delete(bodyId));
      }
      return await sizeOf(file);
    },
  };
}

/** Bytes of the clear side that can be read now. */
async function clearSize(folder: string): Promise<number> {
  return (await readLayout(folder)).size;
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (thrown) {
    if (errorCode(thrown) === "ENOENT") return 0;
    throw thrown;
  }
}
