import type { KeyboardEvent } from "react";

/** Columns of the lead: the handle is -2, the tick -1; the remove button follows the last column. */
export type RowAct =
  | { readonly kind: "go"; readonly by: -1 | 0 | 1; readonly column: number }
  | { readonly kind: "open" }
  | { readonly kind: "toggle" }
  | { readonly kind: "remove"; readonly back: boolean }
  | { readonly kind: "move"; readonly by: -1 | 1 };

/** Where an element of the table is, or null. */
export function placeOf(target: EventTarget | null): { place: number; column: number } | null {
  if (!(target instanceof Element)) return null;
  const row = target.closest("[data-place]")?.getAttribute("data-place");
  const column = target.closest("[data-column]")?.getAttribute("data-column");
  if (row === null || row === undefined || column === null || column === undefined) return null;
  return { place: Number(row), column: Number(column) };
}

/** Puts the focus into a cell: on the element itself or on the first thing in it that takes it. */
export function focusCell(list: HTMLElement, place: number, column: number): void {
  const row = list.querySelector(`[data-place="${place}"]`);
  const cell =
    row?.querySelector<HTMLElement>(`[data-column="${column}"]`) ??
    row?.querySelector<HTMLElement>('[data-column="0"]');
  if (!cell) return;
  const target = cell.matches("button, input")
    ? cell
    : cell.querySelector<HTMLElement>("input, textarea, button, select");
  target?.focus();
  if (target instanceof HTMLInputElement && target.type === "text") target.select();
}

/** What a key means in a cell; null leaves it to the cell. */
export function rowKey(
  event: KeyboardEvent<HTMLElement>,
  at: {
    readonly columns: number;
    readonly column: number;
    readonly fixed: boolean;
    readonly blank: boolean;
  },
): RowAct | null {
  if (event.nativeEvent.isComposing) return null;
  const { key, altKey, shiftKey } = event;
  const mod = event.ctrlKey || event.metaKey;
  const field = event.target instanceof HTMLInputElement && event.target.type !== "checkbox";
  const { column, fixed } = at;
  if (altKey && !mod && (key === "ArrowUp" || key === "ArrowDown")) {
    return fixed ? null : { kind: "move", by: key === "ArrowUp" ? -1 : 1 };
  }
  if (mod && key === "/") return fixed ? null : { kind: "toggle" };
  if (mod || altKey || shiftKey) return null;
  if (key === "ArrowUp" || key === "ArrowDown") {
    const inList = event.target instanceof HTMLButtonElement && column >= 0 && column < at.columns;
    return inList ? null : { kind: "go", by: key === "ArrowUp" ? -1 : 1, column };
  }
  if (key === "Enter" && field) return fixed ? { kind: "go", by: 1, column } : { kind: "open" };
  if (key === "Backspace" && field && at.blank && !fixed) {
    return { kind: "remove", back: true };
  }
  if (key === "Delete" && !field && !fixed) return { kind: "remove", back: false };
  if (key !== "ArrowLeft" && key !== "ArrowRight") return null;
  const by = key === "ArrowLeft" ? -1 : 1;
  if (field && !caretAtEnd(event.target as HTMLInputElement, by)) return null;
  const next = column + by;
  if (next < (fixed ? 0 : -2) || next > (fixed ? at.columns - 1 : at.columns)) return null;
  return { kind: "go", by: 0, column: next };
}

function caretAtEnd(input: HTMLInputElement, by: -1 | 1): boolean {
  if (input.selectionStart !== input.selectionEnd) return false;
  return input.selectionStart === (by < 0 ? 0 : input.value.length);
}
