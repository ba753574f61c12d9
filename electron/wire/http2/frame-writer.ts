import { frameFlag, frameType } from "../../../shared/model/http2-frame.ts";

/** The nine octets before a payload (RFC 9113 §4.1). */
export function frameHead(type: number, flags: number, stream: number, length: number): Buffer {
  const head = Buffer.allocUnsafe(9);
  head.writeUIntBE(length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return head;
}

/** A whole frame in one piece: for small payloads. */
export function frame(type: number, flags: number, stream: number, payload: Uint8Array): Buffer {
  return Buffer.concat([frameHead(type, flags, stream, payload.length), payload]);
}

export function settingsFrame(settings: readonly (readonly [number, number])[]): Buffer {
  const payload = Buffer.alloc(settings.length * 6);
  settings.forEach(([id, value], at) => {
    payload.writeUInt16BE(id, at * 6);
    payload.writeUInt32BE(value, at * 6 + 2);
  });
  return frame(frameType.settings, 0, 0, payload);
}

export function windowFrame(stream: number, increment: number): Buffer {
  return frame(frameType.windowUpdate, 0, stream, word(increment));
}

export function resetFrame(stream: number, code: number): Buffer {
  return frame(frameType.reset, 0, stream, word(code));
}

export function goawayFrame(lastStream: number, code: number): Buffer {
  return frame(frameType.goaway, 0, 0, Buffer.concat([word(lastStream), word(code)]));
}

/** HEADERS and as many CONTINUATION as a header block needs (RFC 9113 §4.3). */
export function headersFrames(
  block: Uint8Array,
  stream: number,
  endStream: boolean,
  maxFrameSize: number,
): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at === 0 || at < block.length; at += maxFrameSize) {
    const payload = block.subarray(at, at + maxFrameSize);
    const last = at + maxFrameSize >= block.length ? frameFlag.endHeaders : 0;
    const type = at === 0 ? frameType.headers : frameType.continuation;
    const end = at === 0 && endStream ? frameFlag.endStream : 0;
    parts.push(frame(type, last | end, stream, payload));
  }
  return Buffer.concat(parts);
}

function word(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(value, 0);
  return bytes;
}
