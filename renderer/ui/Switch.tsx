import { Checkbox as AriaCheckbox, Switch as AriaSwitch } from "react-aria-components";
import { Check } from "lucide-react";
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

/** A row's own tick, in tables. */
export function Checkbox({
  label,
  children,
  isSelected,
  onChange,
  isDisabled,
  className,
}: Toggle & { readonly label?: string; readonly children?: ReactNode }) {
  return (
    <AriaCheckbox
      {...(label ? { "aria-label": label } : {})}
      isSelected={isSelected}
      onChange={onChange}
      isDisabled={isDisabled ?? false}
      className={joined(styles.checkbox, className)}
    >
      <span className={styles.box} aria-hidden="true">
        <Check size={12} strokeWidth={3} />
      </span>
      {children}
    </AriaCheckbox>
  );
}
