import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import { createPortal } from "react-dom";
import styles from "./Tree.module.css";
import { TreeItem } from "./TreeItem.tsx";
import { joined } from "./joined.ts";
import { type TreeDrag, useTreeDrag } from "./tree-drag.ts";
import { rowHeight, treeStep, type TreeRow, typeAhead } from "./tree-keys.ts";

export interface TreePoint {
  readonly x: number;
  readonly y: number;
}

const overscan = 8;
const typingMs = 800;

/**
 * Rows as a tree of which only those in view exist, so ten thousand cost what fifty do. The tree itself has the focus;
 * `cursor` is the row the keys act on, and is scrolled to when it changes. `selected` is what is open elsewhere.
 */
export function Tree<Row extends TreeRow>({
  label,
  rows,
  cursor,
  selected,
  onCursor,
  onPress,
  onOpen,
  onToggle,
  onMenu,
  onKey,
  drag,
  render,
  treeRef,
  className,
}: {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly cursor: string | null;
  readonly selected?: string | null;
  readonly onCursor: (row: Row) => void;
  /** A single click. Comes after `onCursor`. */
  readonly onPress: (row: Row) => void;
  /** Enter or a double click. */
  readonly onOpen: (row: Row) => void;
  readonly onToggle?: (row: Row, expanded: boolean) => void;
  /** Right click, the context-menu key or Shift-F10; null: on no row. */
  readonly onMenu?: (row: Row | null, point: TreePoint) => void;
  /** Any other key. True: it was used. */
  readonly onKey?: (row: Row | null, event: KeyboardEvent) => boolean;
  readonly drag?: TreeDrag<Row>;
  readonly render: (row: Row) => ReactNode;
  readonly treeRef?: Ref<HTMLDivElement | null>;
  readonly className?: string | undefined;
}) {
  const uid = useId();
  const box = useRef<HTMLDivElement>(null);
  const shown = useRef<string | null>(null);
  const typed = useRef({ text: "", at: 0 });
  const live = useRef(rows);
  const [view, setView] = useState({ first: 0, count: 60 });
  const { dragging, start } = useTreeDrag(box, live, drag);
  useImperativeHandle<HTMLDivElement | null, HTMLDivElement | null>(treeRef, () => box.current);

  const measure = () => {
    const element = box.current;
    if (!element) return;
    const first = Math.floor(element.scrollTop / rowHeight / 4) * 4;
    const count = Math.ceil(element.clientHeight / rowHeight) + 5;
    setView((old) => (old.first === first && old.count === count ? old : { first, count }));
  };
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const index = rows.findIndex((row) => row.id === cursor);
  useEffect(() => {
    live.current = rows;
    const element = box.current;
    if (!element || index < 0 || shown.current === cursor) return;
    shown.current = cursor;
    scrollTo(element, index);
    measure();
  });

  const rowAt = (target: EventTarget): Row | null => {
    const element = target instanceof Element ? target.closest("[data-row]") : null;
    return rows[Number(element?.getAttribute("data-row") ?? Number.NaN)] ?? null;
  };
  const own = (target: EventTarget) =>
    target instanceof Element && target.closest("input, button") !== null;

  const press = (event: MouseEvent) => {
    const row = own(event.target) ? null : rowAt(event.target);
    if (!row || event.detail > 1) return;
    onCursor(row);
    const chevron = event.target instanceof Element && event.target.closest("[data-toggle]");
    if (chevron && row.expanded !== null) onToggle?.(row, !row.expanded);
    else onPress(row);
  };
  const open = (event: MouseEvent) => {
    const row = own(event.target) ? null : rowAt(event.target);
    if (row && row.expanded === null) onOpen(row);
  };
  const menu = (event: MouseEvent) => {
    if (!onMenu || own(event.target)) return;
    event.preventDefault();
    // The context-menu key reports no place of the pointer: the menu then hangs under the row.
    const row = event.button === 2 ? rowAt(event.target) : (rows[index] ?? null);
    if (row) onCursor(row);
    onMenu(row, event.button === 2 ? { x: event.clientX, y: event.clientY } : under(box, index));
  };
  const key = (event: KeyboardEvent) => {
    if (event.target !== box.current || event.nativeEvent.isComposing) return;
    const row = rows[index] ?? null;
    if (onKey?.(row, event)) return event.preventDefault();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if ((event.key === "F10" && event.shiftKey) || event.key === "ContextMenu") {
      event.preventDefault();
      return onMenu?.(row, under(box, index));
    }
    if (event.key === "Enter" && row) {
      event.preventDefault();
      return onOpen(row);
    }
    if (event.key === " " && row && typed.current.text === "") {
      event.preventDefault();
      return onPress(row);
    }
    const step = treeStep(rows, index, event.key, Math.max(1, view.count - 6));
    if (step) {
      event.preventDefault();
      const next = step.kind === "cursor" ? rows[step.index] : row;
      if (step.kind === "toggle" && row) onToggle?.(row, step.expanded);
      else if (next) onCursor(next);
    } else if (event.key.length === 1) {
      event.preventDefault();
      const now = event.timeStamp;
      const going = now - typed.current.at < typingMs ? typed.current.text : "";
      typed.current = { text: going + event.key, at: now };
      setTimeout(() => (typed.current.at === now ? (typed.current.text = "") : null), typingMs);
      const next = rows[typeAhead(rows, index, typed.current.text)];
      if (next) onCursor(next);
    }
  };

  const from = Math.max(0, view.first - overscan);
  const to = Math.min(rows.length, view.first + view.count + overscan);
  const indexes = Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
  // The row that has the cursor exists even out of view: assistive technology is told of it by id.
  if (index >= 0 && (index < from || index >= to)) indexes.push(index);

  return (
    <div
      ref={box}
      role="tree"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={index < 0 ? undefined : `${uid}${index}`}
      className={joined(styles.tree, className)}
      onScroll={measure}
      onClick={press}
      onDoubleClick={open}
      onContextMenu={menu}
      onKeyDown={key}
      onFocus={(event) => {
        const first = rows.find((row) => row.id === selected) ?? rows[0];
        if (event.target === box.current && index < 0 && first) onCursor(first);
      }}
      onPointerDown={(event: PointerEvent) => {
        const row = own(event.target) ? null : rowAt(event.target);
        if (row) start(row, event);
      }}
    >
      <div role="none" className={styles.rows} style={{ height: rows.length * rowHeight }}>
        {indexes.map((at) => {
          const row = rows[at];
          return row ? (
            <TreeItem
              key={row.id}
              id={`${uid}${at}`}
              row={row}
              index={at}
              isCursor={at === index}
              isSelected={row.id === selected}
              drop={dragging?.drop?.row === row.id ? dragging.drop : null}
              render={render as (row: TreeRow) => ReactNode}
            />
          ) : null;
        })}
      </div>
      {dragging
        ? createPortal(
            <div className={styles.ghost} style={{ left: dragging.x + 12, top: dragging.y + 4 }}>
              {dragging.row.text}
            </div>,
            document.body,
          )
        : null}
    </div>
  );
}

function scrollTo(element: HTMLDivElement, index: number): void {
  const top = index * rowHeight;
  if (top < element.scrollTop) element.scrollTop = top;
  else if (top + rowHeight > element.scrollTop + element.clientHeight) {
    element.scrollTop = top + rowHeight - element.clientHeight;
  }
}

function under(box: { readonly current: HTMLDivElement | null }, index: number): TreePoint {
  const element = box.current;
  const frame = element?.getBoundingClientRect();
  if (!element || !frame) return { x: 0, y: 0 };
  return { x: frame.left + 40, y: frame.top + (index + 1) * rowHeight - element.scrollTop };
}
