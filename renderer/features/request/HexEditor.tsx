import { type ClipboardEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { fromHex, toHex } from "../../../shared/model/hex-text.ts";
import { useText } from "../../i18n/language.ts";
import { requestRawWords } from "../../i18n/messages/request-raw.ts";
import { useRowWindow } from "../../ui/row-window.ts";
import { erase, type HexState, hexState, moveTo, put, selection } from "./hex-edit.ts";
import { hexKey, type HexSide, perRow } from "./hex-keys.ts";
import { HexRow } from "./HexRow.tsx";
import styles from "./HexEditor.module.css";

const rowHeight = 20;
/** Steps that can be taken back. */
const history = 200;

/** Bytes edited in place: hex on the left, text on the right. Any size; only the rows in view are drawn. */
export function HexEditor({
  label,
  bytes,
  onChange,
}: {
  readonly label: string;
  readonly bytes: Uint8Array;
  readonly onChange: (bytes: Uint8Array) => void;
}) {
  const words = useText(requestRawWords);
  const hint = useId();
  const rows = useRef<HTMLDivElement>(null);
  const undo = useRef<{ back: HexState[]; forth: HexState[] }>({ back: [], forth: [] });
  const [state, setState] = useState(() => hexState(bytes));
  const [side, setSide] = useState<HexSide>("hex");
  const [focused, setFocused] = useState(false);
  // The caret is ours, the bytes are the owner's: bytes changed from outside keep the caret in range.
  const shown: HexState = same(state.bytes, bytes)
    ? state
    : { ...moveTo({ ...state, bytes }, state.caret, false), half: false };
  const count = Math.floor(shown.bytes.length / perRow) + 1;
  const view = useRowWindow(rows, count, rowHeight);

  const caretRow = Math.floor(shown.caret / perRow);
  useEffect(() => {
    if (!focused) return;
    const scroller = rows.current?.parentElement;
    if (!scroller) return;
    const top = caretRow * rowHeight + 8;
    if (top < scroller.scrollTop) scroller.scrollTo({ top: top - 8 });
    else if (top + rowHeight > scroller.scrollTop + scroller.clientHeight) {
      scroller.scrollTo({ top: top + rowHeight + 8 - scroller.clientHeight });
    }
  }, [caretRow, focused]);

  const apply = (next: HexState) => {
    setState(next);
    if (next.bytes === shown.bytes) return;
    undo.current = { back: [...undo.current.back.slice(-history), shown], forth: [] };
    onChange(next.bytes);
  };
  const travel = (from: "back" | "forth") => {
    const to = from === "back" ? "forth" : "back";
    const state = undo.current[from].at(-1);
    if (!state) return;
    undo.current = {
      ...undo.current,
      [from]: undo.current[from].slice(0, -1),
      [to]: [...undo.current[to], shown],
    };
    setState(state);
    onChange(state.bytes);
  };
  const press = (event: KeyboardEvent) => {
    const mod = event.ctrlKey || event.metaKey;
    const key = event.key;
    if (mod && key.toLowerCase() === "z") travel(event.shiftKey ? "forth" : "back");
    else if (mod && key.toLowerCase() === "y") travel("forth");
    else {
      if (event.altKey || event.nativeEvent.isComposing) return;
      const next = hexKey(shown, side, { key, shift: event.shiftKey, mod });
      if (next === null) return;
      apply(next);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const copy = (event: ClipboardEvent, cut: boolean) => {
    const { from, to } = selection(shown);
    if (from === to) return;
    event.preventDefault();
    const part = shown.bytes.subarray(from, to);
    const text = side === "hex" ? toHex(part) : new TextDecoder("latin1").decode(part);
    event.clipboardData.setData("text/plain", text);
    if (cut) apply(erase(shown, 1));
  };
  const paste = (event: ClipboardEvent) => {
    event.preventDefault();
    const text = event.clipboardData.getData("text/plain");
    const read = side === "hex" ? fromHex(text) : null;
    apply(put(shown, read ?? new TextEncoder().encode(text)));
  };

  const { from, to } = selection(shown);
  const first = Math.max(0, view.first);
  const last = Math.min(count, view.last);
  return (
    <div className={styles.editor}>
      <div className={styles.scroll}>
        <div
          ref={rows}
          role="textbox"
          tabIndex={0}
          aria-multiline="true"
          aria-label={label}
          aria-describedby={hint}
          className={styles.rows}
          style={{ height: count * rowHeight }}
          onKeyDown={press}
          onCopy={(event) => copy(event, false)}
          onCut={(event) => copy(event, true)}
          onPaste={paste}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
        >
          {Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index).map(
            (row) => (
              <HexRow
                key={row}
                offset={row * perRow}
                top={row * rowHeight}
                bytes={shown.bytes.subarray(row * perRow, (row + 1) * perRow)}
                from={from}
                to={to}
                caret={focused ? shown.caret : -1}
                half={shown.half}
                side={side}
                onPoint={(at, where, extend) => {
                  setSide(where);
                  apply(moveTo(shown, at, extend));
                }}
              />
            ),
          )}
        </div>
      </div>
      <div className={styles.foot}>
        <span id={hint}>{words.hexHint}</span>
        <span className={styles.mode}>{shown.inserting ? words.inserting : words.overwriting}</span>
      </div>
    </div>
  );
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || (a.length === b.length && a.every((byte, index) => byte === b[index]));
}
