import { memo, type ReactNode } from "react";
import styles from "./Tree.module.css";
import type { TreeDrop } from "./tree-drag.ts";
import { rowHeight, type TreeRow } from "./tree-keys.ts";

/** One row of a Tree. Kept as it was while nothing of it changes, so that scrolling draws only the new ones. */
export const TreeItem = memo(function TreeItem({
  id,
  row,
  index,
  isCursor,
  isSelected,
  drop,
  render,
}: {
  readonly id: string;
  readonly row: TreeRow;
  readonly index: number;
  readonly isCursor: boolean;
  readonly isSelected: boolean;
  readonly drop: TreeDrop | null;
  readonly render: (row: TreeRow) => ReactNode;
}) {
  return (
    <div
      id={id}
      role="treeitem"
      data-row={index}
      data-cursor={isCursor || undefined}
      data-selected={isSelected || undefined}
      data-drop={drop?.where}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={row.expanded ?? undefined}
      aria-selected={isSelected}
      className={styles.row}
      style={{ top: index * rowHeight, ["--level" as string]: row.level }}
    >
      {drop && drop.where !== "into" ? (
        <span className={styles.line} style={{ ["--level" as string]: drop.level }} />
      ) : null}
      {render(row)}
    </div>
  );
});
