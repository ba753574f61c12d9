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
import type { Clock } from "../../base/clock.ts";
import { FrameWriter } from "./frame-writer.ts";
import { clearFile, indexFile, socketFile } from "./index-format.ts";
import { Lane } from "./lane.ts";
import { MarkWriter } from "./mark-writer.ts";
import type { PackedFile } from "./pack-format.ts";
import type { RecordPack } from "./pack.ts";
import type { Recorder } from "./recorder.ts";
import { SegmentWriter } from "./segment-writer.ts";

export interface RecorderOptions {
  /** Made when the first bytes are written. Files get mode 0600: a record holds whatever the request held. */
  readonly folder: string;
  readonly clock: Clock;
  /** The clock's reading when the exchange began; default: now. Segment times count from it. */
  readonly startedAt?: number;
  /** Bytes of the socket side to keep; default 1 MiB. */
  readonly socketLimit?: number;
  /** Where a small record goes instead of into a folder of its own, under the folder's name. */
  readonly pack?: RecordPack;
  /** Marks to keep, and as many HTTP/2 frames; default 200,000. */
  readonly markLimit?: number;
}

/** Unwritten bytes above which `full` asks for a pause, and below which it lets go. */
const fullAt = 8 << 20;
const roomAt = 4 << 20;
/** Written at once from here on; less waits for `flushEvery` ms or for the end. */
const flushAt = 256 << 10;
const flushEvery = 100;

/**
 * Opens the record of one exchange for writing. Nothing touches the disk before there is something to write; a small
 * exchange is written in one go when it closes.
 * `close` and the promise of `full` reject with FailureError `storage` when the disk did not take the bytes.
 */
export function openRecorder(options: RecorderOptions): Recorder {
  return new FolderRecorder(options);
}

class FolderRecorder implements Recorder {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #socketLimit: number;
  readonly #clear: Lane;
  readonly #socket: Lane;
  readonly #lanes: readonly (readonly [file: string, lane: Lane])[];
  readonly #pack: RecordPack | null;
  readonly #segments: SegmentWriter;
  readonly #marks: MarkWriter;
  readonly #frames: FrameWriter;
  #folderMade: Promise<unknown> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #waiters: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  #clearBytes = 0;
  #socketBytes = 0;
  #socketCapped = false;
  #folderFailure: unknown = null;
  #closed: Promise<void> | null = null;

  constructor(options: RecorderOptions) {
    this.#folder = options.folder;
    this.#clock = options.clock;
    this.#startedAt = options.startedAt ?? options.clock.now();
    this.#socketLimit = options.socketLimit ?? 1 << 20;
    const drained = (): void => this.#drained();
    const lane = (name: string): Lane => new Lane(options.folder, name, drained);
    this.#clear = lane(clearFile);
    this.#socket = lane(socketFile);
    const index = lane(indexFile);
    this.#lanes = [
      [clearFile, this.#clear],
      [socketFile, this.#socket],
      [indexFile, index],
    ];
    this.#pack = options.pack ?? null;
    this.#segments = new SegmentWriter(index);
    const markLimit = options.markLimit ?? 200_000;
    this.#marks = new MarkWriter(index, markLimit);
    this.#frames = new FrameWriter(index, markLimit);
  }

  append(side: WireSide, direction: WireDirection, hop: number, bytes: Uint8Array): number {
    const at = this.#clock.now() - this.#startedAt;
    const length = bytes.length;
    if (side === "clear") {
      const offset = this.#clearBytes;
      if (length === 0 || this.#closed !== null) return offset;
      this.#clear.push(bytes);
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

  mark(mark: WireMark): void {
    if (this.#closed !== null) return;
    this.#marks.add(mark);
  }

  frame(frame: Omit<WireFrame, "at">): void {
    if (this.#closed !== null) return;
    this.#frames.add({ ...frame, at: this.#clock.now() - this.#startedAt });
  }

  full(): Promise<void> | null {
    if (this.#failed() !== null) return Promise.reject(this.#failure());
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

  close(): Promise<void> {
    this.#closed ??= this.#finish();
    return this.#closed;
  }

  async #finish(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#segments.flush();
    this.#marks.flush();
    if (this.#folderMade === null) {
      // Small and never written to: a handful of blocking calls is several times quicker than as many trips to the pool.
      try {
        if (this.#waiting() > 0) this.#writeSmall();
      } catch (error) {
        this.#folderFailure = error;
      }
    } else {
      await this.#folderMade;
      await Promise.all(this.#lanes.map(([, lane]) => lane.close()));
    }
    if (this.#failed() !== null) throw this.#failure();
  }

  #writeSmall(): void {
    if (this.#pack === null) {
      fs.mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      for (const [, lane] of this.#lanes) lane.closeNow();
      return;
    }
    const files: PackedFile[] = [];
    for (const [file, lane] of this.#lanes) {
      const bytes = lane.take();
      if (bytes !== null) files.push([file, bytes]);
    }
    this.#pack.append(basename(this.#folder), files);
  }

  #waiting(): number {
    return this.#clear.waiting + this.#socket.waiting;
  }

  #wake(): void {
    if (this.#waiting() >= flushAt && !this.#clear.busy) this.#flush();
    else if (this.#timer === null) {
      this.#timer = setTimeout(() => {
        this.#timer = null;
        this.#flush();
      }, flushEvery);
      this.#timer.unref();
    }
  }

  #flush(): void {
    this.#segments.flush();
    this.#marks.flush();
    this.#folderMade ??= mkdir(this.#folder, { recursive: true, mode: 0o700 }).catch(
      (error: unknown) => {
        this.#folderFailure = error;
        this.#drained();
      },
    );
    void this.#folderMade.then(() => {
      if (this.#folderFailure === null) for (const [, lane] of this.#lanes) void lane.flush();
    });
  }

  #drained(): void {
    if (this.#waiters.length === 0) return;
    const failed = this.#failed() !== null;
    if (!failed && this.#waiting() > roomAt) return;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) {
      if (failed) waiter.reject(this.#failure());
      else waiter.resolve();
    }
  }

  #failed(): unknown {
    return (
      this.#folderFailure ??
      this.#lanes.find(([, lane]) => lane.failure !== null)?.[1].failure ??
      null
    );
  }

  #failure(): FailureError {
    const cause = this.#failed();
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
