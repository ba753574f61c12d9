import { type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";

const delay = 300;

export interface HoveredRun {
  /** The variable under the pointer, after a moment; null when there is none. */
  readonly name: string | null;
  readonly anchor: RefObject<Element | null>;
  readonly onMove: (event: PointerEvent) => void;
  readonly onLeave: () => void;
}

/** Which drawn variable the pointer rests on. The layer lies under the input, so its runs are found by their place. */
export function useHoveredRun(layer: RefObject<HTMLElement | null>): HoveredRun {
  const [name, setName] = useState<string | null>(null);
  const anchor = useRef<Element | null>(null);
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);

  const onLeave = () => {
    clearTimeout(timer.current);
    anchor.current = null;
    setName(null);
  };
  const onMove = (event: PointerEvent) => {
    const run = runAt(layer.current, event.clientX, event.clientY);
    if (run === anchor.current) return;
    onLeave();
    if (!run || event.buttons !== 0) return;
    anchor.current = run;
    timer.current = window.setTimeout(() => setName(run.getAttribute("data-variable")), delay);
  };
  return { name, anchor, onMove, onLeave };
}

/** The drawn variable at a point of the window; null: none. */
export function variableAt(layer: HTMLElement | null, x: number, y: number): string | null {
  return runAt(layer, x, y)?.getAttribute("data-variable") ?? null;
}

function runAt(layer: HTMLElement | null, x: number, y: number): Element | null {
  for (const run of layer?.querySelectorAll("[data-variable]") ?? []) {
    for (const { left, right, top, bottom } of run.getClientRects()) {
      if (x >= left && x <= right && y >= top && y <= bottom) return run;
    }
  }
  return null;
}
