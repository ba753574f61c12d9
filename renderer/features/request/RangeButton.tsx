import { Scissors } from "lucide-react";
import { useState } from "react";
import {
  asksForRange,
  type ByteSpan,
  rangeText,
  withoutRange,
  withRange,
} from "../../../shared/model/range-request.ts";
import type { Row } from "../../../shared/model/request.ts";
import { useText } from "../../i18n/language.ts";
import { rangeWords } from "../../i18n/messages/ranges.ts";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Popup } from "../../ui/Popup.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import styles from "./RangeButton.module.css";

/** Asks for a part of the body: writes a Range row among the headers, where it can be seen, changed and removed. */
export function RangeButton({
  rows,
  onChange,
}: {
  readonly rows: readonly Row[];
  readonly onChange: (rows: readonly Row[]) => void;
}) {
  const words = useText(rangeWords);
  const [open, setOpen] = useState(false);
  return (
    <Popup
      label={words.title}
      isOpen={open}
      onOpenChange={setOpen}
      trigger={
        <IconButton label={words.ask} dense>
          <Scissors size={14} aria-hidden="true" />
        </IconButton>
      }
    >
      <RangeForm
        rows={rows}
        onChange={(next) => {
          onChange(next);
          setOpen(false);
        }}
      />
    </Popup>
  );
}

function RangeForm({
  rows,
  onChange,
}: {
  readonly rows: readonly Row[];
  readonly onChange: (rows: readonly Row[]) => void;
}) {
  const words = useText(rangeWords);
  const [mode, setMode] = useState<ByteSpan["kind"]>("from");
  const [first, setFirst] = useState("0");
  const [last, setLast] = useState("1023");
  const [count, setCount] = useState("1024");
  const span = spanOf(mode, first, last, count);
  const asks = asksForRange(rows);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (span !== null) onChange(withRange(rows, span, null));
      }}
    >
      <Segmented
        label={words.mode}
        value={mode}
        onChange={setMode}
        options={[
          { id: "from", label: words.from },
          { id: "last", label: words.last },
        ]}
      />
      {mode === "from" ? (
        <div className={styles.pair}>
          <Field mono autoFocus label={words.firstByte} value={first} onChange={setFirst} />
          <Field
            mono
            label={words.lastByte}
            placeholder={words.toEnd}
            value={last}
            onChange={setLast}
          />
        </div>
      ) : (
        <Field mono autoFocus label={words.count} value={count} onChange={setCount} />
      )}
      <p className={styles.preview} role="status">
        {span === null ? words.wrong : <code>Range: {rangeText(span)}</code>}
      </p>
      <div className={styles.buttons}>
        {asks ? (
          <Button dense onPress={() => onChange(withoutRange(rows))}>
            {words.remove}
          </Button>
        ) : null}
        <Button dense type="submit" isDisabled={span === null}>
          {asks ? words.replace : words.write}
        </Button>
      </div>
    </form>
  );
}

/** null: not a range. An empty last byte is the end. */
function spanOf(
  mode: ByteSpan["kind"],
  first: string,
  last: string,
  count: string,
): ByteSpan | null {
  const whole = (text: string) => (/^\d{1,15}$/.test(text.trim()) ? Number(text) : null);
  if (mode === "last") {
    const some = whole(count);
    return some === null || some === 0 ? null : { kind: "last", count: some };
  }
  const from = whole(first);
  const to = whole(last);
  if (from === null) return null;
  if (last.trim() === "") return { kind: "from", first: from, last: null };
  return to === null || to < from ? null : { kind: "from", first: from, last: to };
}
