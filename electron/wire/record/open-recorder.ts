import fs from "node:fs";
import { mkdir } from "node:fs/promises";
import { basename } from "node:path";
import { FailureError } from "../../../shared/model/failure.ts";
import type { WireFrame } from "../../../shared/model/http2-frame.ts";
import type {
  WireDirection,
  WireMark,
  WireSide,
  WireSummary,
} from "../../../shared/model/wire-log.ts";
import type { SocketFrame } from "../../../shared/model/web-socket.ts";
import type { Clock } from "../../base/clock.ts";
import { sharedDelay, type Wait, type Waiter } from "../../base/shared-delay.ts";
import { FrameWriter } from "./frame-writer.ts";
import { clearFile, indexFile, socketFile } from "./index-format.ts";
import { Lane, type LaneOwner } from "./lane.ts";
import { MarkWriter } from "./mark-writer.ts";
import type { PackedFile } from "./pack-format.ts";
import type { RecordPack } from "./pack.ts";
import type { ExchangeRecorder } from "./recorder.ts";
import { referencesFile } from "./reference-format.ts";
import { ReferenceWriter } from "./reference-writer.ts";
import { anySealed } from "./seal.ts";
import { SegmentWriter } from "./segment-writer.ts";
import { type FileRun, fileRunOf, leastRun } from "./sent-file.ts";
import { plainFile, socketFramesFile } from "./socket-frame-format.ts";
import { SocketFrameWriter } from "./socket-frame-writer.ts";

export interface RecorderOptions {
  /** Made when the first bytes are written. Files get mode 0600: a record holds whatever the request held. */
  readonly folder: string;
  readonly clock: Clock;
  /** The clock's reading when the exchange began; default: now. Segment times count from it. */
  readonly startedAt?: number;
  /** Bytes of the socket side to keep; default 1 MiB. */
  readonly socketLimit?: number;
  /** The folder's name. */
  readonly record?: string;
  /** Where a small record goes instead of into a folder of its own, under the folder's name. */
  readonly pack?: RecordPack;
  /** Marks to keep, and as many HTTP/2 frames; default 200,000. */
  readonly markLimit?: number;
  /** Large files that are sent are copied too; default false: what is kept is where their bytes are, and how to know them again. */
  readonly copyFiles?: boolean;
}

/** Unwritten bytes above which `full` asks for a pause, and below which it lets go. */
const fullAt = 8 << 20;
const roomAt = 4 << 20;
/** Written at once from here on; less waits a little, or for the end. */
const flushAt = 256 << 10;
/** ms; most exchanges are over before, and take one write. */
const firstDelay = sharedDelay(100);
/** ms between two writes of what comes a little at a time: somebody may watch it. */
const gap = 25;
const laterDelay = sharedDelay(gap);

/**
 * Opens the record of one exchange for writing. Nothing touches the disk before there is something to write; a small
 * exchange is written in one go after it closes, and can be read at once.
 * `close` and the promise of `full` reject with FailureError `storage` when the disk did not take the bytes.
 */
export function openRecorder(options: RecorderOptions): ExchangeRecorder {
  return new FolderRecorder(options);
}

class FolderRecorder implements ExchangeRecorder, LaneOwner, Waiter {
  readonly #folder: string;
  readonly #record: string | null;
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #socketLimit: number;
  readonly #clear: Lane;
  readonly #socket: Lane;
  readonly #index: Lane;
  /** Hardly any exchange has some. */
  #references: ReferenceWriter | null = null;
  #socketFrames: SocketFrameWriter | null = null;
  readonly #copyFiles: boolean;
  readonly #pack: RecordPack | null;
  readonly #segments: SegmentWriter;
  readonly #marks: MarkWriter;
  readonly #frames: FrameWriter;
  #folderMade: Promise<unknown> | null = null;
  #delayed: Wait | null = null;
  #delay = firstDelay;
  /** A write at the end of this turn, when what belongs to the bytes is there too. */
  #prompt: NodeJS.Immediate | null = null;
  #flushedAt = 0;
  /** The lanes are about to be written: many things may be added in the turn in between. */
  #flushing = false;
  #waiters: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  #clearBytes = 0;
  #socketBytes = 0;
  #socketCapped = false;
  #sentBytes = 0;
  /** The first of the folder or of a lane. */
  #broken: unknown = null;
  #closed: Promise<void> | null = null;

  constructor(options: RecorderOptions) {
    this.#folder = options.folder;
    this.#record = options.record ?? null;
    this.#clock = options.clock;
    this.#startedAt = options.startedAt ?? options.clock.now();
    this.#socketLimit = options.socketLimit ?? 1 << 20;
    this.#clear = new Lane(options.folder, clearFile, this);
    this.#copyFiles = options.copyFiles === true;
    this.#socket = new Lane(options.folder, socketFile, this);
    this.#index = new Lane(options.folder, indexFile, this);
    this.#pack = options.pack ?? null;
    this.#segments = new SegmentWriter(this.#index);
    const markLimit = options.markLimit ?? 200_000;
    this.#marks = new MarkWriter(this.#index, markLimit);
    this.#frames = new FrameWriter(this.#index, markLimit);
  }

  append(side: WireSide, direction: WireDirection, hop: number, bytes: Uint8Array): number {
    const at = this.#clock.now() - this.#startedAt;
    const length = bytes.length;
    if (side === "clear") {
      const offset = this.#clearBytes;
      if (length === 0 || this.#closed !== null) return offset;
      if (direction === "received") this.#clear.push(bytes);
      else {
        const run = this.#runOf(bytes);
        if (run === null) this.#clear.push(bytes);
        else (this.#references ??= this.#refer()).add(offset, bytes, run);
        this.#sentBytes += length;
      }
      this.#clearBytes += length;
      this.#segments.add(side, direction, hop, at, offset, length);
      this.#wake();
      return offset;
    }
    const offset = this.#socketBytes;
    if (length === 0 || this.#socketCapped || this.#closed !== null) return offset;
    const kept = Math.min(length, this.#socketLimit - offset);
    if (kept > 0) {
      this.#socket.push(bytes.subarray(0, kept));
      this.#socketBytes += kept;
      this.#segments.add(side, direction, hop, at, offset, kept);
    }
    if (kept < length) {
      this.#socketCapped = true;
      this.#segments.capSocket();
    }
    this.#wake();
    return offset;
  }

  foresee(bytes: Uint8Array): void {
    if (this.#closed === null && this.#runOf(bytes) !== null)
      (this.#references ??= this.#refer()).foresee(bytes);
  }

  mark(mark: WireMark): void {
    if (this.#closed !== null) return;
    this.#marks.add(mark);
  }

  frame(frame: Omit<WireFrame, "at">): void {
    if (this.#closed !== null) return;
    this.#frames.add({ ...frame, at: this.#clock.now() - this.#startedAt });
  }

  socketFrame(frame: Omit<SocketFrame, "at">, plainOffset: number): number {
    const at = this.#clock.now() - this.#startedAt;
    if (this.#closed !== null) return at;
    this.#keepSocket().add(frame, at, plainOffset);
    // What is shown of a live connection is read from here.
    this.#wake();
    return at;
  }

  plain(bytes: Uint8Array): number {
    if (this.#closed !== null) return 0;
    const at = this.#keepSocket().plain(bytes);
    // Somebody may wait for room, and nothing else may come meanwhile.
    this.#wake();
    return at;
  }

  full(): Promise<void> | null {
    if (this.#broken !== null) return Promise.reject(this.#failure());
    if (this.#waiting() < fullAt) return null;
    return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }));
  }

  summary(): WireSummary {
    return {
      clearBytes: this.#clearBytes,
      socketBytes: this.#socketBytes,
      segments: this.#segments.count,
      socketCapped: this.#socketCapped,
      ...(this.#marks.capped ? { marksCapped: true } : {}),
    };
  }

  passed(direction: WireDirection): number {
    return direction === "sent" ? this.#sentBytes : this.#clearBytes - this.#sentBytes;
  }

  close(): Promise<void> {
    this.#closed ??= this.#finish();
    return this.#closed;
  }

  async #finish(): Promise<void> {
    if (this.#delayed !== null) this.#delay.cancel(this.#delayed);
    if (this.#prompt !== null) clearImmediate(this.#prompt);
    if (this.#folderMade === null) {
      // Small and never written to: a handful of blocking calls is several times quicker than as many trips to the pool.
      try {
        if (this.#waiting() > 0 || this.#references !== null) this.#writeSmall();
      } catch (error) {
        this.#broken ??= error;
      }
    } else {
      this.#flushIndex();
      await this.#folderMade;
      await Promise.all(this.#lanes().map((lane) => lane.close()));
    }
    if (this.#broken !== null) throw this.#failure();
  }

  #flushIndex(): void {
    this.#segments.flush();
    this.#marks.flush();
    this.#socketFrames?.flush();
  }

  #lanes(): readonly Lane[] {
    const lanes = [this.#clear, this.#socket, this.#index];
    if (this.#socketFrames !== null) lanes.push(...this.#socketFrames.lanes);
    return this.#references === null ? lanes : [this.#references.lane, ...lanes];
  }

  /** null: they are copied. */
  #runOf(bytes: Uint8Array): FileRun | null {
    return bytes.length < leastRun || this.#copyFiles ? null : fileRunOf(bytes);
  }

  #refer(): ReferenceWriter {
    const lane = new Lane(this.#folder, referencesFile, this);
    this.#clear.follow(lane);
    return new ReferenceWriter(lane);
  }

  #keepSocket(): SocketFrameWriter {
    this.#socketFrames ??= new SocketFrameWriter(
      new Lane(this.#folder, socketFramesFile, this),
      new Lane(this.#folder, plainFile, this),
    );
    return this.#socketFrames;
  }

  #writeSmall(): void {
    if (this.#pack !== null) {
      const record = this.#record ?? basename(this.#folder);
      // A key may be forgotten: then it must have been used.
      const sealed = anySealed() ? this.#files() : null;
      this.#pack.append(record, () => sealed ?? this.#files());
      return;
    }
    this.#flushIndex();
    fs.mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    for (const lane of this.#lanes()) lane.closeNow();
  }

  #files(): readonly PackedFile[] {
    this.#flushIndex();
    const files: PackedFile[] = [];
    for (const lane of this.#lanes()) {
      const pieces = lane.take();
      if (pieces.length > 0) files.push([lane.name, ...pieces]);
    }
    return files;
  }

  #waiting(): number {
    return this.#clear.waiting + this.#socket.waiting + (this.#socketFrames?.waiting ?? 0);
  }

  #wake(): void {
    const busy = this.#flushing || this.#clear.busy || this.#socketFrames?.busy === true;
    if (this.#waiting() >= flushAt && !busy) this.#flush();
    else if (this.#delayed === null && this.#prompt === null) this.#wait();
  }

  /** What comes after a silence is written at once, what comes close behind it is gathered. */
  #wait(): void {
    const first = this.#folderMade === null;
    if (first || performance.now() - this.#flushedAt < gap) {
      this.#delay = first ? firstDelay : laterDelay;
      this.#delayed = this.#delay.start(this);
      return;
    }
    this.#prompt = setImmediate(() => {
      this.#prompt = null;
      this.#flush();
    });
  }

  /** By the delay alone. */
  due(): void {
    this.#delayed = null;
    this.#flush();
  }

  #flush(): void {
    this.#flushedAt = performance.now();
    this.#flushIndex();
    this.#flushing = true;
    this.#folderMade ??= mkdir(this.#folder, { recursive: true, mode: 0o700 }).catch(
      (error: unknown) => {
        this.#broken ??= error;
        this.drained();
      },
    );
    void this.#folderMade.then(() => {
      this.#flushing = false;
      if (this.#broken === null) for (const lane of this.#lanes()) void lane.flush();
    });
  }

  /** By the lanes alone. */
  drained(): void {
    this.#broken ??=
      this.#clear.failure ??
      this.#socket.failure ??
      this.#index.failure ??
      this.#references?.lane.failure ??
      this.#socketFrames?.lanes.find(({ failure }) => failure !== null)?.failure ??
      null;
    if (this.#waiters.length === 0) return;
    const failed = this.#broken !== null;
    if (!failed && this.#waiting() > roomAt) return;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) {
      if (failed) waiter.reject(this.#failure());
      else waiter.resolve();
    }
  }

  #failure(): FailureError {
    const cause = this.#broken;
    const code = (cause as { code?: unknown } | null)?.code;
    return new FailureError(
      {
        kind: "storage",
        code: typeof code === "string" ? code : "record-write",
        message: "The record of the exchange could not be written to disk.",
        remedy: "Free some space, or choose another data folder.",
      },
      { cause },
    );
  }
}
