import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import {
  Button,
  Disclosure as AriaDisclosure,
  DisclosurePanel,
  Heading,
} from "react-aria-components";
import styles from "./Disclosure.module.css";

/** A heading that opens what is below it. While it is closed `summary` says what is inside. */
export function Disclosure({
  title,
  summary,
  note,
  isOpen,
  onOpenChange,
  children,
}: {
  readonly title: string;
  readonly summary: string;
  /** At the end of the heading: a count. */
  readonly note?: ReactNode;
  readonly isOpen: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly children: ReactNode;
}) {
  return (
    <AriaDisclosure
      isExpanded={isOpen}
      onExpandedChange={onOpenChange}
      className={styles.disclosure ?? ""}
    >
      <Heading level={3} className={styles.heading ?? ""}>
        <Button slot="trigger" className={styles.trigger ?? ""}>
          <ChevronRight size={14} aria-hidden="true" className={styles.chevron} />
          <span className={styles.title}>{title}</span>
          <span className={styles.summary}>{summary}</span>
          {note ? <span className={styles.note}>{note}</span> : null}
        </Button>
      </Heading>
      <DisclosurePanel className={styles.panel ?? ""}>{isOpen ? children : null}</DisclosurePanel>
    </AriaDisclosure>
  );
}
