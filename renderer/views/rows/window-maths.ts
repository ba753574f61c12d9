/** Chromium stops drawing elements above about 33 million px; well before that scroll positions become shares. */
export const longestScroll = 8_000_000;

export interface Extent {
  readonly rows: number;
  readonly rowHeight: number;
  /** px of the visible part. */
  readonly viewport: number;
}

/** Height of the scrolled content in px. */
export function scrollHeight({ rows, rowHeight }: Extent): number {
  return Math.min(rows * rowHeight, longestScroll);
}

/** True when a px of scroll bar stands for more than a px of rows. */
export function isScaled({ rows, rowHeight }: Extent): boolean {
  return rows * rowHeight > longestScroll;
}

/** The row (with its fraction) at the top of the viewport. */
export function topOf(extent: Extent, scrollTop: number): number {
  const { rowHeight } = extent;
  if (!isScaled(extent)) return Math.max(0, scrollTop / rowHeight);
  const travel = scrollHeight(extent) - extent.viewport;
  return Math.min(1, Math.max(0, scrollTop / travel)) * lastTop(extent);
}

/** The scroll position that shows a row at the top. */
export function scrollOf(extent: Extent, top: number): number {
  if (!isScaled(extent)) return top * extent.rowHeight;
  return (top / Math.max(lastTop(extent), 1)) * (scrollHeight(extent) - extent.viewport);
}

/** The largest `top`: the last row stands at the bottom. */
export function lastTop({ rows, rowHeight, viewport }: Extent): number {
  return Math.max(0, rows - viewport / rowHeight);
}

/** The rows to draw for a `top`: from the first, as many as fit, and one for the fraction. */
export function visibleRows(extent: Extent, top: number): { from: number; to: number } {
  const from = Math.min(Math.max(0, Math.floor(top)), Math.max(0, extent.rows - 1));
  const fit = Math.ceil(extent.viewport / extent.rowHeight) + 1;
  return { from, to: Math.min(extent.rows, from + fit) };
}

/** The `top` that brings a row into view with as little movement as possible; `centre`: in the middle. */
export function revealTop(extent: Extent, top: number, row: number, centre = false): number {
  const fit = extent.viewport / extent.rowHeight;
  const clamp = (value: number) => Math.min(Math.max(0, value), lastTop(extent));
  if (centre && (row < top + 1 || row > top + fit - 2)) return clamp(row - fit / 2);
  if (row < top) return clamp(row);
  if (row + 1 > top + fit) return clamp(row + 1 - fit);
  return top;
}
