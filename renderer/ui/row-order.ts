/** The list with the item at `from` put before what stood at `to` (0 to length). */
export function movedRow<R>(rows: readonly R[], from: number, to: number): readonly R[] {
  const row = rows[from];
  if (row === undefined || to === from || to === from + 1) return rows;
  const rest = rows.toSpliced(from, 1);
  return rest.toSpliced(to > from ? to - 1 : to, 0, row);
}

/**
 * What stands at a place of the drawn list: a row, or an empty line that becomes a row when typed into. One such line
 * always ends the list; `gap` is another, opened before row `gap`.
 */
export type Line = { readonly kind: "row" | "new"; readonly index: number };

export function lineAt(place: number, count: number, gap: number | null): Line {
  if (gap !== null && place === gap) return { kind: "new", index: gap };
  const index = gap !== null && place > gap ? place - 1 : place;
  return index < count ? { kind: "row", index } : { kind: "new", index: count };
}
