import { type KeyboardEvent, useEffect, useEffectEvent, useImperativeHandle, useRef } from "react";
import { FindBar } from "./find/FindBar.tsx";
import { useFind } from "./find/use-find.ts";
import { HexText } from "./rows/HexText.tsx";
import { indexHex } from "./rows/hex-index.ts";
import { hexByte, hexOffset, hexRowBytes } from "./rows/hex-rows.ts";
import type { Highlight } from "./rows/row-text.ts";
import { RowLine } from "./rows/RowLine.tsx";
import { useRows } from "./rows/use-rows.ts";
import { useSelection } from "./rows/use-selection.ts";
import { Windowed, type WindowedHandle } from "./rows/Windowed.tsx";
import { copyLimit } from "./range-text.ts";
import { copyText } from "./copy-text.ts";
import styles from "./views.module.css";
import type { ViewProps } from "./view.ts";

/** Bytes of any size, sixteen a row, as hex and as text. */
export function HexView({ source, info, label, actions }: ViewProps) {
  const rows = useRows(
    source,
    () => indexHex(source, () => [{ start: 0, end: source.size(), notes: 0 }]),
    "hex",
  );
  const find = useFind(source, "utf-8", info.complete);
  const view = useRef<WindowedHandle>(null);
  const selection = useSelection(({ row, column, index }) => {
    const within = column === "text" ? index : Math.round(index / 3);
    return Math.min(source.size(), row * hexRowBytes + Math.min(within, hexRowBytes));
  });
  const reveal = useEffectEvent((offset: number) =>
    view.current?.reveal(Math.floor(offset / hexRowBytes), true),
  );
  useEffect(() => {
    if (find.at !== null) reveal(find.at);
  }, [find.at]);
  const selected = async () => {
    if (selection.range === null || selection.range.end - selection.range.start > copyLimit / 4) {
      return null;
    }
    const bytes = await source.read(selection.range.start, selection.range.end);
    return [...bytes].map(hexByte).join(" ");
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
  const { size } = info;
  const chosen: Highlight[] = selection.range ? [{ ...selection.range, kind: "selected" }] : [];
  return (
    <div className={styles.view} onPointerDown={selection.onPointerDown}>
      <Windowed
        handle={view}
        count={Math.ceil(size / hexRowBytes)}
        label={label}
        onKeyDown={pressed}
        renderRow={(number) => {
          const row = rows?.peek(number) ?? null;
          return (
            <RowLine
              key={number}
              number={number}
              gutterWidth={hexOffset(0, size).length}
              gutter={hexOffset(number * hexRowBytes, size)}
            >
              {row === null ? null : (
                <HexText row={row} highlights={[...find.of(row), ...chosen]} />
              )}
            </RowLine>
          );
        }}
      />
      {find.open ? <FindBar find={find} onLeave={() => view.current?.focus()} /> : null}
    </div>
  );
}
