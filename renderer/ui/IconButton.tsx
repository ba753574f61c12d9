import type { ReactNode } from "react";
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  ToggleButton,
} from "react-aria-components";
import styles from "./Button.module.css";
import { joined } from "./joined.ts";
import { useKeptFocus } from "./kept-focus.ts";
import { Tooltip } from "./Tooltip.tsx";

interface Named {
  /** The accessible name, shown in the tooltip. */
  readonly label: string;
  /** Key text such as "Mod+S", shown in the tooltip. */
  readonly keys?: string | undefined;
  readonly dense?: boolean;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A 16 px icon as a button, with a name for assistive technology and a tooltip. */
export function IconButton({
  label,
  keys,
  dense,
  className,
  ...rest
}: Named & Omit<AriaButtonProps, "className" | "style" | "children">) {
  return (
    <Tooltip label={label} keys={keys}>
      <AriaButton
        {...rest}
        {...useKeptFocus(rest)}
        aria-label={label}
        className={joined(styles.button, styles.icon, dense && styles.dense, className)}
      />
    </Tooltip>
  );
}

/** An icon that stays pressed. */
export function IconToggle({
  label,
  keys,
  dense,
  className,
  isSelected,
  onChange,
  children,
}: Named & { readonly isSelected: boolean; readonly onChange: (on: boolean) => void }) {
  return (
    <Tooltip label={label} keys={keys}>
      <ToggleButton
        aria-label={label}
        isSelected={isSelected}
        onChange={onChange}
        className={joined(styles.button, styles.icon, dense && styles.dense, className)}
      >
        {children}
      </ToggleButton>
    </Tooltip>
  );
}
