import type { HeaderField } from "./header.ts";
import type { WireDirection } from "./wire-log.ts";

/** Frame types of RFC 9113 §6. */
export const frameType = {
  data: 0x0,
  headers: 0x1,
  priority: 0x2,
  reset: 0x3,
  settings: 0x4,
  pushPromise: 0x5,
  ping: 0x6,
  goaway: 0x7,
  windowUpdate: 0x8,
  continuation: 0x9,
} as const;

/** Flags of RFC 9113 §6; what a bit means depends on the type. */
export const frameFlag = {
  endStream: 0x1,
  ack: 0x1,
  endHeaders: 0x4,
  padded: 0x8,
  priority: 0x20,
} as const;

/** Bytes of the connection preface (RFC 9113 §3.4). */
export const clientPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/** Types by number. The last three are extensions: RFC 7838, RFC 8336, RFC 9218. */
const typeNames: Readonly<Record<number, string>> = {
  0x0: "DATA",
  0x1: "HEADERS",
  0x2: "PRIORITY",
  0x3: "RST_STREAM",
  0x4: "SETTINGS",
  0x5: "PUSH_PROMISE",
  0x6: "PING",
  0x7: "GOAWAY",
  0x8: "WINDOW_UPDATE",
  0x9: "CONTINUATION",
  0xa: "ALTSVC",
  0xc: "ORIGIN",
  0x10: "PRIORITY_UPDATE",
};

/** The name in the specification, or the number in hex. */
export function frameTypeName(type: number): string {
  return typeNames[type] ?? `0x${type.toString(16).padStart(2, "0")}`;
}

/** Names of the flags that are set; a bit the type gives no meaning is its number in hex. */
export function frameFlagNames(type: number, flags: number): readonly string[] {
  const names: string[] = [];
  for (let bit = 1; bit <= 0x80; bit <<= 1) {
    if ((flags & bit) === 0) continue;
    names.push(flagName(type, bit) ?? `0x${bit.toString(16)}`);
  }
  return names;
}

function flagName(type: number, bit: number): string | null {
  const { data, headers, settings, ping, pushPromise, continuation } = frameType;
  if (bit === 0x1 && (type === data || type === headers)) return "END_STREAM";
  if (bit === 0x1 && (type === settings || type === ping)) return "ACK";
  const block = type === headers || type === pushPromise || type === continuation;
  if (bit === 0x4 && block) return "END_HEADERS";
  if (bit === 0x8 && (type === data || type === headers || type === pushPromise)) return "PADDED";
  return bit === 0x20 && type === headers ? "PRIORITY" : null;
}

/** Error codes of RFC 9113 §7, by number. */
export const errorCodes = [
  "NO_ERROR",
  "PROTOCOL_ERROR",
  "INTERNAL_ERROR",
  "FLOW_CONTROL_ERROR",
  "SETTINGS_TIMEOUT",
  "STREAM_CLOSED",
  "FRAME_SIZE_ERROR",
  "REFUSED_STREAM",
  "CANCEL",
  "COMPRESSION_ERROR",
  "CONNECT_ERROR",
  "ENHANCE_YOUR_CALM",
  "INADEQUATE_SECURITY",
  "HTTP_1_1_REQUIRED",
] as const;
export type ErrorCodeName = (typeof errorCodes)[number];

/** The name of an error code, or the number in hex. */
export function errorCodeName(code: number): string {
  return errorCodes[code] ?? `0x${code.toString(16)}`;
}

/** The number of an error code. */
export function errorCode(name: ErrorCodeName): number {
  return errorCodes.indexOf(name);
}

/** Identifiers of settings: RFC 9113 §6.5.2, RFC 8441, RFC 9218. */
const settingNames: Readonly<Record<number, string>> = {
  0x1: "HEADER_TABLE_SIZE",
  0x2: "ENABLE_PUSH",
  0x3: "MAX_CONCURRENT_STREAMS",
  0x4: "INITIAL_WINDOW_SIZE",
  0x5: "MAX_FRAME_SIZE",
  0x6: "MAX_HEADER_LIST_SIZE",
  0x8: "ENABLE_CONNECT_PROTOCOL",
  0x9: "NO_RFC7540_PRIORITIES",
};

/** The name of a setting, or the number in hex. */
export function settingName(id: number): string {
  return settingNames[id] ?? `0x${id.toString(16)}`;
}

/** RFC 7540 §5.3, deprecated by RFC 9113 but still sent. */
export interface FramePriority {
  readonly dependsOn: number;
  readonly exclusive: boolean;
  /** 1–256. */
  readonly weight: number;
}

/** What a frame says, beyond its nine bytes of head. Header values hold one code unit a byte. */
export type FrameDetail =
  /** Not a frame: what a client sends first. */
  | { readonly kind: "preface" }
  | { readonly kind: "data"; readonly padding: number }
  /** HEADERS, PUSH_PROMISE, CONTINUATION. The fields stand with the frame that ends their block. */
  | {
      readonly kind: "headers";
      readonly fields: readonly HeaderField[];
      /** False: CONTINUATION follows. */
      readonly whole: boolean;
      /** True: not all fields are kept here, because there were too many. */
      readonly cut: boolean;
      readonly padding: number;
      readonly priority: FramePriority | null;
      /** Stream a PUSH_PROMISE reserves, else null. */
      readonly promised: number | null;
    }
  | { readonly kind: "priority"; readonly priority: FramePriority }
  | { readonly kind: "reset"; readonly code: number }
  | { readonly kind: "settings"; readonly settings: readonly (readonly [number, number])[] }
  /** Eight bytes as hex. */
  | { readonly kind: "ping"; readonly data: string }
  | {
      readonly kind: "goaway";
      readonly lastStream: number;
      readonly code: number;
      /** At most 1,000 characters of the debug data, one code unit a byte. */
      readonly debug: string;
    }
  | { readonly kind: "window"; readonly increment: number }
  /** A type nobody here knows; RFC 9113 §4.1 says to ignore it. */
  | { readonly kind: "unknown" }
  /** The connection ended inside it. */
  | { readonly kind: "partial" }
  | { readonly kind: "fault"; readonly rule: string; readonly message: string };

/**
 * One HTTP/2 frame as it passed, as kept with an exchange. Its bytes are those of `direction` in `[start, end)` of the `clear` side:
 * bytes of the other direction may have passed in between.
 */
export interface WireFrame {
  readonly direction: WireDirection;
  readonly hop: number;
  /** ms since the exchange began. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
  /** Where on its connection it began, counted in its direction: a step shows that frames of other streams passed. */
  readonly place: number;
  readonly stream: number;
  readonly type: number;
  readonly flags: number;
  /** Of the payload, as the frame says. */
  readonly length: number;
  readonly detail: FrameDetail;
}
