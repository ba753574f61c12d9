import { X } from "lucide-react";
import type { ReactNode, Ref } from "react";
import {
  Button,
  FieldError,
  Input,
  Label,
  SearchField as AriaSearchField,
  Text,
  TextField,
  type TextFieldProps,
} from "react-aria-components";
import styles from "./Field.module.css";
import { joined } from "./joined.ts";

export interface FieldProps extends Omit<TextFieldProps, "className" | "style" | "children"> {
  /** Drawn above the field; use `aria-label` instead for a field whose place names it. */
  readonly label?: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly placeholder?: string;
  readonly mono?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly className?: string | undefined;
}

/** One line of text. */
export function Field({
  label,
  hint,
  error,
  placeholder,
  mono,
  inputRef,
  className,
  ...rest
}: FieldProps) {
  return (
    // An error said by main is no reason for the browser to refuse the form: what was typed since may be right.
    <TextField
      {...rest}
      validationBehavior="aria"
      isInvalid={Boolean(error)}
      className={joined(styles.field, className)}
    >
      {label ? <Label className={styles.label ?? ""}>{label}</Label> : null}
      <Input
        {...(inputRef ? { ref: inputRef } : {})}
        {...(placeholder === undefined ? {} : { placeholder })}
        spellCheck={false}
        autoComplete="off"
        autoCorrect="off"
        autoCapitalize="off"
        className={joined(styles.input, mono && styles.mono)}
      />
      {hint ? (
        <Text slot="description" className={styles.hint ?? ""}>
          {hint}
        </Text>
      ) : null}
      <FieldError className={styles.error ?? ""}>{error}</FieldError>
    </TextField>
  );
}

/** A filter box with a clear button. Escape clears it, Enter takes what it found. */
export function SearchField({
  label,
  value,
  onChange,
  placeholder,
  clearLabel,
  inputRef,
  autoFocus = false,
  onSubmit,
  className,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly clearLabel: string;
  readonly inputRef?: Ref<HTMLInputElement>;
  /** In a dialog whose first act it is. */
  readonly autoFocus?: boolean;
  readonly onSubmit?: () => void;
  readonly className?: string | undefined;
}) {
  return (
    <AriaSearchField
      aria-label={label}
      value={value}
      onChange={onChange}
      autoFocus={autoFocus}
      {...(onSubmit ? { onSubmit } : {})}
      className={joined(styles.search, className)}
    >
      <Input
        {...(inputRef ? { ref: inputRef } : {})}
        {...(placeholder === undefined ? {} : { placeholder })}
        spellCheck={false}
        className={styles.input ?? ""}
      />
      {value === "" ? null : (
        <Button aria-label={clearLabel} className={styles.clear ?? ""}>
          <X size={14} aria-hidden="true" />
        </Button>
      )}
    </AriaSearchField>
  );
}
