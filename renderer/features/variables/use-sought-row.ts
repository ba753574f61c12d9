import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import type { Sight } from "../../ui/RowTable.tsx";

/**
 * The row of the variable that somebody was led to, when it is in this document.
 * @param documentKey of the tab the rows are in
 */
export function useSoughtRow(
  documentKey: string,
  rows: readonly { readonly name: string; readonly disabled?: boolean }[],
): Sight | null {
  const app = useApp();
  const name = useStore(app.sought, ({ sought }) =>
    sought?.key === documentKey ? sought.name : null,
  );
  if (name === null) return null;
  // Of several with the name the last that is on counts.
  const on = rows.findLastIndex((row) => row.name === name && row.disabled !== true);
  return {
    row: on < 0 ? rows.findLastIndex((row) => row.name === name) : on,
    seen: () => app.sought.setState({ sought: null }),
  };
}
