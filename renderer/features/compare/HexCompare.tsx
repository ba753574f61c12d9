import { useEffect, useEffectEvent, useRef } from "react";
import { useText } from "../../i18n/language.ts";
import { compareWords } from "../../i18n/messages/compare.ts";
import type { ByteSource } from "../../views/bytes/byte-source.ts";
import { HexText } from "../../views/rows/HexText.tsx";
import { indexHex } from "../../views/rows/hex-index.ts";
import { hexOffset, hexRowBytes } from "../../views/rows/hex-rows.ts";
import type { Highlight } from "../../views/rows/row-text.ts";
import type { Row } from "../../views/rows/row.ts";
import { RowLine } from "../../views/rows/RowLine.tsx";
import { useRows } from "../../views/rows/use-rows.ts";
import { Windowed, type WindowedHandle } from "../../views/rows/Windowed.tsx";
import styles from "./Compare.module.css";

/** Bytes of any size side by side, sixteen a row of each, what differs lit. Opens at the first difference. */
export function HexCompare({
  left,
  right,
  differs,
}: {
  readonly left: ByteSource;
  readonly right: ByteSource;
  readonly differs: number | null;
}) {
  const words = useText(compareWords);
  const rowsOf = (source: ByteSource) => () =>
    indexHex(source, () => [{ start: 0, end: source.size(), notes: 0 }]);
  const one = useRows(left, rowsOf(left), "hex");
  const other = useRows(right, rowsOf(right), "hex");
  const view = useRef<WindowedHandle>(null);
  const size = Math.max(left.size(), right.size());
  const reveal = useEffectEvent(() => {
    if (differs !== null) view.current?.reveal(Math.floor(differs / hexRowBytes), true);
  });
  useEffect(() => {
    // The list has no height before the first frame.
    const frame = requestAnimationFrame(() => reveal());
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <Windowed
      handle={view}
      count={Math.ceil(size / hexRowBytes)}
      label={words.hex}
      renderRow={(number) => {
        const [mine, its] = [one?.peek(number) ?? null, other?.peek(number) ?? null];
        return (
          <RowLine
            key={number}
            number={number}
            gutterWidth={hexOffset(0, size).length}
            gutter={hexOffset(number * hexRowBytes, size)}
          >
            <span className={styles.hexSide} data-side="left">
              <Bytes row={mine} other={its} otherSize={right.size()} />
            </span>
            <span className={styles.hexSide} data-side="right">
              <Bytes row={its} other={mine} otherSize={left.size()} />
            </span>
          </RowLine>
        );
      }}
    />
  );
}

const empty: Row = { start: 0, end: 0, bytes: new Uint8Array(), runs: [], line: 0, ends: true };

function Bytes({
  row,
  other,
  otherSize,
}: {
  readonly row: Row | null;
  readonly other: Row | null;
  readonly otherSize: number;
}) {
  if (row === null) return <HexText row={empty} highlights={[]} />;
  return <HexText row={row} highlights={litOf(row, other, otherSize)} />;
}

/** The bytes of a row that the other side has not, as runs. A row of the other side that is still being read lights nothing. */
function litOf(row: Row, other: Row | null, otherSize: number): readonly Highlight[] {
  if (other === null && row.start < otherSize) return [];
  const lit: { start: number; end: number; kind: "lit" }[] = [];
  for (let at = 0; at < row.bytes.length; at += 1) {
    if (row.bytes[at] === other?.bytes[at]) continue;
    const place = row.start + at;
    const last = lit.at(-1);
    if (last !== undefined && last.end === place) last.end += 1;
    else lit.push({ start: place, end: place + 1, kind: "lit" });
  }
  return lit;
}
