import type { ReactNode, RefObject } from "react";
import { Popover, type PopoverProps } from "react-aria-components";
import styles from "./Float.module.css";
import { joined } from "./joined.ts";

/** A panel by an element that leaves the focus where it is: suggestions, cards. The caller opens and closes it. */
export function Float({
  anchor,
  isOpen,
  onClose,
  placement = "bottom start",
  className,
  children,
}: {
  readonly anchor: RefObject<Element | null>;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly placement?: PopoverProps["placement"];
  readonly className?: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <Popover
      isNonModal
      triggerRef={anchor}
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      placement={placement ?? "bottom start"}
      offset={6}
      className={joined(styles.float, className)}
    >
      {children}
    </Popover>
  );
}
