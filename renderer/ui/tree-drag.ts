import { type PointerEvent as ReactPointerEvent, type RefObject, useState } from "react";
import { rowHeight, type TreeRow } from "./tree-keys.ts";

/** A place a dragged row may land at. */
export interface TreeDrop {
  readonly row: string;
  readonly where: "before" | "after" | "into";
  /** Level the line is drawn at. */
  readonly level: number;
}

export interface TreeDrag<Row extends TreeRow> {
  canDrag(row: Row): boolean;
  /** Where it would land with the pointer at `share` (0 top, 1 bottom) of a row; null: nowhere. */
  target(dragged: Row, over: Row, share: number): TreeDrop | null;
  /** Called once, when the pointer is let go over a target. */
  drop(dragged: Row, drop: TreeDrop): void;
  /** The pointer rests on a closed row while dragging. */
  onExpand(row: Row): void;
}

export interface Dragging<Row> {
  readonly row: Row;
  readonly drop: TreeDrop | null;
  readonly x: number;
  readonly y: number;
}

const slop = 5;
const edge = 32;
const restingMs = 600;

/** Dragging rows by pointer: a line where it lands, closed rows open under a resting pointer, edges scroll, Esc ends it. */
export function useTreeDrag<Row extends TreeRow>(
  box: RefObject<HTMLDivElement | null>,
  rows: RefObject<readonly Row[]>,
  drag: TreeDrag<Row> | undefined,
): {
  readonly dragging: Dragging<Row> | null;
  readonly start: (row: Row, event: ReactPointerEvent) => void;
} {
  const [dragging, setDragging] = useState<Dragging<Row> | null>(null);

  const start = (row: Row, down: ReactPointerEvent) => {
    const element = box.current;
    if (!drag || !element || down.button !== 0 || down.pointerType === "touch") return;
    if (!drag.canDrag(row)) return;
    const ended = new AbortController();
    const { signal } = ended;
    let live: Dragging<Row> | null = null;
    let resting: { readonly id: string; readonly timer: ReturnType<typeof setTimeout> } | null =
      null;
    let frame = 0;
    let at = { x: down.clientX, y: down.clientY };

    const rest = (over: Row | null) => {
      if (resting?.id === over?.id) return;
      if (resting) clearTimeout(resting.timer);
      resting = over && {
        id: over.id,
        timer: setTimeout(() => over.expanded === false && drag.onExpand(over), restingMs),
      };
    };
    const show = () => {
      const frameBox = element.getBoundingClientRect();
      const inside =
        at.x >= frameBox.left &&
        at.x <= frameBox.right &&
        at.y >= frameBox.top &&
        at.y <= frameBox.bottom;
      const y = (at.y - frameBox.top + element.scrollTop) / rowHeight;
      const all = rows.current;
      const over = inside ? (all[Math.min(Math.floor(y), all.length - 1)] ?? null) : null;
      const share = y >= all.length ? 1 : y - Math.floor(y);
      rest(over);
      live = { row, drop: over ? drag.target(row, over, share) : null, ...at };
      setDragging(live);
    };
    const scroll = () => {
      const { top, bottom } = element.getBoundingClientRect();
      const near =
        at.y < top + edge ? at.y - top - edge : at.y > bottom - edge ? at.y - bottom + edge : 0;
      if (near !== 0) {
        element.scrollTop += Math.max(-24, Math.min(24, near / 3));
        show();
      }
      frame = requestAnimationFrame(scroll);
    };
    const end = (done: boolean, released = done) => {
      ended.abort();
      cancelAnimationFrame(frame);
      rest(null);
      setDragging(null);
      if (!live) return;
      if (released) swallowClick();
      else window.addEventListener("pointerup", swallowClick, { once: true });
      if (done && live.drop) drag.drop(row, live.drop);
    };
    const move = (event: PointerEvent) => {
      at = { x: event.clientX, y: event.clientY };
      if (!live) {
        if (Math.hypot(at.x - down.clientX, at.y - down.clientY) < slop) return;
        frame = requestAnimationFrame(scroll);
      }
      show();
    };
    const key = (event: KeyboardEvent) => {
      if (!live || event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      end(false);
    };
    window.addEventListener("pointermove", move, { signal });
    window.addEventListener("pointerup", () => end(true), { signal });
    window.addEventListener("pointercancel", () => end(false, true), { signal });
    window.addEventListener("blur", () => end(false, true), { signal });
    window.addEventListener("keydown", key, { signal, capture: true });
  };

  return { dragging, start };
}

/** The click that follows letting go is not a click on a row. */
function swallowClick(): void {
  window.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener("click", swallow, { capture: true }));
}

function swallow(event: Event): void {
  event.stopPropagation();
  event.preventDefault();
}
