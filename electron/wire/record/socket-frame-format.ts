import type { SocketFrame } from "../../../shared/model/web-socket.ts";

/**
 * `frames.bin`: WebSocket frames in the order they were complete, 64 bytes each, little endian, so that the frame of a number is found at once:
 *   u8 opcode · u8 bits (1 fin, 2 masked, 4 compressed, 8 sent, 16 partial) · u8 rsv · u8 bytes of the head · u32 hop · f64 at · f64 start ·
 *   f64 end · f64 length · f64 plain offset · f64 plain length · u32 first · u16 close code · u16 zero
 * `plain.bin`: payloads of compressed messages with the compression undone, which cannot be done again from the middle. The plain offset says
 * where in it a frame's payload is; -1: the bytes on the wire are the payload, masked or not.
 */
export const socketFrameBytes = 64;
export const socketFramesFile = "frames.bin";
export const plainFile = "plain.bin";

/** A frame and where its plain payload is: in `plain.bin` at `plainOffset`; -1: on the wire. */
export interface KeptSocketFrame {
  readonly frame: SocketFrame;
  readonly plainOffset: number;
}

/** Writes an entry at `place` of `to`; its frame was complete at `at`. */
export function writeSocketFrame(
  to: Buffer,
  place: number,
  {
    frame,
    at,
    plainOffset,
  }: {
    readonly frame: Omit<SocketFrame, "at">;
    readonly at: number;
    readonly plainOffset: number;
  },
): void {
  to[place] = frame.opcode;
  to[place + 1] =
    (frame.fin ? 1 : 0) |
    (frame.masked ? 2 : 0) |
    (frame.compressed ? 4 : 0) |
    (frame.direction === "sent" ? 8 : 0) |
    (frame.partial ? 16 : 0);
  to[place + 2] = frame.rsv;
  to[place + 3] = frame.headBytes;
  to.writeUInt32LE(frame.hop, place + 4);
  to.writeDoubleLE(at, place + 8);
  to.writeDoubleLE(frame.start, place + 16);
  to.writeDoubleLE(frame.end, place + 24);
  to.writeDoubleLE(frame.length, place + 32);
  to.writeDoubleLE(plainOffset, place + 40);
  to.writeDoubleLE(frame.plainLength, place + 48);
  to.writeUInt32LE(frame.first, place + 56);
  to.writeUInt16LE(frame.closeCode ?? 0, place + 60);
  to.writeUInt16LE(0, place + 62);
}

/** The entry at `at`, which is the frame of number `index`. */
export function readSocketFrame(from: Buffer, at: number, index: number): KeptSocketFrame {
  const bits = from[at + 1] ?? 0;
  const closeCode = from.readUInt16LE(at + 60);
  return {
    frame: {
      index,
      direction: (bits & 8) !== 0 ? "sent" : "received",
      hop: from.readUInt32LE(at + 4),
      at: from.readDoubleLE(at + 8),
      start: from.readDoubleLE(at + 16),
      end: from.readDoubleLE(at + 24),
      opcode: from[at] ?? 0,
      fin: (bits & 1) !== 0,
      rsv: from[at + 2] ?? 0,
      masked: (bits & 2) !== 0,
      headBytes: from[at + 3] ?? 0,
      length: from.readDoubleLE(at + 32),
      plainLength: from.readDoubleLE(at + 48),
      compressed: (bits & 4) !== 0,
      first: from.readUInt32LE(at + 56),
      closeCode: closeCode === 0 ? null : closeCode,
      partial: (bits & 16) !== 0,
    },
    plainOffset: from.readDoubleLE(at + 40),
  };
}
