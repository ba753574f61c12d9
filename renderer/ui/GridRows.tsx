import type { ReactNode } from "react";
import { GridList, GridListItem } from "react-aria-components";
import styles from "./GridRows.module.css";
import { joined } from "./joined.ts";

/**
 * A list of rows with buttons in them: arrows go from row to row and into a row's buttons, letters find a row, Enter does the row's own
 * action, Delete removes it.
 */
export function GridRows<Item extends { readonly id: string }>({
  label,
  items,
  textOf,
  onAction,
  onRemove,
  render,
  className,
}: {
  readonly label: string;
  readonly items: readonly Item[];
  /** What a row is found by. */
  readonly textOf: (item: Item) => string;
  readonly onAction: (item: Item) => void;
  readonly onRemove: (item: Item) => void;
  readonly render: (item: Item) => ReactNode;
  readonly className?: string | undefined;
}) {
  const find = (key: unknown) => items.find((item) => item.id === key);
  return (
    <div
      className={joined(styles.scroll, className)}
      onKeyDown={(event) => {
        if (event.key !== "Delete" || !(event.target instanceof Element)) return;
        const item = find(event.target.closest("[data-key]")?.getAttribute("data-key"));
        if (item) onRemove(item);
      }}
    >
      <GridList
        aria-label={label}
        items={items}
        selectionMode="none"
        onAction={(key) => {
          const item = find(key);
          if (item) onAction(item);
        }}
        className={styles.list ?? ""}
      >
        {(item) => (
          <GridListItem id={item.id} textValue={textOf(item)} className={styles.row ?? ""}>
            {render(item)}
          </GridListItem>
        )}
      </GridList>
    </div>
  );
}
