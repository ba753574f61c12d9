import {
  type ErrorCodeName,
  type FrameDetail,
  frameFlag,
  type FramePriority,
  frameType,
} from "../../../shared/model/http2-frame.ts";
import type { FrameHead } from "./frame-event.ts";

/** A fault in a frame. `at` counts from the frame's first octet. */
export interface PayloadFault {
  readonly at: number;
  readonly rule: string;
  readonly message: string;
  readonly code: ErrorCodeName;
  /** False: only the frame's stream is lost. */
  readonly connection: boolean;
}

export type Payload =
  | { readonly kind: "detail"; readonly detail: FrameDetail }
  /** HEADERS, PUSH_PROMISE, CONTINUATION: a piece of a header block, with what its frame says beside. */
  | {
      readonly kind: "block";
      readonly block: Uint8Array;
      readonly padding: number;
      readonly priority: FramePriority | null;
      readonly promised: number | null;
    }
  | { readonly kind: "fault"; readonly fault: PayloadFault };

const headBytes = 9;
const mostDebug = 1_000;

/** What can be said against a frame from its head alone (RFC 9113 §6); null: nothing. */
export function headFault(head: FrameHead, maxFrameSize: number): PayloadFault | null {
  const { type, length, stream } = head;
  if (length > maxFrameSize) return size(0, "A frame is larger than this side allows.", true);
  const needsStream =
    type === frameType.data ||
    type === frameType.headers ||
    type === frameType.priority ||
    type === frameType.reset ||
    type === frameType.pushPromise ||
    type === frameType.continuation;
  if (needsStream && stream === 0)
    return protocol(5, "h2-stream-zero", "A frame that belongs to a stream has stream 0.");
  const needsNone =
    type === frameType.settings || type === frameType.ping || type === frameType.goaway;
  if (needsNone && stream !== 0)
    return protocol(
      5,
      "h2-stream-not-zero",
      "A frame that belongs to the connection has a stream.",
    );
  return null;
}

/** The meaning of a whole payload (RFC 9113 §6). DATA is not read here. */
export function readPayload(head: FrameHead, payload: Buffer): Payload {
  switch (head.type) {
    case frameType.headers:
    case frameType.pushPromise:
    case frameType.continuation:
      return readBlock(head, payload);
    case frameType.priority:
      if (payload.length !== 5) return wrongSize(head, false);
      return detail({ kind: "priority", priority: readPriority(payload, 0) });
    case frameType.reset:
      if (payload.length !== 4) return wrongSize(head, true);
      return detail({ kind: "reset", code: payload.readUInt32BE(0) });
    case frameType.settings:
      return readSettings(head, payload);
    case frameType.ping:
      if (payload.length !== 8) return wrongSize(head, true);
      return detail({ kind: "ping", data: payload.toString("hex") });
    case frameType.goaway:
      if (payload.length < 8) return wrongSize(head, true);
      return detail({
        kind: "goaway",
        lastStream: payload.readUInt32BE(0) & 0x7fffffff,
        code: payload.readUInt32BE(4),
        debug: payload.subarray(8, 8 + mostDebug).toString("latin1"),
      });
    case frameType.windowUpdate: {
      if (payload.length !== 4) return wrongSize(head, true);
      const increment = payload.readUInt32BE(0) & 0x7fffffff;
      if (increment > 0) return detail({ kind: "window", increment });
      return failed({
        at: headBytes,
        rule: "h2-window-zero",
        message: "A window is widened by nothing.",
        code: "PROTOCOL_ERROR",
        connection: head.stream === 0,
      });
    }
    default:
      return detail({ kind: "unknown" });
  }
}

function readSettings(head: FrameHead, payload: Buffer): Payload {
  const ack = (head.flags & frameFlag.ack) !== 0;
  if (ack ? payload.length > 0 : payload.length % 6 !== 0) return wrongSize(head, true);
  const settings: [number, number][] = [];
  for (let at = 0; at < payload.length; at += 6) {
    const id = payload.readUInt16BE(at);
    const value = payload.readUInt32BE(at + 2);
    settings.push([id, value]);
    const wrong =
      (id === 0x2 && value > 1) ||
      (id === 0x4 && value > 0x7fffffff) ||
      (id === 0x5 && (value < 16_384 || value > 0xffffff));
    if (wrong)
      return failed({
        at: headBytes + at,
        rule: "h2-setting-value",
        message: "A setting has a value that it cannot have.",
        code: id === 0x4 ? "FLOW_CONTROL_ERROR" : "PROTOCOL_ERROR",
        connection: true,
      });
  }
  return detail({ kind: "settings", settings });
}

function readBlock(head: FrameHead, payload: Buffer): Payload {
  let at = 0;
  let end = payload.length;
  let padding = 0;
  let priority: FramePriority | null = null;
  let promised: number | null = null;
  const { continuation, headers, pushPromise } = frameType;
  if (head.type !== continuation && (head.flags & frameFlag.padded) !== 0) {
    if (end < 1) return wrongSize(head, true);
    padding = payload[0] ?? 0;
    at = 1;
    end -= padding;
  }
  if (head.type === headers && (head.flags & frameFlag.priority) !== 0) {
    if (payload.length < at + 5) return wrongSize(head, true);
    priority = readPriority(payload, at);
    at += 5;
  }
  if (head.type === pushPromise) {
    if (payload.length < at + 4) return wrongSize(head, true);
    promised = payload.readUInt32BE(at) & 0x7fffffff;
    at += 4;
  }
  if (end < at) return failed(paddingFault());
  return { kind: "block", block: payload.subarray(at, end), padding, priority, promised };
}

export function paddingFault(): PayloadFault {
  return protocol(headBytes, "h2-padding", "A frame has more padding than it has room for.");
}

function readPriority(payload: Buffer, at: number): FramePriority {
  const word = payload.readUInt32BE(at);
  return {
    dependsOn: word & 0x7fffffff,
    exclusive: word >>> 31 === 1,
    weight: (payload[at + 4] ?? 0) + 1,
  };
}

function detail(value: FrameDetail): Payload {
  return { kind: "detail", detail: value };
}

function failed(fault: PayloadFault): Payload {
  return { kind: "fault", fault };
}

function wrongSize({ stream }: FrameHead, connection: boolean): Payload {
  return failed(
    size(0, "A frame has a length that its type cannot have.", connection || stream === 0),
  );
}

function size(at: number, message: string, connection: boolean): PayloadFault {
  return { at, rule: "h2-frame-size", message, code: "FRAME_SIZE_ERROR", connection };
}

function protocol(at: number, rule: string, message: string): PayloadFault {
  return { at, rule, message, code: "PROTOCOL_ERROR", connection: true };
}
