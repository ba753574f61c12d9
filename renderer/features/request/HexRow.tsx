import type { PointerEvent } from "react";
import { joined } from "../../ui/joined.ts";
import { byteGlyph } from "./hex-edit.ts";
import { type HexSide, perRow } from "./hex-keys.ts";
import styles from "./HexEditor.module.css";

/** One row of the hex view: offset, bytes, text. */
export function HexRow({
  offset,
  top,
  bytes,
  from,
  to,
  caret,
  half,
  side,
  onPoint,
}: {
  readonly offset: number;
  readonly top: number;
  readonly bytes: Uint8Array;
  /** The selection. */
  readonly from: number;
  readonly to: number;
  /** -1: not focused. */
  readonly caret: number;
  readonly half: boolean;
  readonly side: HexSide;
  readonly onPoint: (at: number, side: HexSide, extend: boolean) => void;
}) {
  const point = (event: PointerEvent, at: number, where: HexSide) => {
    if (event.type === "pointermove" ? event.buttons !== 1 : event.button !== 0) return;
    onPoint(at, where, event.shiftKey || event.type === "pointermove");
  };
  const cells = Array.from({ length: perRow }, (_, index) => index);
  const classOf = (at: number, where: HexSide) =>
    joined(
      where === "hex" ? styles.byte : styles.glyph,
      at >= from && at < to && styles.selected,
      at === caret && (where === side ? styles.caret : styles.shadow),
      at === caret && half && where === side && styles.half,
    );
  return (
    <div className={styles.row} style={{ top }}>
      <span className={styles.offset}>{offset.toString(16).padStart(6, "0")}</span>
      {(["hex", "text"] as const).map((where) => (
        <span key={where} className={where === "hex" ? styles.hex : styles.text}>
          {cells.map((index) => {
            const byte = bytes[index];
            const at = offset + index;
            const drawn =
              byte === undefined
                ? where === "hex"
                  ? "  "
                  : " "
                : where === "hex"
                  ? byte.toString(16).padStart(2, "0")
                  : byteGlyph(byte);
            return (
              <span
                key={index}
                className={classOf(at, where)}
                onPointerDown={(event) => point(event, at, where)}
                onPointerMove={(event) => point(event, at, where)}
              >
                {drawn}
              </span>
            );
          })}
        </span>
      ))}
    </div>
  );
}
