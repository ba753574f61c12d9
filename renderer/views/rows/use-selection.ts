import { type PointerEvent, useState } from "react";

export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A place in a windowed view: a character of a column of a row. */
export interface TextPlace {
  readonly row: number;
  /** The value of `data-text` around it. */
  readonly column: string;
  readonly index: number;
}

export interface Selection {
  readonly range: ByteRange | null;
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  set(range: ByteRange | null): void;
}

/**
 * Selecting in a windowed view, where the browser's own selection would lose the rows that scroll away: kept as a range
 * of the source. Shift extends. `offsetAt` may answer null for a place that stands for no byte; `begun` is selected at first.
 */
export function useSelection(
  offsetAt: (place: TextPlace) => number | null,
  begun: ByteRange | null = null,
): Selection {
  const [anchor, setAnchor] = useState<number | null>(null);
  const [range, setRange] = useState<ByteRange | null>(begun);

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    const at = offsetUnder(event.clientX, event.clientY);
    if (at === null) return;
    const from = event.shiftKey && anchor !== null ? anchor : at;
    setAnchor(from);
    setRange(from === at ? null : between(from, at));
    const target = event.currentTarget;
    const move = (moved: globalThis.PointerEvent) => {
      const to = offsetUnder(moved.clientX, moved.clientY);
      if (to !== null) setRange(to === from ? null : between(from, to));
    };
    const up = () => {
      target.removeEventListener("pointermove", move);
      target.removeEventListener("pointerup", up);
      target.removeEventListener("pointercancel", up);
    };
    target.addEventListener("pointermove", move);
    target.addEventListener("pointerup", up);
    target.addEventListener("pointercancel", up);
  };

  const offsetUnder = (x: number, y: number) => {
    const place = placeUnder(x, y);
    return place === null ? null : offsetAt(place);
  };

  return {
    range,
    onPointerDown,
    set: (next) => {
      setAnchor(next?.start ?? null);
      setRange(next);
    },
  };
}

function between(one: number, other: number): ByteRange {
  return one < other ? { start: one, end: other } : { start: other, end: one };
}

/** The character under a point of the window; past the text of a row: its end. */
export function placeUnder(x: number, y: number): TextPlace | null {
  const caret = document.caretPositionFromPoint(x, y);
  const node = caret?.offsetNode ?? null;
  const element = node instanceof Element ? node : (node?.parentElement ?? null);
  const line =
    element?.closest("[data-row]") ??
    document.elementFromPoint(x, y)?.closest("[data-row]") ??
    null;
  if (line === null) return null;
  const row = Number(line.getAttribute("data-row"));
  const text = element?.closest("[data-text]") ?? null;
  if (text === null || caret === null || node === null) {
    const before = line.firstElementChild?.getBoundingClientRect().right ?? 0;
    return { row, column: "", index: x < before ? 0 : Number.MAX_SAFE_INTEGER };
  }
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(node, caret.offset);
  return { row, column: text.getAttribute("data-text") ?? "", index: range.toString().length };
}
