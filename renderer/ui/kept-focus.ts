import { useState } from "react";
import type { ButtonProps } from "react-aria-components";

type Switched = Pick<ButtonProps, "isDisabled" | "isPending" | "onFocusChange">;

/**
 * A button that is switched off while it has the focus (it was pressed and works, or there is nothing left to do) would hand the focus to
 * the page. It keeps it and cannot be pressed, and is switched off for good once the focus has gone elsewhere.
 */
export function useKeptFocus({ isDisabled, isPending, onFocusChange }: Switched): Switched {
  const [focused, setFocused] = useState(false);
  const held = isDisabled === true && focused;
  return {
    isDisabled: isDisabled === true && !held,
    isPending: isPending === true || held,
    onFocusChange: (now) => {
      setFocused(now);
      onFocusChange?.(now);
    },
  };
}
