import type { PathStep } from "./json-path.ts";

interface Frame {
  readonly list: boolean;
  key: string;
  index: number;
}

/** A value of a JSON text: where it is, and how it is spelled (offsets in UTF-16 units, `to` exclusive). */
export interface JsonPlace {
  readonly steps: readonly PathStep[];
  readonly from: number;
  readonly to: number;
}

const token = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[[\]{}:,]/g;

/**
 * Walks the values of a JSON text in the order they end, without building them: numbers keep their spelling. Stops early when `visit` gives
 * true. Of a text that is no JSON it gives what it can.
 */
function walk(text: string, visit: (place: JsonPlace, keyFrom: number) => boolean): void {
  const frames: (Frame & { readonly from: number; readonly keyFrom: number })[] = [];
  let keyFrom = -1;
  const stepsHere = (): PathStep[] => frames.map((one) => (one.list ? one.index : one.key));
  const stepsOfTop = (): PathStep[] => stepsHere().slice(0, -1);
  const ended = (from: number, to: number, steps: readonly PathStep[], key: number): boolean =>
    visit({ steps, from, to }, key);
  let waitsForKey = false;
  for (const found of text.matchAll(token)) {
    const [piece] = found;
    const from = found.index;
    const top = frames.at(-1);
    switch (piece) {
      case "{":
      case "[":
        frames.push({ list: piece === "[", key: "", index: 0, from, keyFrom });
        waitsForKey = piece === "{";
        keyFrom = -1;
        break;
      case "}":
      case "]":
        if (top === undefined) return;
        if (ended(top.from, from + 1, stepsOfTop(), top.keyFrom)) return;
        frames.pop();
        waitsForKey = false;
        break;
      case ",":
        if (top?.list === true) top.index += 1;
        else waitsForKey = true;
        keyFrom = -1;
        break;
      case ":":
        waitsForKey = false;
        break;
      default:
        if (waitsForKey && top !== undefined) {
          top.key = textOf(piece);
          keyFrom = from;
        } else if (ended(from, from + piece.length, stepsHere(), keyFrom)) return;
    }
  }
}

function textOf(literal: string): string {
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
}

/** How the value at a place is spelled; null when there is none. The text must be JSON. Of keys that repeat the last one counts. */
export function jsonSlice(text: string, steps: readonly PathStep[]): string | null {
  let found: string | null = null;
  walk(text, (place) => {
    const same =
      place.steps.length === steps.length && place.steps.every((one, at) => one === steps[at]);
    if (same) found = text.slice(place.from, place.to);
    return false;
  });
  return found;
}

/** The innermost value around an offset, a key counting as its value; null outside of any. */
export function jsonPlaceAt(text: string, offset: number): JsonPlace | null {
  let found: JsonPlace | null = null;
  walk(text, (place, keyFrom) => {
    const from = keyFrom >= 0 ? keyFrom : place.from;
    if (offset < from || offset > place.to) return false;
    found = place;
    return true;
  });
  return found;
}
