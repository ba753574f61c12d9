import { X } from "lucide-react";
import { type ReactNode, type RefObject, useEffect, useEffectEvent, useRef } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useText } from "../i18n/language.ts";
import { common } from "../i18n/messages/common.ts";
import { IconButton } from "./IconButton.tsx";
import styles from "./Dialog.module.css";
import { joined } from "./joined.ts";

/** A modal with a title. `size` in px of width: small 420, medium 640, large 920; `full` fills the window, and its content fills it. */
export function Dialog({
  title,
  isOpen,
  onClose,
  size = "small",
  footer,
  children,
}: {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly size?: "small" | "medium" | "large" | "full";
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}) {
  const words = useText(common);
  const dialog = useRef<HTMLElement>(null);
  useStrayKeys(dialog, isOpen, onClose);
  return (
    <ModalOverlay
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className={joined(styles.overlay, size === "full" && styles.around)}
    >
      <Modal className={joined(styles.modal, styles[size])}>
        <AriaDialog ref={dialog} className={styles.dialog ?? ""}>
          <header className={styles.header}>
            <Heading slot="title" className={styles.title ?? ""}>
              {title}
            </Heading>
            <IconButton label={words.close} dense onPress={onClose}>
              <X size={16} aria-hidden="true" />
            </IconButton>
          </header>
          <div className={styles.body}>{children}</div>
          {footer ? <footer className={styles.footer}>{footer}</footer> : null}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/**
 * What goes or is switched off while it has the focus leaves the keys to the page behind. They are the dialog's: Escape closes the one on
 * top, and any other key brings the focus back into it.
 */
function useStrayKeys(
  dialog: RefObject<HTMLElement | null>,
  isOpen: boolean,
  onClose: () => void,
): void {
  const take = useEffectEvent((event: KeyboardEvent) => {
    const top = [...document.querySelectorAll("[role=dialog]")].at(-1);
    if (document.activeElement !== document.body || top !== dialog.current) return;
    if (event.key === "Escape") onClose();
    else dialog.current?.focus();
  });
  useEffect(() => {
    if (!isOpen) return undefined;
    const listen = (event: KeyboardEvent) => take(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [isOpen]);
}
