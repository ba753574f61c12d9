import { joined } from "../../ui/joined.ts";
import { hexByte, hexRowBytes, plainByte } from "./hex-rows.ts";
import styles from "./RowLine.module.css";
import type { Row } from "./row.ts";
import type { Highlight } from "./row-text.ts";

interface HexSlice {
  readonly from: number;
  readonly to: number;
  readonly kind: Highlight["kind"] | null;
}

/** Runs of bytes of one highlight. */
function slices(row: Row, highlights: readonly Highlight[]): HexSlice[] {
  const found: HexSlice[] = [];
  const near = highlights.filter((one) => one.end > row.start && one.start < row.end);
  const kindAt = (at: number) =>
    near.findLast((one) => one.start <= row.start + at && one.end > row.start + at)?.kind ?? null;
  let from = 0;
  for (let at = 1; at <= row.bytes.length; at += 1) {
    if (at < row.bytes.length && kindAt(at) === kindAt(from)) continue;
    found.push({ from, to: at, kind: kindAt(from) });
    from = at;
  }
  return found;
}

/** A row of bytes: hex, then the same as text. */
export function HexText({
  row,
  highlights,
  plain = true,
}: {
  readonly row: Row;
  readonly highlights: readonly Highlight[];
  readonly plain?: boolean;
}) {
  const parts = slices(row, highlights);
  const { bytes } = row;
  return (
    <>
      <span data-text="hex" className={styles.hex}>
        {parts.map(({ from, to, kind }) => (
          <span key={from} className={joined(kind && styles[kind])}>
            {Array.from(bytes.subarray(from, to), hexByte).join(" ")}
            {to === bytes.length ? "" : " "}
          </span>
        ))}
        {"   ".repeat(hexRowBytes - bytes.length)}
      </span>
      {plain ? (
        <span data-text="text" className={styles.plain}>
          {parts.map(({ from, to, kind }) => (
            <span key={from} className={joined(kind && styles[kind])}>
              {Array.from(bytes.subarray(from, to), plainByte).join("")}
            </span>
          ))}
        </span>
      ) : null}
    </>
  );
}
