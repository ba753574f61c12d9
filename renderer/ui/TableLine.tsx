import { GripVertical, X } from "lucide-react";
import { memo, type PointerEvent, type ReactNode } from "react";
import { useText } from "../i18n/language.ts";
import { tableWords } from "../i18n/messages/table.ts";
import { joined } from "./joined.ts";
import styles from "./RowTable.module.css";

/** px, hairline included. */
export const rowHeight = 29;

export interface TableCell<R> {
  readonly row: R;
  /** Accessible name: column and row. */
  readonly label: string;
  /** For the empty line only. */
  readonly placeholder: string | undefined;
  readonly set: (next: R) => void;
}

export interface Column<R> {
  readonly id: string;
  readonly label: string;
  /** A CSS grid track. */
  readonly width: string;
  readonly cell: (cell: TableCell<R>) => ReactNode;
}

interface Switchable {
  readonly disabled?: boolean;
}

interface TableLineProps<R> {
  readonly place: number;
  readonly index: number;
  readonly row: R;
  readonly isNew: boolean;
  readonly fixed: boolean;
  readonly moving: boolean;
  readonly columns: readonly Column<R>[];
  readonly put: (place: number, next: R) => void;
  readonly remove: (place: number, column: number, back: boolean) => void;
  readonly grab: (event: PointerEvent<HTMLElement>, from: number) => void;
}

function Line<R extends Switchable>({
  place,
  index,
  row,
  isNew,
  fixed,
  moving,
  columns,
  put,
  remove,
  grab,
}: TableLineProps<R>) {
  const words = useText(tableWords);
  const name = String(place + 1);
  const real = !isNew && !fixed;
  return (
    <div
      role="row"
      aria-rowindex={place + 1}
      data-place={place}
      className={joined(styles.row, row.disabled && styles.off, moving && styles.moving)}
      style={{ top: place * rowHeight }}
    >
      {fixed ? null : (
        <span role="cell" className={styles.lead}>
          {real ? (
            <>
              <button
                type="button"
                tabIndex={-1}
                data-column={-2}
                aria-label={words.move(name)}
                title={words.moveHint}
                className={styles.handle}
                onPointerDown={(event) => grab(event, index)}
              >
                <GripVertical size={14} aria-hidden="true" />
              </button>
              <input
                type="checkbox"
                tabIndex={-1}
                data-column={-1}
                aria-label={words.use(name)}
                className={styles.tick}
                checked={row.disabled !== true}
                onChange={() => put(place, switched(row))}
              />
            </>
          ) : null}
        </span>
      )}
      {columns.map((column, at) => (
        <div key={column.id} role="cell" data-column={at} className={styles.cell}>
          {column.cell({
            row,
            label: isNew ? words.newCell(column.label) : words.cell(column.label, name),
            placeholder: isNew ? column.label : undefined,
            set: (next) => put(place, next),
          })}
        </div>
      ))}
      {fixed ? null : (
        <span role="cell" className={styles.tail}>
          {real ? (
            <button
              type="button"
              tabIndex={-1}
              data-column={columns.length}
              aria-label={words.remove(name)}
              title={words.removeHint}
              className={styles.remove}
              onClick={() => remove(place, 0, false)}
            >
              <X size={14} aria-hidden="true" />
            </button>
          ) : null}
        </span>
      )}
    </div>
  );
}

/** One line of a RowTable. Drawn again only when it changes: scrolling draws the new lines alone. */
export const TableLine = memo(Line) as typeof Line;

/** The row on when it was off, off when it was on. */
export function switched<R extends Switchable>(row: R): R {
  const { disabled, ...rest } = row;
  return disabled === true ? (rest as R) : { ...row, disabled: true };
}
