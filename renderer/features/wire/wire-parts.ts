import type { WireFrame } from "../../../shared/model/http2-frame.ts";
import type { SocketFrame } from "../../../shared/model/web-socket.ts";
import type { WireDirection, WireMark } from "../../../shared/model/wire-log.ts";

interface Place {
  readonly direction: WireDirection;
  readonly hop: number;
  /** Its bytes are those of its direction in `[start, end)` of the clear side. */
  readonly start: number;
  readonly end: number;
}

/** A run of bytes that means something: a mark of HTTP/1 or a fault, or a frame of HTTP/2 or of a WebSocket. */
export type WirePart =
  | (Place & { readonly kind: "mark"; readonly mark: WireMark })
  | (Place & {
      readonly kind: "frame";
      readonly frame: WireFrame;
      /** Bytes of other streams' frames that passed before it, in its direction, since the frame before. */
      readonly gap: number;
    })
  | (Place & { readonly kind: "socket"; readonly frame: SocketFrame });

/** One that opens to what it says. */
export type FramePart = Exclude<WirePart, { kind: "mark" }>;

const frameHeadBytes = 9;

/** All parts of a record by their place; what holds others stands before them. */
export function partsOf(
  marks: readonly WireMark[],
  frames: readonly WireFrame[],
  sockets: readonly SocketFrame[] = [],
): WirePart[] {
  // The frames say better what follows a head than that it is another protocol.
  const said = sockets.length === 0 ? marks : marks.filter(({ kind }) => kind !== "switched");
  const parts: WirePart[] = said.map((mark) => ({ ...placeOf(mark), kind: "mark", mark }));
  const next: { [direction in WireDirection]?: number } = {};
  for (const frame of frames) {
    const { direction, place, length, detail } = frame;
    const expected = next[direction] ?? place;
    parts.push({ ...placeOf(frame), kind: "frame", frame, gap: Math.max(0, place - expected) });
    next[direction] = place + length + (detail.kind === "preface" ? 0 : frameHeadBytes);
  }
  for (const frame of sockets) parts.push({ ...placeOf(frame), kind: "socket", frame });
  return parts.toSorted((one, other) => one.start - other.start || other.end - one.end);
}

function placeOf({ direction, hop, start, end }: Place): Place {
  return { direction, hop, start, end };
}

/** The smallest part that holds a byte of a direction; -1 for none. */
export function partAt(
  parts: readonly WirePart[],
  offset: number,
  direction: WireDirection | undefined,
): number {
  let found = -1;
  let size = Infinity;
  for (const [index, part] of parts.entries()) {
    if (part.start > offset) break;
    const length = part.end - part.start;
    if (part.end > offset && length < size && part.direction === direction) {
      found = index;
      size = length;
    }
  }
  return found;
}

/** Which frames are listed: all, those of the connection (0), or those of one stream. */
export type StreamChoice = "all" | `${number}`;

/** The streams of a record, the connection first. */
export function streamsOf(frames: readonly WireFrame[]): number[] {
  return [...new Set(frames.map(({ stream }) => stream))].sort((one, other) => one - other);
}

/** A row of the list of parts: a part, or a line about an open frame. */
export type PartRow =
  | { readonly kind: "part"; readonly part: number }
  | { readonly kind: "line"; readonly part: number; readonly line: number };

/** The rows for the parts that are shown. `open`: frames whose lines are shown too; `lines` counts them. */
export function partRows(
  parts: readonly WirePart[],
  choice: StreamChoice,
  open: ReadonlySet<WireFrame | SocketFrame>,
  lines: (part: FramePart) => number,
): PartRow[] {
  const rows: PartRow[] = [];
  parts.forEach((part, index) => {
    if (choice !== "all" && !(part.kind === "frame" && String(part.frame.stream) === choice))
      return;
    rows.push({ kind: "part", part: index });
    if (part.kind === "mark" || !open.has(part.frame)) return;
    const count = lines(part);
    for (let line = 0; line < count; line += 1) rows.push({ kind: "line", part: index, line });
  });
  return rows;
}
