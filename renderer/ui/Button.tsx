import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components";
import styles from "./Button.module.css";
import { joined } from "./joined.ts";
import { useKeptFocus } from "./kept-focus.ts";

export interface ButtonProps extends Omit<AriaButtonProps, "className" | "style"> {
  /** One `primary` a screen at most. `quiet` has no border until hovered. */
  readonly variant?: "primary" | "default" | "quiet" | "danger";
  readonly dense?: boolean;
  readonly className?: string | undefined;
}

/** A button with words. For an icon alone use IconButton, which demands a name. */
export function Button({ variant = "default", dense, className, ...rest }: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      {...useKeptFocus(rest)}
      className={joined(styles.button, styles[variant], dense && styles.dense, className)}
    />
  );
}
