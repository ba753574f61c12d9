import {
  after,
  colon,
  digits,
  done,
  escape,
  exponentDigits,
  fraction,
  hex1,
  hex4,
  isEscape,
  isHex,
  key,
  keyEscape,
  keyHex1,
  keyHex4,
  keyOrClose,
  keyString,
  literal,
  minus,
  numberMode,
  tokenKind,
  string,
  value,
  valueOrClose,
  zero,
} from "./json-modes.ts";

/**
 * JSON (RFC 8259) read byte by byte to lay it out again: number text, string text, duplicate keys and order stay as they
 * are, because tokens are copied and only the white space between them changes. The state is small and can be kept and
 * taken up again at any row, so a body of any size can be shown from the middle.
 */

/** Open containers, innermost first; shared between states, so a kept state costs one reference at any depth. */
interface Open {
  readonly object: boolean;
  readonly depth: number;
  readonly outer: Open | null;
}

/** Where a scan stands before the byte at `offset`. */
export interface JsonState {
  readonly offset: number;
  readonly mode: number;
  readonly open: Open | null;
  /** True right after `line`: the next token need not ask for one. */
  readonly fresh: boolean;
  /** Letters of true, false or null still to come. */
  readonly rest: string;
}

export const jsonStart: JsonState = { offset: 0, mode: 0, open: null, fresh: true, rest: "" };

/** What a scan writes to. `state` gives the state before the token (or the first byte of the new line) at hand. */
export interface JsonSink {
  /** A whole token, or a run of a long one (at most about 200 bytes): `bytes[start, end)`. */
  piece(bytes: Uint8Array, start: number, end: number, state: () => JsonState): void;
  /** The blank after a colon. */
  gap(): void;
  /** A new line, indented to `depth` levels. */
  line(depth: number, state: () => JsonState): void;
}

export interface JsonScan {
  /** Reads more. Returns false once the text is not JSON: see `errorAt`. */
  push(bytes: Uint8Array): boolean;
  /** The text ends here. Returns false when it is not complete JSON. */
  end(): boolean;
  /** Offset of the first byte that cannot be JSON; null while it can. */
  errorAt(): number | null;
}

const longPiece = 200;

const nothing = new Uint8Array();

const byteOrderMark = [0xef, 0xbb, 0xbf];

/** Begins (or takes up) a scan. `many`: values may follow each other (NDJSON, JSON text sequences without the RS). */
export function scanJson(
  sink: JsonSink,
  { from = jsonStart, many = false }: { readonly from?: JsonState; readonly many?: boolean } = {},
): JsonScan {
  let { mode, open, fresh, rest } = from;
  let base = from.offset;
  let bad: number | null = null;
  let carry: Uint8Array = nothing;
  /** Bytes of a byte order mark passed. */
  let bom = 0;

  // The state before the token at hand, set where a token begins.
  let tokenAt = base;
  let tokenMode = mode;
  let tokenFresh = fresh;
  let tokenRest = rest;
  const state = (): JsonState => ({
    offset: tokenAt,
    mode: tokenMode,
    open,
    fresh: tokenFresh,
    rest: tokenRest,
  });

  return {
    push: (bytes) => {
      if (bad !== null) return false;
      if (carry.length === 0) return take(bytes, 0);
      // Only the seam is copied: a token cut again lies whole in the new bytes.
      const seam = bytes.subarray(0, 4 * longPiece);
      if (!take(joined(carry, seam), carry.length)) return false;
      if (seam.length === bytes.length) return true;
      return take(bytes.subarray(seam.length - carry.length), carry.length);
    },
    end: () => {
      if (bad !== null) return false;
      if (carry.length > 0) emit(carry, 0, carry.length);
      const number =
        mode === zero || mode === digits || mode === fraction || mode === exponentDigits;
      if (mode === done || (number && open === null) || (many && mode === value)) return true;
      bad = base;
      return false;
    },
    errorAt: () => bad,
  };

  /** Reads on in bytes whose first `known` were read before. */
  function take(bytes: Uint8Array, known: number): boolean {
    base -= known;
    const stop = run(bytes, known);
    if (stop < bytes.length) bad = base + stop;
    base += bytes.length;
    return bad === null;
  }

  function begin(index: number): void {
    tokenAt = base + index;
    tokenMode = mode;
    tokenFresh = fresh;
    tokenRest = rest;
  }

  function line(index: number): void {
    if (fresh) return;
    fresh = true;
    begin(index);
    sink.line(open?.depth ?? 0, state);
  }

  function single(bytes: Uint8Array, index: number): void {
    begin(index);
    sink.piece(bytes, index, index + 1, state);
    fresh = false;
  }

  /** Reads on from `index` to the end, or to the byte that is wrong: returns where it stopped. */
  function run(bytes: Uint8Array, from: number): number {
    const length = bytes.length;
    let index = from;
    let start = 0;
    if (mode >= string && from === 0) begin(0);
    carry = nothing;
    while (index < length) {
      const byte = bytes[index] ?? 0;
      if (mode < string) {
        if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) {
          index += 1;
          continue;
        }
        if (base + index === bom && byte === byteOrderMark[bom]) {
          bom += 1;
          index += 1;
          continue;
        }
        if (bom === 1 || bom === 2) return index;
        if (!structure(bytes, byte, index)) return index;
        start = index;
        index += 1;
        continue;
      }
      if (mode === string || mode === keyString) {
        // The hot loop: plain characters of a string.
        let at = index;
        while (at < length) {
          const one = bytes[at] ?? 0;
          if (one === 0x22 || one === 0x5c || one < 0x20) break;
          if (at - start >= longPiece && ((one & 0xc0) !== 0x80 || at - start > longPiece + 3))
            break;
          at += 1;
        }
        if (at === length) {
          index = at;
          break;
        }
        const one = bytes[at] ?? 0;
        if (one === 0x22) {
          mode = mode === string ? afterValue() : colon;
          at += 1;
          emit(bytes, start, at);
        } else if (one === 0x5c) {
          mode = mode === string ? escape : keyEscape;
          at += 1;
        } else if (one < 0x20) {
          emit(bytes, start, at);
          return at;
        } else {
          emit(bytes, start, at);
          start = at;
          begin(at);
        }
        index = at;
        continue;
      }
      if (mode === escape || mode === keyEscape) {
        if (byte === 0x75) mode = mode === escape ? hex4 : keyHex4;
        else if (isEscape(byte)) mode = mode === escape ? string : keyString;
        else return cut(bytes, start, index);
        index += 1;
        continue;
      }
      if ((mode >= hex4 && mode <= hex1) || (mode >= keyHex4 && mode <= keyHex1)) {
        if (!isHex(byte)) return cut(bytes, start, index);
        if (mode === hex1) mode = string;
        else if (mode === keyHex1) mode = keyString;
        else mode += 1;
        index += 1;
        continue;
      }
      if (mode === literal) {
        if (byte !== rest.charCodeAt(0)) return cut(bytes, start, index);
        rest = rest.slice(1);
        index += 1;
        if (rest === "") {
          mode = afterValue();
          emit(bytes, start, index);
        }
        continue;
      }
      const next = numberMode(mode, byte);
      if (next === -1) return cut(bytes, start, index);
      if (next === -2) {
        mode = afterValue();
        emit(bytes, start, index);
        start = index;
        continue;
      }
      mode = next;
      index += 1;
      if (index - start >= longPiece) {
        emit(bytes, start, index);
        start = index;
        begin(index);
      }
    }
    // A token cut by the end of a chunk waits, so that pieces do not depend on how the bytes came.
    if (mode >= string) carry = bytes.slice(start);
    return length;
  }

  function cut(bytes: Uint8Array, start: number, index: number): number {
    emit(bytes, start, index);
    return index;
  }

  function emit(bytes: Uint8Array, start: number, end: number): void {
    if (end <= start) return;
    sink.piece(bytes, start, end, state);
    fresh = false;
  }

  function afterValue(): number {
    if (open !== null) return after;
    return many ? value : done;
  }

  /** A byte between tokens. False: it cannot stand here. */
  function structure(bytes: Uint8Array, byte: number, index: number): boolean {
    if (mode === colon) {
      if (byte !== 0x3a) return false;
      single(bytes, index);
      sink.gap();
      mode = value;
      return true;
    }
    if (mode === after && byte === 0x2c) {
      single(bytes, index);
      mode = open?.object === true ? key : value;
      line(index + 1);
      return true;
    }
    if (byte === 0x7d || byte === 0x5d) return close(bytes, byte, index);
    if (mode === after || mode === done) return false;
    if (mode === key || mode === keyOrClose) {
      if (byte !== 0x22) return false;
      if (mode === keyOrClose) line(index);
      begin(index);
      mode = keyString;
      return true;
    }
    if (mode === valueOrClose || open === null) line(index);
    if (byte === 0x7b || byte === 0x5b) {
      single(bytes, index);
      open = { object: byte === 0x7b, depth: (open?.depth ?? 0) + 1, outer: open };
      mode = byte === 0x7b ? keyOrClose : valueOrClose;
      return true;
    }
    begin(index);
    if (byte === 0x22) mode = string;
    else if (byte === 0x2d) mode = minus;
    else if (byte === 0x30) mode = zero;
    else if (byte >= 0x31 && byte <= 0x39) mode = digits;
    else if (byte === 0x74 || byte === 0x66 || byte === 0x6e) {
      mode = literal;
      rest = byte === 0x74 ? "rue" : byte === 0x66 ? "alse" : "ull";
    } else return false;
    return true;
  }

  function close(bytes: Uint8Array, byte: number, index: number): boolean {
    if (open === null || open.object !== (byte === 0x7d)) return false;
    const empty = mode === valueOrClose || mode === keyOrClose;
    if (mode !== after && !empty) return false;
    if (!empty && !fresh) {
      fresh = true;
      begin(index);
      sink.line(open.depth - 1, state);
    }
    single(bytes, index);
    open = open.outer;
    mode = afterValue();
    return true;
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** What a piece is, by the state before it and its first byte. */
export function jsonTokenKind(state: JsonState, byte: number): ReturnType<typeof tokenKind> {
  return tokenKind(state.mode, byte);
}
