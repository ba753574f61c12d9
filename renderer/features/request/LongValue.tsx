import { useState } from "react";
import { useText } from "../../i18n/language.ts";
import { common } from "../../i18n/messages/common.ts";
import { requestWords } from "../../i18n/messages/request.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { VariableField, type VariableFieldProps } from "../variables/VariableField.tsx";
import styles from "./LongValue.module.css";

/**
 * A value cell. One line is edited in place; a value of several lines (a key, a certificate) opens in a window of its
 * own, because a single-line field would drop its line breaks.
 */
export function ValueCell(props: VariableFieldProps) {
  const words = useText(requestWords);
  const [open, setOpen] = useState(false);
  const lines = props.value.split("\n");
  if (lines.length === 1 && !open) {
    return (
      <VariableField
        look="cell"
        {...props}
        onPasteText={(text) => {
          if (props.onPasteText?.(text)) return true;
          if (!text.startsWith("-----BEGIN ")) return false;
          props.onChange(text.replace(/\r\n?/g, "\n"));
          return true;
        }}
      />
    );
  }
  return (
    <>
      <button
        type="button"
        className={styles.long}
        aria-label={words.editLong(props.label)}
        onClick={() => setOpen(true)}
      >
        <span className={styles.first}>{lines[0]}</span>
        <span className={styles.count}>{words.longValue(String(lines.length))}</span>
      </button>
      {open ? (
        <LongValueDialog
          label={props.label}
          value={props.value}
          onChange={props.onChange}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}

function LongValueDialog({
  label,
  value,
  onChange,
  onClose,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onClose: () => void;
}) {
  const words = useText(common);
  return (
    <Dialog
      title={label}
      size="medium"
      isOpen
      onClose={onClose}
      footer={<Button onPress={onClose}>{words.close}</Button>}
    >
      <TextArea mono label={label} value={value} onChange={onChange} className={styles.area} />
    </Dialog>
  );
}
