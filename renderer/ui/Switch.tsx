import { Switch as AriaSwitch } from "react-aria-components";
import type { ReactNode } from "react";
import styles from "./Switch.module.css";
import { joined } from "./joined.ts";

interface Toggle {
  readonly isSelected: boolean;
  readonly onChange: (on: boolean) => void;
  readonly isDisabled?: boolean;
  readonly className?: string | undefined;
}

/** On or off at once. Give children (drawn) or `label` (spoken). */
export function Switch({
  label,
  children,
  isSelected,
  onChange,
  isDisabled,
  className,
}: Toggle & { readonly label?: string; readonly children?: ReactNode }) {
  return (
    <AriaSwitch
      {...(label ? { "aria-label": label } : {})}
      isSelected={isSelected}
      onChange={onChange}
      isDisabled={isDisabled ?? false}
      className={joined(styles.switch, className)}
    >
      <span className={styles.track} aria-hidden="true">
        <span className={styles.thumb} />
      </span>
      {children}
    </AriaSwitch>
  );
}
