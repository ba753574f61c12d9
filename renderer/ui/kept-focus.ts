import { useState } from "react";
import type { ButtonProps } from "react-aria-components";

type Switched = Pick<
  ButtonProps,
  "isDisabled" | "onFocusChange" | "onPress" | "type" | "aria-disabled"
>;

/**
 * A button that is switched off while it has the focus (it was pressed and works, or there is nothing left to do) would hand the focus to
 * the page. It keeps it and cannot be pressed, and is switched off for good once the focus has gone elsewhere.
 */
export function useKeptFocus({ isDisabled, onFocusChange }: Switched): Switched {
  const [focused, setFocused] = useState(false);
  return {
    onFocusChange: (now) => {
      setFocused(now);
      onFocusChange?.(now);
    },
    ...(isDisabled === true && focused
      ? { isDisabled: false, "aria-disabled": true, onPress: () => undefined, type: "button" }
      : {}),
  };
}
