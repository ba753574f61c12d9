import type { ReactNode } from "react";
import { Tooltip as AriaTooltip, TooltipTrigger } from "react-aria-components";
import { Keys } from "./Keys.tsx";
import styles from "./Tooltip.module.css";

/** Names what the pointer or the focus is on. The child must be focusable. */
export function Tooltip({
  label,
  keys,
  children,
}: {
  readonly label: ReactNode;
  readonly keys?: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {children}
      <AriaTooltip offset={6} className={styles.tooltip ?? ""}>
        {label}
        {keys ? <Keys keys={keys} /> : null}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
