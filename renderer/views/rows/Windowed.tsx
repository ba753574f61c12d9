import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { joined } from "../../ui/joined.ts";
import styles from "./Windowed.module.css";
import {
  type Extent,
  isScaled,
  lastTop,
  revealTop,
  scrollHeight,
  scrollOf,
  topOf,
  visibleRows,
} from "./window-maths.ts";

export interface WindowedHandle {
  /** Brings a row into view. */
  reveal(row: number, centre?: boolean): void;
  focus(): void;
}

/**
 * A scrolling list of any number of equally high rows of which only the visible ones exist. Fills its parent.
 * Above 8 million px the scroll bar shows shares, and wheel and keys still move by rows.
 */
export function Windowed({
  count,
  rowHeight = 20,
  label,
  renderRow,
  onKeyDown,
  handle,
  role = "region",
  active,
  onShown,
  onMoved,
  held,
  className,
}: {
  readonly count: number;
  readonly rowHeight?: number;
  readonly label: string;
  readonly renderRow: (row: number) => ReactNode;
  readonly onKeyDown?: ((event: KeyboardEvent<HTMLDivElement>) => void) | undefined;
  readonly handle?: Ref<WindowedHandle> | undefined;
  readonly role?: "region" | "listbox" | "tree";
  /** Id of the option the keys are on. */
  readonly active?: string | undefined;
  /** Told of the rows in sight, `to` exclusive, whenever they are others. */
  readonly onShown?: ((from: number, to: number) => void) | undefined;
  /** The person scrolled: to the very end, or away from it. */
  readonly onMoved?: ((toEnd: boolean) => void) | undefined;
  /** A row in sight that stays so when the box becomes another size. */
  readonly held?: number | undefined;
  readonly className?: string | undefined;
}) {
  const box = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const [viewport, setViewport] = useState(0);
  const [width, setWidth] = useState(0);
  const [wanted, setWanted] = useState(0);
  const extent: Extent = { rows: count, rowHeight, viewport };
  const top = Math.min(wanted, lastTop(extent));
  /** The scroll position this component set itself: its event says nothing new. */
  const own = useRef(-1);

  const moveTo = (next: number) => {
    const clamped = Math.min(Math.max(0, next), lastTop(extent));
    setWanted(clamped);
    const element = box.current;
    if (!element) return;
    const place = scrollOf(extent, clamped);
    element.scrollTop = place;
    own.current = element.scrollTop;
  };
  const scrolled = () => {
    const element = box.current;
    if (!element) return;
    const mine = Math.abs(element.scrollTop - own.current) < 1;
    own.current = -1;
    if (!(mine && isScaled(extent))) setWanted(topOf(extent, element.scrollTop));
    if (!mine) onMoved?.(topOf(extent, element.scrollTop) > lastTop(extent) - 0.5);
  };
  const wheeled = useEffectEvent((event: WheelEvent) => {
    if (!isScaled(extent) || event.deltaY === 0 || event.ctrlKey) return;
    event.preventDefault();
    const unit = event.deltaMode === 0 ? rowHeight : event.deltaMode === 1 ? 1 : 0.05;
    moveTo(top + event.deltaY / unit);
    onMoved?.(top + event.deltaY / unit > lastTop(extent) - 0.5);
  });

  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const measure = () => setViewport(element.clientHeight);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener("wheel", wheeled, { passive: false });
    return () => {
      observer.disconnect();
      element.removeEventListener("wheel", wheeled);
    };
  }, []);

  // The widest row seen stays the width, so that the horizontal scroll bar does not come and go.
  // oxlint-disable-next-line react/exhaustive-deps -- measured after every render; it only grows, so it ends
  useLayoutEffect(() => {
    const seen = layer.current?.scrollWidth ?? 0;
    if (seen > width + 1 && seen > (box.current?.clientWidth ?? 0)) setWidth(seen);
  });

  useImperativeHandle(handle, () => ({
    reveal: (row, centre) => moveTo(revealTop(extent, top, row, centre)),
    focus: () => box.current?.focus(),
  }));

  const resized = useEffectEvent(() => {
    if (held !== undefined && viewport > 0) moveTo(revealTop(extent, top, held));
  });
  useEffect(() => resized(), [viewport]);

  const pressed = (event: KeyboardEvent<HTMLDivElement>) => {
    onKeyDown?.(event);
    if (event.defaultPrevented || event.altKey) return;
    const page = Math.max(1, Math.floor(viewport / rowHeight) - 1);
    const next = {
      ArrowUp: top - 1,
      ArrowDown: top + 1,
      PageUp: top - page,
      PageDown: top + page,
      Home: 0,
      End: count,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    moveTo(next);
  };

  const { from, to } = visibleRows(extent, top);
  const shown = useEffectEvent(() => onShown?.(from, to));
  useEffect(() => shown(), [from, to]);
  const rows: ReactNode[] = [];
  for (let row = from; row < to; row += 1) rows.push(renderRow(row));
  return (
    // A region one can scroll must be reachable by keyboard.
    <div className={styles.frame}>
      <div
        ref={box}
        role={role}
        aria-label={label}
        aria-activedescendant={active}
        tabIndex={0}
        className={joined(styles.box, className)}
        onScroll={scrolled}
        onKeyDown={pressed}
      >
        <div
          className={styles.extent}
          style={{ height: scrollHeight(extent), minWidth: `max(100%, ${width}px)` }}
        >
          <div ref={layer} className={styles.layer} style={{ height: viewport }}>
            <div style={{ transform: `translateY(${(from - top) * rowHeight}px)` }}>{rows}</div>
          </div>
        </div>
      </div>
    </div>
  );
}
