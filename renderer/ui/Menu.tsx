import { type ReactElement, type ReactNode, useRef } from "react";
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuTrigger,
  Popover,
  Separator,
  type PopoverProps,
} from "react-aria-components";
import { Keys } from "./Keys.tsx";
import styles from "./Menu.module.css";
import { joined } from "./joined.ts";

export type MenuEntry =
  | {
      readonly kind?: "item";
      readonly id: string;
      readonly label: string;
      readonly icon?: ReactNode;
      readonly keys?: string | undefined;
      readonly detail?: string | undefined;
      readonly danger?: boolean;
      readonly disabled?: boolean;
      readonly checked?: boolean;
      readonly run: () => void;
    }
  | { readonly kind: "separator"; readonly id: string };

function Entries({
  entries,
  label,
  onClose,
}: {
  readonly entries: readonly MenuEntry[];
  readonly label: string;
  readonly onClose?: () => void;
}) {
  return (
    <AriaMenu
      aria-label={label}
      autoFocus="first"
      className={styles.menu ?? ""}
      {...(onClose ? { onClose } : {})}
    >
      {entries.map((entry) =>
        entry.kind === "separator" ? (
          <Separator key={entry.id} className={styles.separator ?? ""} />
        ) : (
          <AriaMenuItem
            key={entry.id}
            id={entry.id}
            textValue={entry.label}
            isDisabled={entry.disabled ?? false}
            onAction={entry.run}
            className={joined(styles.item, entry.danger && styles.danger)}
          >
            <span className={styles.icon} aria-hidden="true">
              {entry.checked ? "✓" : entry.icon}
            </span>
            <span className={styles.label}>{entry.label}</span>
            {entry.detail ? <span className={styles.detail}>{entry.detail}</span> : null}
            {entry.keys ? <Keys keys={entry.keys} /> : null}
          </AriaMenuItem>
        ),
      )}
    </AriaMenu>
  );
}

/** A button (the child) that opens a menu. */
export function MenuButton({
  entries,
  label,
  placement = "bottom start",
  children,
}: {
  readonly entries: readonly MenuEntry[];
  readonly label: string;
  readonly placement?: PopoverProps["placement"];
  readonly children: ReactElement;
}) {
  return (
    <MenuTrigger>
      {children}
      <Popover placement={placement ?? "bottom start"} offset={4} className={styles.popover ?? ""}>
        <Entries entries={entries} label={label} />
      </Popover>
    </MenuTrigger>
  );
}

export interface MenuPoint {
  readonly x: number;
  readonly y: number;
}

/** A menu at a point of the window (context menu). Open while `point` is not null. */
export function ContextMenu({
  entries,
  label,
  point,
  onClose,
}: {
  readonly entries: readonly MenuEntry[];
  readonly label: string;
  readonly point: MenuPoint | null;
  readonly onClose: () => void;
}) {
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <>
      <span
        ref={anchor}
        aria-hidden="true"
        className={styles.anchor}
        style={point ? { left: point.x, top: point.y } : undefined}
      />
      <Popover
        aria-label={label}
        triggerRef={anchor}
        isOpen={point !== null}
        onOpenChange={(open) => {
          if (!open) onClose();
        }}
        placement="bottom start"
        offset={2}
        className={styles.popover ?? ""}
      >
        <Entries entries={entries} label={label} onClose={onClose} />
      </Popover>
    </>
  );
}
