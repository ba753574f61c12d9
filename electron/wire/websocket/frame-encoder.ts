import { unmasked } from "./frame-decoder.ts";

/** A frame to be written. */
export interface FrameToSend {
  readonly fin: boolean;
  /** RSV1 to RSV3 as bits 4, 2 and 1. */
  readonly rsv: number;
  readonly opcode: number;
  readonly payload: Uint8Array;
  /** Four bytes nobody can foresee (RFC 6455 §5.3); null: not masked, as servers send. */
  readonly mask: Uint8Array | null;
}

/** The head of a frame with the length in its shortest form (RFC 6455 §5.2). */
export function encodeFrameHead(frame: Omit<FrameToSend, "payload">, length: number): Uint8Array {
  const extended = length > 0xffff ? 8 : length > 125 ? 2 : 0;
  const { mask } = frame;
  const head = new Uint8Array(2 + extended + (mask === null ? 0 : 4));
  const view = new DataView(head.buffer);
  head[0] = (frame.fin ? 0x80 : 0) | (frame.rsv << 4) | frame.opcode;
  head[1] = (mask === null ? 0 : 0x80) | (extended === 8 ? 127 : extended === 2 ? 126 : length);
  if (extended === 2) view.setUint16(2, length);
  if (extended === 8) {
    view.setUint32(2, Math.floor(length / 2 ** 32));
    view.setUint32(6, length >>> 0);
  }
  if (mask !== null) head.set(mask, 2 + extended);
  return head;
}

/** Head and payload, in two pieces; the payload is masked into bytes of its own. */
export function encodeFrame(frame: FrameToSend): readonly [head: Uint8Array, payload: Uint8Array] {
  const { mask, payload } = frame;
  const head = encodeFrameHead(frame, payload.length);
  return [head, mask === null ? payload : unmasked(payload, mask)];
}

/** Bytes of a reason that fit into a close frame beside its code (RFC 6455 §5.5). */
export const mostReasonBytes = 123;

/** The payload of a close frame; null: without code and reason. */
export function closePayload(code: number | null, reason: string): Uint8Array {
  if (code === null) return new Uint8Array();
  const text = Buffer.from(reason, "utf8");
  const payload = new Uint8Array(2 + text.length);
  payload[0] = code >> 8;
  payload[1] = code & 0xff;
  payload.set(text, 2);
  return payload;
}

/** Code and reason of a close frame's payload, which was checked. */
export function readClosePayload(payload: Uint8Array): { code: number | null; reason: string } {
  if (payload.length < 2) return { code: null, reason: "" };
  const code = ((payload[0] ?? 0) << 8) | (payload[1] ?? 0);
  return { code, reason: new TextDecoder().decode(payload.subarray(2)) };
}
