/** What every row of a Tree says about its place. Rows are the visible ones only, in order. */
export interface TreeRow {
  readonly id: string;
  /** 1 at the top. */
  readonly level: number;
  /** null: it can hold nothing. */
  readonly expanded: boolean | null;
  /** 1-based among its siblings. */
  readonly position: number;
  readonly siblings: number;
  /** What type-ahead compares. */
  readonly text: string;
}

export type TreeStep =
  | { readonly kind: "cursor"; readonly index: number }
  | { readonly kind: "toggle"; readonly expanded: boolean };

/** Height of every row in px: `--row-dense`. */
export const rowHeight = 28;

/**
 * What an unmodified key does at a row (WAI-ARIA tree pattern); null: nothing.
 * `index` -1 stands before the first row; `page` is the number of rows in view.
 */
export function treeStep(
  rows: readonly TreeRow[],
  index: number,
  key: string,
  page: number,
): TreeStep | null {
  const last = rows.length - 1;
  if (last < 0) return null;
  const to = (next: number): TreeStep => ({
    kind: "cursor",
    index: Math.min(last, Math.max(0, next)),
  });
  const row = rows[index];
  switch (key) {
    case "ArrowDown":
      return to(index + 1);
    case "ArrowUp":
      return to(index - 1);
    case "Home":
      return to(0);
    case "End":
      return to(last);
    case "PageDown":
      return to(index + page);
    case "PageUp":
      return to(index - page);
    case "ArrowRight":
      if (row?.expanded === false) return { kind: "toggle", expanded: true };
      if (row?.expanded && (rows[index + 1]?.level ?? 0) > row.level) return to(index + 1);
      return null;
    case "ArrowLeft": {
      if (row?.expanded) return { kind: "toggle", expanded: false };
      const parent = row ? parentIndex(rows, index) : -1;
      return parent < 0 ? null : to(parent);
    }
    default:
      return null;
  }
}

/** The row this one lies in, or -1. */
export function parentIndex(rows: readonly TreeRow[], index: number): number {
  const level = rows[index]?.level ?? 1;
  for (let at = index - 1; at >= 0; at -= 1) {
    if ((rows[at]?.level ?? 0) < level) return at;
  }
  return -1;
}

/** The next row whose text begins with what was typed, from `index` round; -1 when there is none. */
export function typeAhead(rows: readonly TreeRow[], index: number, typed: string): number {
  const wanted = folded(typed);
  // One letter moves on; more letters refine the row one is at.
  const start = typed.length === 1 ? index + 1 : Math.max(0, index);
  for (let step = 0; step < rows.length; step += 1) {
    const at = (start + step) % rows.length;
    if (folded(rows[at]?.text ?? "").startsWith(wanted)) return at;
  }
  return -1;
}

const folded = (text: string) => text.toLocaleLowerCase();
