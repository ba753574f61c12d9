import { erase, type HexState, moveTo, put, typeDigit } from "./hex-edit.ts";

/** Bytes a row of the hex view holds. */
export const perRow = 16;

/** The half of the view that typing goes to. */
export type HexSide = "hex" | "text";

interface Key {
  readonly key: string;
  readonly shift: boolean;
  readonly mod: boolean;
}

/** What a key does to the bytes; null when it does nothing here. Undo, clipboard and focus are the component's. */
export function hexKey(state: HexState, side: HexSide, { key, shift, mod }: Key): HexState | null {
  const { caret, bytes } = state;
  const row = Math.floor(caret / perRow) * perRow;
  switch (key) {
    case "ArrowLeft":
      return moveTo(state, caret - 1, shift);
    case "ArrowRight":
      return moveTo(state, caret + 1, shift);
    case "ArrowUp":
      return moveTo(state, caret - perRow, shift);
    case "ArrowDown":
      return moveTo(state, caret + perRow, shift);
    case "PageUp":
      return moveTo(state, caret - perRow * 16, shift);
    case "PageDown":
      return moveTo(state, caret + perRow * 16, shift);
    case "Home":
      return moveTo(state, mod ? 0 : row, shift);
    case "End":
      return moveTo(state, mod ? bytes.length : Math.min(bytes.length, row + perRow - 1), shift);
    case "Backspace":
      return erase(state, -1);
    case "Delete":
      return erase(state, 1);
    case "Insert":
      return { ...state, inserting: !state.inserting, half: false };
    default:
      break;
  }
  if (mod) {
    return key === "a" ? { ...state, anchor: 0, caret: bytes.length, half: false } : null;
  }
  if ([...key].length !== 1) return null;
  if (side === "text") return put(state, new TextEncoder().encode(key));
  return /^[0-9a-f]$/i.test(key) ? typeDigit(state, Number.parseInt(key, 16)) : null;
}
