import { type KeyboardEvent, useEffect, useEffectEvent, useImperativeHandle, useRef } from "react";
import { formatCount } from "../i18n/format.ts";
import { useLanguage } from "../i18n/language.ts";
import { FindBar } from "./find/FindBar.tsx";
import { useFind } from "./find/use-find.ts";
import { IndexNote } from "./IndexNote.tsx";
import { rangeText } from "./range-text.ts";
import type { RowFormat } from "./rows/row.ts";
import { indexRows } from "./rows/row-index.ts";
import { type Highlight, offsetOfChar } from "./rows/row-text.ts";
import { RowLine, RowText } from "./rows/RowLine.tsx";
import { useRows } from "./rows/use-rows.ts";
import { useSelection } from "./rows/use-selection.ts";
import { Windowed, type WindowedHandle } from "./rows/Windowed.tsx";
import { copyText } from "./copy-text.ts";
import styles from "./views.module.css";
import type { ViewProps } from "./view.ts";

/** Text of any size in rows, with line numbers, selection and find. Never holds more than what is in sight. */
export function RowsView<State>({
  source,
  info,
  label,
  actions,
  format,
  formatName,
  laidOut,
  onStop,
}: ViewProps & {
  readonly format: () => RowFormat<State>;
  readonly formatName: string;
  /** True when rows are not the source's own lines: copied as shown. */
  readonly laidOut: boolean;
  /** Told when the rows stop because the source is not of this format. */
  readonly onStop?: (offset: number) => void;
}) {
  const language = useLanguage();
  const { charset } = info;
  const rows = useRows(source, () => indexRows(source, format()), formatName);
  const find = useFind(source, charset, info.complete);
  const view = useRef<WindowedHandle>(null);
  const selection = useSelection(({ row: number, index }) => {
    const row = rows?.peek(number) ?? null;
    return row && offsetOfChar(row, charset, index);
  });
  const stopped = rows?.errorAt ?? null;
  const told = useEffectEvent((offset: number) => onStop?.(offset));
  useEffect(() => {
    if (stopped !== null) told(stopped);
  }, [stopped]);
  const reveal = useEffectEvent(async (offset: number) => {
    const row = await rows?.all.rowAt(offset);
    if (row !== undefined) view.current?.reveal(row, true);
  });
  useEffect(() => {
    if (find.at !== null) void reveal(find.at);
  }, [find.at]);

  const selected = async () => {
    if (selection.range === null || rows === null) return null;
    return rangeText(source, rows.all, selection.range, charset, laidOut);
  };
  useImperativeHandle(actions, () => ({ find: () => find.show(true), selection: selected }));

  const pressed = (event: KeyboardEvent<HTMLDivElement>) => {
    const mod = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (mod && key === "f") find.show(true);
    else if (mod && key === "a") selection.set({ start: 0, end: source.size() });
    else if (mod && key === "c" && selection.range !== null) {
      void copyText(selected);
    } else if (event.key === "Escape" && selection.range !== null) selection.set(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const count = rows?.count ?? 0;
  const chosen: Highlight[] = selection.range ? [{ ...selection.range, kind: "selected" }] : [];
  const gutterWidth = Math.max(3, formatCount(count, language).length);
  return (
    <div className={styles.view} onPointerDown={selection.onPointerDown}>
      <Windowed
        handle={view}
        count={count}
        label={label}
        onKeyDown={pressed}
        renderRow={(number) => {
          const row = rows?.peek(number) ?? null;
          return (
            <RowLine
              key={number}
              number={number}
              gutterWidth={gutterWidth}
              gutter={row !== null && row.line > 0 ? formatCount(row.line, language) : ""}
            >
              {row === null ? null : (
                <RowText row={row} charset={charset} highlights={[...find.of(row), ...chosen]} />
              )}
            </RowLine>
          );
        }}
      />
      {rows === null ? null : <IndexNote rows={rows} complete={info.complete} />}
      {find.open ? <FindBar find={find} onLeave={() => view.current?.focus()} /> : null}
    </div>
  );
}
