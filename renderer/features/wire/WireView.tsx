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
import type { SocketFrame } from "../../../shared/model/web-socket.ts";
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
import type { Row } from "../../views/rows/row.ts";
import { type Highlight, offsetOfChar } from "../../views/rows/row-text.ts";
import { textRows } from "../../views/rows/text-rows.ts";
import { useRows } from "../../views/rows/use-rows.ts";
import {
  type ByteRange,
  placeUnder,
  type TextPlace,
  useSelection,
} from "../../views/rows/use-selection.ts";
import { Windowed, type WindowedHandle } from "../../views/rows/Windowed.tsx";
import { usePayloadHeads } from "../websocket/response/use-payload-heads.ts";
import { type Choices, chosen } from "../response/choices.ts";
import { copyForm, copyLimit } from "./copy-as.ts";
import { PartsColumn, plainListing } from "./PartsColumn.tsx";
import styles from "./Wire.module.css";
import { WireBar } from "./WireBar.tsx";
import type { FrameList, SocketFrameList } from "./use-frames.ts";
import { directionAt, fileName, type LostRun, touches, type WireIndex } from "./wire-index.ts";
import { litRange } from "./socket-lines.ts";
import { partAt, partsOf } from "./wire-parts.ts";
import { annotatedRows, annotationOf, hexRuns, type Layout, nextBreak } from "./wire-rows.ts";
import { WireRow } from "./WireRow.tsx";

/** `frames`: the list of HTTP/2 frames alone. */
export type WireMode = "frames" | "text" | "hex" | "both";
const modes: readonly WireMode[] = ["text", "hex", "both"];
const frameModes: readonly WireMode[] = ["frames", ...modes];
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
  list,
  sockets,
  layout,
  lost,
  start,
  chosen: begun,
  hidden,
  onSide,
  onEditBytes,
  onReplay,
  onCompare,
}: {
  readonly exchange: Exchange;
  readonly host: Pick<Host, "wireUrl" | "bodyUrl">;
  readonly choices: Choices;
  readonly side: WireSide;
  readonly secured: boolean;
  readonly index: WireIndex;
  readonly list: FrameList;
  readonly sockets: SocketFrameList;
  readonly layout: Layout;
  /** Bytes that are not there any more. */
  readonly lost: readonly LostRun[];
  /** Offset to show first; null for the beginning. */
  readonly start: number | null;
  /** What is selected at first. */
  readonly chosen: ByteRange | null;
  readonly hidden: boolean;
  readonly onSide: (side: WireSide) => void;
  readonly onEditBytes: (raw: RawRequest) => void;
  readonly onReplay: (exchangeId: string, hop: number) => void;
  readonly onCompare: (exchangeId: string) => void;
}) {
  const words = useText(wireWords);
  const language = useLanguage();
  const socketed = sockets.frames.length > 0;
  const framed = list.frames.length > 0 || socketed;
  const modePlace =
    side === "socket"
      ? "wire/encrypted"
      : socketed
        ? "wire/websocket"
        : framed
          ? "wire/frames"
          : "wire";
  const fallback = side === "socket" || socketed ? "both" : framed ? "frames" : "text";
  const asked = chosen(choices, modePlace, framed ? frameModes : modes, fallback);
  // Who comes to see bytes sees them, until another way is chosen.
  const [forBytes, setForBytes] = useState(start !== null);
  const mode = asked === "frames" && forBytes ? "both" : asked;
  const parts = partsOf(index.marks, list.frames, sockets.frames);
  const complete = exchange.state !== "running";
  const [source] = useState(() =>
    createByteSource(host.wireUrl(exchange.id, side), index.bytes, complete, lost),
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
        : indexRows(source, annotatedRows(textRows(options), current), lost);
    },
    hex ? "hex" : "text",
  );
  const find = useFind(source, charset, complete);
  const view = useRef<WindowedHandle>(null);
  const [lit, setLit] = useState(() =>
    start === null ? -1 : partAt(parts, start, directionAt(index, start)),
  );
  /** Of the part that is lit: one of the things it says; -1: all of it. */
  const [litLine, setLitLine] = useState(-1);
  const light = (next: number, line = -1) => {
    setLit(next);
    setLitLine(line);
  };
  const [listing, setListing] = useState(plainListing);
  const heads = usePayloadHeads(exchange.id, "frames", host, { wanted: socketed, ended: complete });
  const [inColumn, setInColumn] = useState<readonly SocketFrame[]>([]);
  const [sight, setSight] = useState({ from: 0, to: 0 });
  const inSight: SocketFrame[] = [];
  for (let number = sight.from; socketed && number < sight.to; number += 1) {
    const row = rows?.peek(number) ?? null;
    const note = row === null ? null : annotationOf(row, layout.annotations);
    if (note?.kind === "socket") inSight.push(note.frame);
  }
  const wanted = [...inSight, ...inColumn];
  const wantedNow = wanted.map(({ index: frame }) => frame).join(" ");
  const want = useEffectEvent(() => heads?.want(wanted));
  const readable = heads !== null;
  useEffect(() => want(), [wantedNow, readable]);

  const offsetAt = ({ row: number, column, index: at }: TextPlace): number | null => {
    const row = rows?.peek(number) ?? null;
    if (row === null) return null;
    if (!hex) return offsetOfChar(row, charset, at);
    const within = column === "hex" ? Math.floor((at + 1) / 3) : at;
    return Math.min(row.end, row.start + within);
  };
  const selection = useSelection(offsetAt, begun);

  const show = async (offset: number) => {
    const row = await rows?.all.rowAt(offset);
    if (row !== undefined) view.current?.reveal(row, true);
  };
  const reveal = useEffectEvent(show);
  useEffect(() => {
    if (find.at !== null) void reveal(find.at);
  }, [find.at]);
  const indexed = rows !== null && rows.count > 0 && start !== null && rows.reach > start;
  useEffect(() => {
    if (start !== null && indexed) void reveal(start);
  }, [start, indexed]);

  const pointed = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons !== 0 || parts.length === 0) return;
    const place = placeUnder(event.clientX, event.clientY);
    const offset = place === null || place.column === "" ? null : offsetAt(place);
    light(offset === null ? -1 : partAt(parts, offset, directionAt(index, offset)));
  };
  const pressed = (event: KeyboardEvent<HTMLDivElement>) => {
    const mod = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (mod && key === "f") find.show(true);
    else if (mod && key === "a") selection.set({ start: 0, end: source.size() });
    else if (mod && key === "c" && selection.range !== null) {
      const { start: from, end } = selection.range;
      if (end - from > copyLimit || touches(lost, from, end)) return;
      void copyText(async () =>
        copyForm(await source.read(from, end), mode === "text" ? "text" : "hex"),
      );
    } else if (event.key === "Escape" && selection.range !== null) selection.set(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const part = parts[lit];
  // The other direction's bytes may lie inside a frame.
  const litIn = (row: Row): Highlight[] =>
    part === undefined || part.direction !== directionAt(index, row.start)
      ? []
      : [{ ...litRange(part, litLine), kind: "lit" }];
  const over: Highlight[] = [];
  if (selection.range !== null) over.push({ ...selection.range, kind: "selected" });
  const faults = index.marks.filter((one) => one.kind === "fault");
  const atEnd = layout.annotations.filter(
    (note) => (note.kind === "fault" || note.kind === "lost") && note.offset >= index.bytes,
  );
  const bytes = (
    <div
      className={styles.bytes}
      onPointerDown={selection.onPointerDown}
      onPointerMove={pointed}
      onPointerLeave={() => light(-1)}
    >
      {index.bytes === 0 ? (
        <Empty title={words.nothingHere} />
      ) : (
        <Windowed
          handle={view}
          count={rows?.count ?? 0}
          label={words.bytes}
          onKeyDown={pressed}
          onShown={(from, to) => setSight({ from, to })}
          renderRow={(number) => (
            <WireRow
              key={number}
              number={number}
              row={rows?.peek(number) ?? null}
              mode={mode}
              layout={layout}
              size={index.bytes}
              several={exchange.hops.length > 1}
              heads={heads}
              highlights={(row) => [
                ...faults
                  .filter((one) => one.start < row.end && one.end > row.start)
                  .map(({ start: from, end }): Highlight => ({ start: from, end, kind: "fault" })),
                ...find.of(row),
                ...litIn(row),
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
  const sizePlace = framed ? "wire/framed" : "wire/parsed";
  const column = (
    <PartsColumn
      parts={parts}
      lit={lit}
      cut={index.marksCut || list.cut || sockets.cut}
      several={exchange.hops.length > 1}
      wide={mode === "frames"}
      listing={listing}
      onListing={setListing}
      heads={heads}
      onLight={light}
      onShown={setInColumn}
      onOpen={(offset) => void show(offset)}
    />
  );
  return (
    <div className={styles.pane}>
      <WireBar
        exchange={exchange}
        mode={mode}
        framed={framed}
        side={side}
        secured={secured}
        source={source}
        index={index}
        lost={lost}
        range={selection.range}
        recordUrl={host.wireUrl(exchange.id, side)}
        hidden={hidden}
        onMode={(next) => {
          setForBytes(false);
          choices.set(modePlace, next);
        }}
        onSide={onSide}
        onFind={() => find.show(true)}
        onEditBytes={onEditBytes}
        onReplay={onReplay}
        onCompare={onCompare}
      />
      <div className={styles.rest}>
        {parts.length === 0 ? (
          bytes
        ) : mode === "frames" ? (
          column
        ) : (
          <Split
            direction="row"
            sized="second"
            size={Number(choices.get(sizePlace) ?? (framed ? 400 : 290))}
            min={160}
            max={framed ? 800 : 560}
            label={words.parsedSize}
            onSize={(size) => choices.set(sizePlace, String(Math.round(size)))}
            first={bytes}
            second={column}
          />
        )}
      </div>
      {atEnd.map((note) =>
        note.kind === "fault" ? (
          <p key={note.fault.rule} className={styles.atEnd}>
            {faultSentence(note.fault, language)}
          </p>
        ) : note.kind === "lost" ? (
          <p key={note.offset} className={styles.hint}>
            {words.lost(fileName(note.run.file.path), note.run.file.state === "gone")}
          </p>
        ) : null,
      )}
      {index.files.map(({ path, state }) =>
        state === "same" ? (
          <p key={path} className={styles.hint}>
            {words.fromFile(path)}
          </p>
        ) : null,
      )}
      {index.summary?.socketCapped === true && side === "socket" ? (
        <p className={styles.hint}>{words.capped}</p>
      ) : null}
    </div>
  );
}
