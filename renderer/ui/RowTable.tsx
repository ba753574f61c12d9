import {
  type ClipboardEvent,
  type FocusEvent,
  type KeyboardEvent,
  type PointerEvent,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { joined } from "./joined.ts";
import { lineAt, movedRow } from "./row-order.ts";
import { useRowWindow } from "./row-window.ts";
import { focusCell, placeOf, rowKey } from "./row-keys.ts";
import styles from "./RowTable.module.css";
import { type Column, rowHeight, switched, TableLine } from "./TableLine.tsx";

export type { Column } from "./TableLine.tsx";

/** A row to be brought into sight and given the focus. */
export interface Sight {
  /** Its index; below 0: there is no such row. */
  readonly row: number;
  /** Called once, when it was found or is not there. */
  readonly seen: () => void;
}

export interface RowTableProps<R> {
  readonly label: string;
  readonly rows: readonly R[];
  readonly onChange: (rows: readonly R[]) => void;
  readonly columns: readonly Column<R>[];
  /** What the empty line holds. */
  readonly blank: R;
  /** A row nobody would miss: it goes when it is left. */
  readonly isBlank: (row: R) => boolean;
  /** The rows in a pasted text; null: paste it as text. */
  readonly readPaste?: (text: string, lineIsBlank: boolean) => readonly R[] | null;
  /** The rows are given by something else: none is added, removed, moved or switched off. */
  readonly fixed?: boolean;
  readonly sight?: Sight | null;
}

/**
 * Rows edited as in a spreadsheet. Tab goes through the cells, arrows from row to row, Enter opens a line below, Alt and
 * arrows move a row, Mod+/ switches it off, Backspace removes it once empty. At the ends of a row the arrows reach its
 * tick, handle and remove button. Any number of rows: only those in view are drawn.
 */
export function RowTable<R extends { readonly disabled?: boolean }>(props: RowTableProps<R>) {
  const { rows, onChange, columns, blank, isBlank, fixed = false } = props;
  const list = useRef<HTMLDivElement>(null);
  const wanted = useRef<{ place: number; column: number } | null>(null);
  const [gap, setGap] = useState<number | null>(null);
  const [held, setHeld] = useState<number | null>(null);
  // The focus moves after the next draw, when its row is there; this makes sure that there is one.
  const [, wake] = useState(0);
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const count = fixed ? rows.length : rows.length + 1 + (gap === null ? 0 : 1);
  const view = useRowWindow(list, count, rowHeight);

  useLayoutEffect(() => {
    const cell = wanted.current;
    wanted.current = null;
    if (cell && list.current) focusCell(list.current, cell.place, cell.column);
  });
  const go = (place: number, column: number) => {
    const target = Math.max(0, place);
    setHeld(target);
    wanted.current = { place: target, column };
    wake((times) => times + 1);
  };
  const look = useEffectEvent(() => {
    const { sight } = props;
    if (!sight) return;
    if (sight.row >= 0) go(gap !== null && gap <= sight.row ? sight.row + 1 : sight.row, 1);
    sight.seen();
  });
  const sought = props.sight?.row ?? null;
  useEffect(() => {
    if (sought !== null) look();
  }, [sought]);
  const put = (place: number, next: R) => {
    const line = lineAt(place, rows.length, gap);
    if (line.kind === "row") onChange(rows.with(line.index, next));
    else if (!isBlank(next)) {
      setGap(null);
      onChange(rows.toSpliced(line.index, 0, next));
    }
  };
  /** `back`: the focus goes to the row before, as after Backspace; else to the one that takes the place. */
  const remove = (place: number, column: number, back: boolean) => {
    const line = lineAt(place, rows.length, gap);
    if (line.kind === "row") onChange(rows.toSpliced(line.index, 1));
    setGap(null);
    go(back ? place - 1 : place, column);
  };
  const move = (place: number, by: -1 | 1, column: number) => {
    const { kind, index } = lineAt(place, rows.length, gap);
    const target = index + by;
    if (kind !== "row" || target < 0 || target >= rows.length) return;
    setGap(null);
    onChange(movedRow(rows, index, by < 0 ? target : target + 1));
    go(target, column);
  };
  const open = (place: number) => {
    const { kind, index } = lineAt(place, rows.length, gap);
    if (kind === "new") return;
    setGap(index === rows.length - 1 ? null : index + 1);
    go(index + 1, 0);
  };
  const toggle = (place: number) => {
    const { kind, index } = lineAt(place, rows.length, gap);
    const row = rows[index];
    if (kind === "row" && row) put(place, switched(row));
  };

  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = placeOf(event.target);
    if (!at) return;
    const { kind, index } = lineAt(at.place, rows.length, gap);
    const row = rows[index];
    const act = rowKey(event, {
      columns: columns.length,
      column: at.column,
      fixed,
      blank: kind === "new" || (row !== undefined && isBlank(row)),
    });
    if (act === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (act.kind === "go") go(at.place + act.by, act.column);
    else if (act.kind === "open") open(at.place);
    else if (act.kind === "toggle") toggle(at.place);
    else if (act.kind === "move") move(at.place, act.by, at.column);
    else remove(at.place, at.column, act.back);
  };
  const paste = (event: ClipboardEvent<HTMLDivElement>) => {
    const at = placeOf(event.target);
    if (!at || fixed || !props.readPaste) return;
    const { kind, index } = lineAt(at.place, rows.length, gap);
    const row = rows[index];
    const empty = kind === "new" || (row !== undefined && isBlank(row));
    const text = event.clipboardData.getData("text/plain");
    const read = props.readPaste(text, empty && at.column === 0);
    if (read === null || read.length === 0) return;
    event.preventDefault();
    setGap(null);
    const from = kind === "row" && !empty ? index + 1 : index;
    onChange(rows.toSpliced(from, kind === "row" && empty ? 1 : 0, ...read));
    go(from + read.length, 0);
  };
  const left = (event: FocusEvent<HTMLDivElement>) => {
    const at = placeOf(event.target);
    const next = placeOf(event.relatedTarget);
    if (!at || fixed || (next && next.place === at.place)) return;
    const { kind, index } = lineAt(at.place, rows.length, gap);
    const row = rows[index];
    if (kind === "new") {
      if (gap !== at.place) return;
      setGap(null);
    } else if (row && isBlank(row)) onChange(rows.toSpliced(index, 1));
    else return;
    if (next && list.current?.contains(event.relatedTarget) && next.place > at.place) {
      go(next.place - 1, next.column);
    }
  };
  const grab = (event: PointerEvent<HTMLElement>, from: number) => {
    const top = list.current?.getBoundingClientRect().top;
    if (event.button !== 0 || top === undefined) return;
    event.preventDefault();
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    let to = from;
    setGap(null);
    setDrag({ from, to });
    const follow = (moved: globalThis.PointerEvent) => {
      const now = list.current?.getBoundingClientRect().top ?? top;
      const next = Math.round((moved.clientY - now) / rowHeight);
      to = Math.max(0, Math.min(rows.length, next));
      setDrag({ from, to });
    };
    const drop = () => {
      handle.removeEventListener("pointermove", follow);
      setDrag(null);
      onChange(movedRow(rows, from, to));
    };
    handle.addEventListener("pointermove", follow);
    handle.addEventListener("lostpointercapture", drop, { once: true });
  };

  const places: number[] = [];
  for (let place = view.first; place < Math.min(view.last, count); place += 1) places.push(place);
  if (held !== null && held < count) {
    if (held < view.first) places.unshift(held);
    else if (held >= view.last) places.push(held);
  }
  const tracks = columns.map((column) => column.width).join(" ");
  return (
    <div
      ref={list}
      role="table"
      aria-label={props.label}
      aria-rowcount={count}
      className={joined(styles.table, fixed && styles.fixed)}
      style={{ height: count * rowHeight, ["--tracks" as string]: tracks }}
      onKeyDown={press}
      onPaste={paste}
      onBlur={left}
      onFocus={(event) => setHeld(placeOf(event.target)?.place ?? null)}
    >
      {places.map((place) => {
        const { kind, index } = lineAt(place, rows.length, gap);
        const row = kind === "row" ? (rows[index] ?? blank) : blank;
        return (
          <TableLine
            key={place}
            place={place}
            index={index}
            row={row}
            isNew={kind === "new"}
            fixed={fixed}
            moving={kind === "row" && drag?.from === index}
            columns={columns}
            put={put}
            remove={remove}
            grab={grab}
          />
        );
      })}
      {drag ? <div className={styles.drop} style={{ top: drag.to * rowHeight - 1 }} /> : null}
    </div>
  );
}
