import type { ReactElement, ReactNode } from "react";
import { Dialog, DialogTrigger, Popover, type PopoverProps } from "react-aria-components";
import styles from "./Popup.module.css";
import { joined } from "./joined.ts";

/** A button (`trigger`) that opens a panel with controls of its own. It takes the focus and gives it back; Escape closes it. */
export function Popup({
  label,
  trigger,
  isOpen,
  onOpenChange,
  placement = "bottom end",
  className,
  children,
}: {
  readonly label: string;
  readonly trigger: ReactElement;
  readonly isOpen: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly placement?: PopoverProps["placement"];
  readonly className?: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={onOpenChange}>
      {trigger}
      <Popover
        placement={placement ?? "bottom end"}
        offset={4}
        className={joined(styles.popup, className)}
      >
        <Dialog aria-label={label} className={styles.dialog ?? ""}>
          {children}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
