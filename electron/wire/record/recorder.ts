import type { WireFrame } from "../../../shared/model/http2-frame.ts";
import type {
  WireDirection,
  WireMark,
  WireSide,
  WireSummary,
} from "../../../shared/model/wire-log.ts";
import type { SocketFrame } from "../../../shared/model/web-socket.ts";

/** The append-only record of one exchange, being written. One owner: whoever opened it closes it. */
export interface Recorder {
  /**
   * Appends bytes that the kernel accepted or returned and gives their offset in that side's record.
   * Never blocks; memory stays bounded because the writer asks for a pause through `full`.
   */
  append(side: WireSide, direction: WireDirection, hop: number, bytes: Uint8Array): number;
  /**
   * These bytes were handed to the kernel and will be appended to the clear side as sent, unless they are not accepted: what keeping them takes can be
   * done while the kernel works.
   */
  foresee?(bytes: Uint8Array): void;
  /** Names a run of bytes of the clear side. */
  mark(mark: WireMark): void;
  /** Keeps what an HTTP/2 frame says; its bytes were appended before. `at` is stamped here. */
  frame(frame: Omit<WireFrame, "at">): void;
  /** Keeps a WebSocket frame; its bytes were appended before. `plainOffset`: where `plain` put its payload; -1: its bytes are its payload. Gives its time. */
  socketFrame(frame: Omit<SocketFrame, "at">, plainOffset: number): number;
  /** Appends payload of a compressed message, the compression undone, and gives its place. The bytes must not change afterwards. */
  plain(bytes: Uint8Array): number;
  /** A promise to wait for before reading more, when too much is not yet on disk; null when there is room. */
  full(): Promise<void> | null;
  summary(): WireSummary;
  /** Writes what is left. The record can be read while it is open. */
  close(): Promise<void>;
}

/** The record of a whole exchange, which knows how much passed each way. */
export interface ExchangeRecorder extends Recorder {
  /** Bytes of the clear side, in one direction. */
  passed(direction: WireDirection): number;
}
