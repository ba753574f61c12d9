import { type RefObject, useEffect, useState } from "react";

/** Rows beyond the visible ones that are drawn too, so that Tab and a quick scroll find them. */
const spare = 8;

/** Which rows of a tall list to draw: `first` to `last` (exclusive), by what its scrolling ancestor shows. */
export function useRowWindow(
  list: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
): { readonly first: number; readonly last: number } {
  const [range, setRange] = useState({ first: 0, last: 60 });
  const whole = count <= 60;
  useEffect(() => {
    const element = list.current;
    if (whole || !element) return undefined;
    const scroller = scrollParent(element);
    const measure = () => {
      const top = scroller.getBoundingClientRect().top - element.getBoundingClientRect().top;
      const from = Math.floor(top / rowHeight) - spare;
      const to = Math.ceil((top + scroller.clientHeight) / rowHeight) + spare;
      // In steps, so that most scroll events change nothing.
      const first = Math.max(0, Math.floor(from / 8) * 8);
      const last = Math.max(first, Math.ceil(to / 8) * 8);
      setRange((old) => (old.first === first && old.last === last ? old : { first, last }));
    };
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(scroller);
    scroller.addEventListener("scroll", measure, { passive: true });
    return () => {
      resized.disconnect();
      scroller.removeEventListener("scroll", measure);
    };
  }, [list, whole, rowHeight]);
  return whole ? { first: 0, last: count } : range;
}

function scrollParent(element: HTMLElement): HTMLElement {
  for (let at = element.parentElement; at; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return document.documentElement;
}
