import { Button, type ButtonProps } from "react-aria-components";

/** A button without a look of its own: for rows, cards and fields that draw themselves. */
export function BareButton(props: ButtonProps) {
  return <Button {...props} />;
}
