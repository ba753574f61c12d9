import { useState } from "react";
import { mayBeSent } from "../../../../shared/model/web-socket.ts";
import { useLanguage, useText } from "../../../i18n/language.ts";
import { closeCodeText } from "../../../i18n/messages/close-codes.ts";
import type { Language } from "../../../i18n/catalogue.ts";
import { socketRequestWords } from "../../../i18n/messages/websocket-request.ts";
import { Button } from "../../../ui/Button.tsx";
import { Field } from "../../../ui/Field.tsx";
import styles from "./CloseForm.module.css";

/** Bytes of a reason (RFC 6455 §5.5). */
const longest = 123;

/** The code and reason of a goodbye. An empty code is none; only what a close frame may carry is passed on. */
export function CloseForm({
  onClose,
}: {
  readonly onClose: (code: number | null, reason: string) => void;
}) {
  const words = useText(socketRequestWords);
  const language = useLanguage();
  const [typed, setTyped] = useState("1000");
  const [reason, setReason] = useState("");
  const code = codeOf(typed);
  const bytes = new TextEncoder().encode(reason).length;
  const wrongReason =
    bytes > longest
      ? words.reasonLong(String(bytes))
      : code === null && reason !== ""
        ? words.reasonAlone
        : undefined;
  const ready = code !== undefined && wrongReason === undefined;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onClose(code, reason);
      }}
    >
      <Field
        mono
        autoFocus
        inputRef={selected}
        label={words.code}
        value={typed}
        onChange={setTyped}
        error={code === undefined ? words.codeWrong : undefined}
        hint={
          code === undefined ? null : code === null ? words.noCode : nameOf(code, words, language)
        }
      />
      <Field label={words.reason} value={reason} onChange={setReason} error={wrongReason} />
      <div className={styles.buttons}>
        <Button dense type="submit" isDisabled={!ready}>
          {words.disconnect}
        </Button>
      </div>
    </form>
  );
}

/** What is there is the usual one: whoever types means another. */
function selected(input: HTMLInputElement | null): void {
  input?.select();
}

function nameOf(
  code: number,
  words: (typeof socketRequestWords)["en"],
  language: Language,
): string {
  if (code >= 4000) return words.codeOwn;
  return code >= 3000 ? words.codeRegistered : closeCodeText(code, language).name;
}

/** null: none is given; undefined: it may not be sent (RFC 6455 §7.4). */
function codeOf(typed: string): number | null | undefined {
  const text = typed.trim();
  if (text === "") return null;
  const code = /^\d{4}$/.test(text) ? Number(text) : 0;
  return mayBeSent(code) ? code : undefined;
}
