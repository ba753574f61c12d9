import { type KeyboardEvent, useEffect, useEffectEvent, useId, useRef, useState } from "react";
import type { WireFrame } from "../../../shared/model/http2-frame.ts";
import type { SocketFrame } from "../../../shared/model/web-socket.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { frameWords } from "../../i18n/messages/frames.ts";
import { wireWords } from "../../i18n/messages/wire.ts";
import { Select } from "../../ui/Select.tsx";
import { Windowed, type WindowedHandle } from "../../views/rows/Windowed.tsx";
import type { PayloadHeads } from "../websocket/response/payload-heads.ts";
import { lineCount } from "./frame-lines.ts";
import { PartRow } from "./PartRow.tsx";
import styles from "./Parts.module.css";
import { socketLineCount } from "./socket-lines.ts";
import {
  type FramePart,
  partRows,
  type StreamChoice,
  streamsOf,
  type WirePart,
} from "./wire-parts.ts";

/** How the frames are listed: kept by the caller, because the list comes and goes with the way the bytes are shown. */
export interface Listing {
  readonly open: ReadonlySet<WireFrame | SocketFrame>;
  readonly choice: StreamChoice;
}

export const plainListing: Listing = { open: new Set(), choice: "all" };

/**
 * The parts of an exchange as a list: pointing at one, or going there with the arrows, lights its bytes; Enter shows them. A frame opens
 * to what it says.
 */
export function PartsColumn({
  parts,
  lit,
  cut,
  several,
  wide,
  listing,
  onListing,
  heads,
  onLight,
  onOpen,
  onShown,
}: {
  readonly parts: readonly WirePart[];
  /** Index of the part that is lit; -1 for none. */
  readonly lit: number;
  readonly cut: boolean;
  readonly several: boolean;
  /** It has the whole pane: no bytes are beside it. */
  readonly wide: boolean;
  readonly listing: Listing;
  /** Beginnings of the payloads of a WebSocket's frames. */
  readonly heads: PayloadHeads | null;
  readonly onListing: (listing: Listing) => void;
  /** `line`: one of those of an open frame; -1: all of it. */
  readonly onLight: (part: number, line: number) => void;
  /** Told of the frames of a WebSocket that are in sight. */
  readonly onShown: (frames: readonly SocketFrame[]) => void;
  readonly onOpen: (offset: number) => void;
}) {
  const words = useText(wireWords);
  const says = useText(frameWords);
  const language = useLanguage();
  const id = useId();
  const list = useRef<WindowedHandle>(null);
  // The pointer over this list must not scroll it under itself.
  const [inside, setInside] = useState(false);
  const { open, choice } = listing;
  const setOpen = (next: Listing["open"]) => onListing({ open: next, choice });
  const setChoice = (next: StreamChoice) => onListing({ open, choice: next });
  /** The row the keys are on, as its part and line. */
  const [at, setAt] = useState<{ readonly part: number; readonly line: number } | null>(null);

  const frames = parts.flatMap((part) => (part.kind === "frame" ? [part.frame] : []));
  const streams = streamsOf(frames);
  const rows = partRows(parts, choice, open, linesOf);
  const rowOf = (part: number, line = -1) =>
    rows.findIndex((row) => row.part === part && (row.kind === "line" ? row.line : -1) === line);
  const follow = useEffectEvent(() => {
    if (lit >= 0 && !inside && at?.part !== lit) list.current?.reveal(rowOf(lit));
  });
  useEffect(() => follow(), [lit]);

  const [sight, setSight] = useState({ from: 0, to: 0 });
  const inSight = rows.slice(sight.from, sight.to).flatMap(({ part }) => {
    const found = parts[part];
    return found?.kind === "socket" ? [found.frame] : [];
  });
  const here = inSight.map(({ index }) => index).join(" ");
  const shown = useEffectEvent(() => onShown(inSight));
  useEffect(() => shown(), [here, heads]);

  const go = (next: number) => {
    const index = Math.min(Math.max(0, next), rows.length - 1);
    const row = rows[index];
    if (row === undefined) return;
    setAt({ part: row.part, line: row.kind === "line" ? row.line : -1 });
    list.current?.reveal(index);
    onLight(row.part, row.kind === "line" ? row.line : -1);
    const part = parts[row.part];
    if (part && row.kind === "part") onOpen(part.start);
  };
  const toggle = (part: number, wanted?: boolean) => {
    const found = parts[part];
    if (found === undefined || found.kind === "mark") return;
    const next = new Set(open);
    if (wanted ?? !open.has(found.frame)) next.add(found.frame);
    else next.delete(found.frame);
    setOpen(next);
    setAt({ part, line: -1 });
  };
  const current = at === null ? rowOf(lit) : rowOf(at.part, at.line);
  const pressed = (event: KeyboardEvent<HTMLDivElement>) => {
    const part = at?.part ?? lit;
    const to = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + 10,
      PageUp: current - 10,
      Home: 0,
      End: rows.length - 1,
    }[event.key];
    if (to !== undefined) go(to);
    else if (event.key === "Enter" || event.key === " ") toggle(part);
    else if (event.key === "ArrowRight") toggle(part, true);
    else if (event.key === "ArrowLeft") toggle(part, false);
    else return;
    event.preventDefault();
  };
  const sockets = parts.some(({ kind }) => kind === "socket");
  const isTree = frames.length > 0 || sockets;
  return (
    <div className={styles.column}>
      {frames.length > 0 ? (
        <div className={styles.bar}>
          <Select<StreamChoice>
            label={says.streams}
            quiet
            value={choice}
            onChange={setChoice}
            options={[
              { id: "all", label: says.allStreams },
              ...streams.map((stream) => ({
                id: `${stream}` as const,
                label: stream === 0 ? says.connection : says.stream(String(stream)),
              })),
            ]}
          />
        </div>
      ) : null}
      <div
        className={styles.list}
        onPointerEnter={() => setInside(true)}
        onPointerLeave={() => {
          setInside(false);
          onLight(-1, -1);
        }}
      >
        <Windowed
          handle={list}
          count={rows.length}
          rowHeight={24}
          label={isTree ? says.frames : words.parsed}
          role={isTree ? "tree" : "listbox"}
          active={current >= 0 ? `${id}-${current}` : undefined}
          onKeyDown={pressed}
          onShown={(from, to) => setSight({ from, to })}
          renderRow={(index) => {
            const row = rows[index];
            const part = row === undefined ? undefined : parts[row.part];
            if (row === undefined || part === undefined) return null;
            return (
              <PartRow
                key={index}
                id={`${id}-${index}`}
                part={part}
                line={row.kind === "line" ? row.line : null}
                opened={part.kind !== "mark" && open.has(part.frame)}
                head={part.kind === "socket" ? (heads?.peek(part.frame) ?? null) : null}
                lit={row.part === lit}
                current={index === current}
                several={several}
                wide={wide}
                language={language}
                onEnter={() => onLight(row.part, row.kind === "line" ? row.line : -1)}
                onPress={() => {
                  go(index);
                  if (row.kind === "part") toggle(row.part);
                }}
              />
            );
          }}
        />
      </div>
      {cut ? <p className={styles.cut}>{isTree ? says.capped : words.marksCut}</p> : null}
    </div>
  );
}

function linesOf(part: FramePart): number {
  return part.kind === "frame" ? lineCount(part.frame) : socketLineCount(part.frame);
}
