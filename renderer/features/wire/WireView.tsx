import {
  useEffect,
  useEffectEvent,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
} from "react";
import type { Exchange } from "../../../shared/model/exchange.ts";
import type { RawRequest } from "../../../shared/model/request.ts";
import type { WireSide } from "../../../shared/model/wire-log.ts";
import type { Host } from "../../host/connect.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { faultSentence } from "../../i18n/messages/failures.ts";
import { wireWords } from "../../i18n/messages/wire.ts";
import { Empty } from "../../ui/Empty.tsx";
import { Split } from "../../ui/Split.tsx";
import { createByteSource } from "../../views/bytes/byte-source.ts";
import { FindBar } from "../../views/find/FindBar.tsx";
import { copyText } from "../../views/copy-text.ts";
import { useFind } from "../../views/find/use-find.ts";
import { IndexNote } from "../../views/IndexNote.tsx";
import { indexRows } from "../../views/rows/row-index.ts";
import { indexHex } from "../../views/rows/hex-index.ts";
import { type Highlight, offsetOfChar } from "../../views/rows/row-text.ts";
import { textRows } from "../../views/rows/text-rows.ts";
import { useRows } from "../../views/rows/use-rows.ts";
import { placeUnder, type TextPlace, useSelection } from "../../views/rows/use-selection.ts";
import { Windowed, type WindowedHandle } from "../../views/rows/Windowed.tsx";
import { type Choices, chosen } from "../response/choices.ts";
import { copyForm, copyLimit } from "./copy-as.ts";
import { MarksColumn } from "./MarksColumn.tsx";
import styles from "./Wire.module.css";
import { WireBar } from "./WireBar.tsx";
import { markAt, type WireIndex } from "./wire-index.ts";
import { annotatedRows, hexRuns, type Layout, nextBreak } from "./wire-rows.ts";
import { WireRow } from "./WireRow.tsx";

export type WireMode = "text" | "hex" | "both";
const modes: readonly WireMode[] = ["text", "hex", "both"];
const charset = "utf-8";
/** Shorter than in a body: the time and the offset stand before it. */
const width = 160;

/** One side of a record: the bytes, and beside them what they mean. Pointing at one lights the other. */
export function WireView({
  exchange,
  host,
  choices,
  side,
  secured,
  index,
  layout,
  start,
  onSide,
  onSendBytes,
}: {
  readonly exchange: Exchange;
  readonly host: Pick<Host, "wireUrl">;
  readonly choices: Choices;
  readonly side: WireSide;
  readonly secured: boolean;
  readonly index: WireIndex;
  readonly layout: Layout;
  /** Offset to show first; null for the beginning. */
  readonly start: number | null;
  readonly onSide: (side: WireSide) => void;
  readonly onSendBytes: (raw: RawRequest) => void;
}) {
  const words = useText(wireWords);
  const language = useLanguage();
  const modePlace = side === "socket" ? "wire/encrypted" : "wire";
  const mode = chosen(choices, modePlace, modes, side === "socket" ? "both" : "text");
  const complete = exchange.state !== "running";
  const [source] = useState(() =>
    createByteSource(host.wireUrl(exchange.id, side), index.bytes, complete),
  );
  // Rows read the layout as it is when they are cut: it grows with the record.
  const now = useRef(layout);
  useEffect(() => {
    now.current = layout;
    source.grow(index.bytes, complete);
  }, [layout, source, index.bytes, complete]);

  const hex = mode !== "text";
  const rows = useRows(
    source,
    () => {
      const breaks = (offset: number) => nextBreak(now.current, offset);
      const current = () => now.current;
      const options = { charset, width, nextBreak: breaks, keepEnds: true };
      return hex
        ? indexHex(source, () => hexRuns(now.current, source.size()))
        : indexRows(source, annotatedRows(textRows(options), current));
    },
    hex ? "hex" : "text",
  );
  const find = useFind(source, charset, complete);
  const view = useRef<WindowedHandle>(null);
  const [lit, setLit] = useState(-1);

  const offsetAt = ({ row: number, column, index: at }: TextPlace): number | null => {
    const row = rows?.peek(number) ?? null;
    if (row === null) return null;
    if (!hex) return offsetOfChar(row, charset, at);
    const within = column === "hex" ? Math.floor((at + 1) / 3) : at;
    return Math.min(row.end, row.start + within);
  };
  const selection = useSelection(offsetAt);

  const show = async (offset: number) => {
    const row = await rows?.all.rowAt(offset);
    if (row !== undefined) view.current?.reveal(row, true);
  };
  const reveal = useEffectEvent(show);
  useEffect(() => {
    if (find.at !== null) void reveal(find.at);
  }, [find.at]);
  const indexed = rows !== null && rows.count > 0 && (start === null || rows.progress === 1);
  useEffect(() => {
    if (start !== null && indexed) void reveal(start);
  }, [start, indexed]);

  const pointed = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons !== 0 || index.marks.length === 0) return;
    const place = placeUnder(event.clientX, event.clientY);
    const offset = place === null || place.column === "" ? null : offsetAt(place);
    setLit(offset === null ? -1 : markAt(index.marks, offset));
  };
  const pressed = (event: KeyboardEvent<HTMLDivElement>) => {
    const mod = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (mod && key === "f") find.show(true);
    else if (mod && key === "a") selection.set({ start: 0, end: source.size() });
    else if (mod && key === "c" && selection.range !== null) {
      const { start: from, end } = selection.range;
      if (end - from > copyLimit) return;
      void copyText(async () =>
        copyForm(await source.read(from, end), mode === "text" ? "text" : "hex"),
      );
    } else if (event.key === "Escape" && selection.range !== null) selection.set(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const mark = index.marks[lit];
  const over: Highlight[] = [];
  if (mark !== undefined)
    over.push({ start: mark.start, end: Math.max(mark.end, mark.start + 1), kind: "lit" });
  if (selection.range !== null) over.push({ ...selection.range, kind: "selected" });
  const faults = index.marks.filter((one) => one.kind === "fault");
  const atEnd = layout.annotations.filter(
    (note) => note.kind === "fault" && note.offset >= index.bytes,
  );
  const bytes = (
    <div
      className={styles.bytes}
      onPointerDown={selection.onPointerDown}
      onPointerMove={pointed}
      onPointerLeave={() => setLit(-1)}
    >
      {index.bytes === 0 ? (
        <Empty title={words.nothingHere} />
      ) : (
        <Windowed
          handle={view}
          count={rows?.count ?? 0}
          label={words.bytes}
          onKeyDown={pressed}
          renderRow={(number) => (
            <WireRow
              key={number}
              number={number}
              row={rows?.peek(number) ?? null}
              mode={mode}
              layout={layout}
              size={index.bytes}
              several={exchange.hops.length > 1}
              highlights={(row) => [
                ...faults
                  .filter((one) => one.start < row.end && one.end > row.start)
                  .map(({ start: from, end }): Highlight => ({ start: from, end, kind: "fault" })),
                ...find.of(row),
                ...over,
              ]}
            />
          )}
        />
      )}
      {rows === null ? null : <IndexNote rows={rows} complete={complete} />}
      {find.open ? <FindBar find={find} onLeave={() => view.current?.focus()} /> : null}
    </div>
  );
  return (
    <div className={styles.pane}>
      <WireBar
        exchange={exchange}
        mode={mode}
        side={side}
        secured={secured}
        source={source}
        index={index}
        range={selection.range}
        recordUrl={host.wireUrl(exchange.id, side)}
        onMode={(next) => choices.set(modePlace, next)}
        onSide={onSide}
        onFind={() => find.show(true)}
        onSendBytes={onSendBytes}
      />
      <div className={styles.rest}>
        {index.marks.length === 0 ? (
          bytes
        ) : (
          <Split
            direction="row"
            sized="second"
            size={Number(choices.get("wire/parsed") ?? 290)}
            min={160}
            max={560}
            label={words.parsedSize}
            onSize={(size) => choices.set("wire/parsed", String(Math.round(size)))}
            first={bytes}
            second={
              <MarksColumn
                marks={index.marks}
                lit={lit}
                cut={index.marksCut}
                several={exchange.hops.length > 1}
                onLight={setLit}
                onOpen={(offset) => void show(offset)}
              />
            }
          />
        )}
      </div>
      {atEnd.map((note) =>
        note.kind === "fault" ? (
          <p key={note.fault.rule} className={styles.atEnd}>
            {faultSentence(note.fault, language)}
          </p>
        ) : null,
      )}
      {index.summary?.socketCapped === true && side === "socket" ? (
        <p className={styles.hint}>{words.capped}</p>
      ) : null}
    </div>
  );
}
