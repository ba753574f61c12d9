/** Bytes being edited in a hex view. */
export interface HexState {
  readonly bytes: Uint8Array;
  /** Byte the caret is before, 0 to length. */
  readonly caret: number;
  /** Other end of the selection; equal to the caret when nothing is selected. */
  readonly anchor: number;
  /** True when the first digit of the byte at the caret was just typed. */
  readonly half: boolean;
  /** Typing pushes bytes along instead of replacing them. */
  readonly inserting: boolean;
}

export function hexState(bytes: Uint8Array): HexState {
  return { bytes, caret: 0, anchor: 0, half: false, inserting: false };
}

/** The selected bytes, `[from, to)`. */
export function selection({ caret, anchor }: HexState): {
  readonly from: number;
  readonly to: number;
} {
  return { from: Math.min(caret, anchor), to: Math.max(caret, anchor) };
}

/** Moves the caret; `extend` keeps the other end of the selection. */
export function moveTo(state: HexState, caret: number, extend: boolean): HexState {
  const to = Math.max(0, Math.min(state.bytes.length, caret));
  return { ...state, caret: to, anchor: extend ? state.anchor : to, half: false };
}

/** Bytes in place of the selection, or, without one, at the caret: pushed in or written over by the mode. */
export function put(state: HexState, bytes: Uint8Array): HexState {
  const { from, to } = selection(state);
  const over =
    from === to && !state.inserting ? Math.min(state.bytes.length, from + bytes.length) : to;
  const caret = from + bytes.length;
  return {
    ...state,
    bytes: joinBytes(state.bytes.subarray(0, from), bytes, state.bytes.subarray(over)),
    caret,
    anchor: caret,
    half: false,
  };
}

/** One hex digit: the first makes the high half of a byte, the second its low half. */
export function typeDigit(state: HexState, digit: number): HexState {
  if (state.half) {
    const bytes = state.bytes.slice();
    bytes[state.caret] = ((bytes[state.caret] ?? 0) & 0xf0) | digit;
    return { ...state, bytes, caret: state.caret + 1, anchor: state.caret + 1, half: false };
  }
  const { from, to } = selection(state);
  const replaces = from === to && !state.inserting && from < state.bytes.length;
  const low = replaces ? (state.bytes[from] ?? 0) & 0x0f : 0;
  const written = put(state, Uint8Array.of((digit << 4) | low));
  return { ...written, caret: from, anchor: from, half: true };
}

/** Removes the selection, or the byte before (-1) or after (1) the caret. */
export function erase(state: HexState, side: -1 | 1): HexState {
  let { from, to } = selection(state);
  if (from === to) {
    if (side < 0 && !state.half) from -= 1;
    else to += 1;
  }
  from = Math.max(0, from);
  to = Math.min(state.bytes.length, to);
  const bytes = joinBytes(state.bytes.subarray(0, from), state.bytes.subarray(to));
  return { ...state, bytes, caret: from, anchor: from, half: false };
}

/** How a byte is drawn in the text column. */
export function byteGlyph(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·";
}

function joinBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
