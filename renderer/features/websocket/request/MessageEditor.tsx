import { ChevronDown, ChevronUp, Copy, Trash2 } from "lucide-react";
import { useState } from "react";
import { lineAndColumn } from "../../../../shared/formats/json/templated.ts";
import { base64ToBytes, bytesToBase64 } from "../../../../shared/model/raw-bytes.ts";
import type { SocketMessage, SocketMessageType } from "../../../../shared/model/request.ts";
import type { VariableView } from "../../../../shared/model/variable.ts";
import { Editor } from "../../../editor/Editor.tsx";
import { useText } from "../../../i18n/language.ts";
import { requestPartsWords } from "../../../i18n/messages/request-parts.ts";
import { socketRequestWords } from "../../../i18n/messages/websocket-request.ts";
import { Button } from "../../../ui/Button.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Segmented } from "../../../ui/Segmented.tsx";
import { Select } from "../../../ui/Select.tsx";
import { Tooltip } from "../../../ui/Tooltip.tsx";
import { HexEditor } from "../../request/HexEditor.tsx";
import { layOutJson } from "../../request/json-layout.ts";
import { hasPage, useGoTo } from "../../variables/go-to.ts";
import type { MessageEdits } from "./MessagesPanel.tsx";
import styles from "./MessagesPanel.module.css";
import { titleOf } from "./saved-messages.ts";

const types: readonly SocketMessageType[] = ["text", "json", "xml", "binary"];

/** One saved message: its title, its type, its text or bytes. */
export function MessageEditor({
  messages,
  at,
  message,
  variables,
  open,
  edits,
  onChange,
  onSend,
}: {
  readonly messages: readonly SocketMessage[];
  readonly at: number;
  readonly message: SocketMessage;
  readonly variables: readonly VariableView[];
  readonly open: boolean;
  readonly edits: MessageEdits;
  readonly onChange: (change: Partial<SocketMessage>) => void;
  /** Sends it when the WebSocket is open, else connects. */
  readonly onSend: () => void;
}) {
  const words = useText(socketRequestWords);
  const parts = useText(requestPartsWords);
  const goTo = useGoTo();
  const [form, setForm] = useState<"hex" | "base64">("hex");
  const [wrong, setWrong] = useState<{ text: string; line: number; column: number } | null>(null);
  const title = titleOf(messages, at, words);
  const { type, data } = message;
  const bytes = type === "binary" ? base64ToBytes(data) : null;
  const asHex = bytes !== null && form === "hex";
  const layOut = () => {
    const laid = layOutJson(data, "indent");
    if (laid.kind === "invalid") setWrong({ text: data, ...lineAndColumn(data, laid.errorAt) });
    else onChange({ data: laid.text });
  };
  // Said until the text is another one.
  const fault = type === "json" && wrong?.text === data ? wrong : null;
  const problem = fault
    ? parts.notJson(String(fault.line), String(fault.column))
    : type === "binary" && bytes === null
      ? words.notBase64
      : null;
  return (
    <section className={styles.one} aria-label={title}>
      <header className={styles.head}>
        <input
          className={styles.title}
          aria-label={words.title}
          placeholder={title}
          value={message.title}
          spellCheck={false}
          onChange={(event) => onChange({ title: event.currentTarget.value })}
        />
        <Select
          quiet
          className={styles.type}
          label={words.type}
          options={types.map((id) => ({ id, label: words.types[id] }))}
          value={type}
          onChange={(next) => onChange(retyped(message, next))}
        />
        {type === "json" ? (
          <Button dense variant="quiet" onPress={layOut}>
            {parts.format}
          </Button>
        ) : null}
        {bytes === null ? null : (
          <Segmented
            label={words.bytesAs}
            options={[
              { id: "hex", label: words.kinds.hex },
              { id: "base64", label: words.kinds.base64 },
            ]}
            value={form}
            onChange={setForm}
          />
        )}
        <span className={styles.tools}>
          <IconButton
            dense
            label={words.up}
            keys="Alt+ArrowUp"
            isDisabled={at === 0}
            onPress={() => edits.move(-1)}
          >
            <ChevronUp size={14} aria-hidden="true" />
          </IconButton>
          <IconButton
            dense
            label={words.down}
            keys="Alt+ArrowDown"
            isDisabled={at === messages.length - 1}
            onPress={() => edits.move(1)}
          >
            <ChevronDown size={14} aria-hidden="true" />
          </IconButton>
          <IconButton dense label={words.duplicate} keys="Mod+D" onPress={edits.duplicate}>
            <Copy size={14} aria-hidden="true" />
          </IconButton>
          <IconButton dense label={words.remove} keys="Delete" onPress={edits.remove}>
            <Trash2 size={14} aria-hidden="true" />
          </IconButton>
        </span>
        <Tooltip label={open ? words.sendHint : words.sendClosed}>
          <Button dense isDisabled={!open} onPress={onSend}>
            {words.send}
          </Button>
        </Tooltip>
      </header>
      {problem === null ? null : (
        <p className={styles.wrong} role="status">
          {problem}
        </p>
      )}
      {asHex ? (
        <HexEditor
          label={words.content(title)}
          bytes={bytes}
          onChange={(next) => onChange({ data: bytesToBase64(next) })}
        />
      ) : (
        <Editor
          className={styles.editor}
          label={words.content(title)}
          language={type === "json" || type === "xml" ? type : "plaintext"}
          value={data}
          variables={type === "binary" ? undefined : variables}
          canGoTo={hasPage}
          onGoTo={goTo}
          onSubmit={onSend}
          onChange={(next) => onChange({ data: next })}
        />
      )}
    </section>
  );
}

/** Text becomes its bytes; bytes become their text where they are UTF-8, else they stay as base64. */
function retyped({ type, data }: SocketMessage, next: SocketMessageType): Partial<SocketMessage> {
  if (next === type) return {};
  if (next === "binary") return { type: next, data: bytesToBase64(new TextEncoder().encode(data)) };
  if (type !== "binary") return { type: next };
  const bytes = base64ToBytes(data);
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      bytes ?? new Uint8Array(0),
    );
    return bytes === null ? { type: next } : { type: next, data: text };
  } catch {
    return { type: next };
  }
}
