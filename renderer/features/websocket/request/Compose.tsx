import { Activity, BookmarkPlus, History } from "lucide-react";
import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import type { SocketBody } from "../../../../shared/model/request.ts";
import type { VariableView } from "../../../../shared/model/variable.ts";
import { references } from "../../../../shared/template/references.ts";
import { notYetKnown, viewNamed } from "../../../../shared/template/variable-views.ts";
import { focusPlace } from "../../../actions/focus-place.ts";
import { useApp } from "../../../app/app.ts";
import { phaseOf, pingSocket } from "../../../app/socket.ts";
import { useLanguage, useText } from "../../../i18n/language.ts";
import { failureSentences } from "../../../i18n/messages/failures.ts";
import { socketRequestWords } from "../../../i18n/messages/websocket-request.ts";
import type { Composed, ComposedKind } from "../../../state/composed.ts";
import { Button } from "../../../ui/Button.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { MenuButton, type MenuEntry } from "../../../ui/Menu.tsx";
import { Select } from "../../../ui/Select.tsx";
import { Tooltip } from "../../../ui/Tooltip.tsx";
import { VariableArea } from "../../variables/VariableArea.tsx";
import styles from "./Compose.module.css";
import { composedOf, firstLine, titleOf, withKept } from "./saved-messages.ts";

const kinds: readonly ComposedKind[] = ["text", "json", "xml", "base64", "hex"];

/** The box a message is written in, under every page of a WebSocket request. */
export function Compose({
  documentKey,
  body,
  variables,
  onChange,
  onSend,
}: {
  readonly documentKey: string;
  readonly body: SocketBody;
  readonly variables: readonly VariableView[];
  readonly onChange: (body: SocketBody) => void;
  /** Sends what is written when the WebSocket is open, else connects. */
  readonly onSend: () => void;
}) {
  const app = useApp();
  const words = useText(socketRequestWords);
  const language = useLanguage();
  const { composed } = app;
  const box = useStore(composed.store, ({ boxes }) => boxes[documentKey]);
  const phase = useStore(app.runs.store, ({ runs }) => phaseOf(runs[documentKey]));
  const now = box?.now ?? composed.get(documentKey);
  const open = phase === "open";
  useFocusWhenOpen(open);
  const bytes = now.kind === "hex" || now.kind === "base64";
  const unknown = bytes ? null : unknownIn(now.text, variables);
  const failed = box?.failure ? failureSentences(box.failure, language).what : "";
  const put = (next: Partial<Composed>) => composed.put(documentKey, { ...now, ...next });
  const take = (next: Composed) => {
    composed.put(documentKey, next);
    focusPlace("message", "textarea");
  };
  if (!open && phase !== "closing" && now.text === "") return null;
  const recalled: readonly MenuEntry[] = [
    ...body.messages.map((message, at) => ({
      id: `saved ${at}`,
      label: titleOf(body.messages, at, words),
      icon: <BookmarkPlus size={14} aria-hidden="true" />,
      run: () => take(composedOf(message)),
    })),
    ...(body.messages.length > 0 && (box?.sent.length ?? 0) > 0
      ? [{ kind: "separator", id: "line" } as const]
      : []),
    ...(box?.sent ?? []).toReversed().map((sent, at) => ({
      id: `sent ${at}`,
      label: firstLine(sent.text),
      icon: <History size={14} aria-hidden="true" />,
      run: () => take(sent),
    })),
  ];
  return (
    <section className={styles.box} aria-label={words.compose} data-focus="message">
      <VariableArea
        height={heightOf(now.text)}
        label={words.compose}
        placeholder={words.composePlaceholder}
        variables={bytes ? [] : variables}
        value={now.text}
        onChange={(text) => put({ text })}
        onSubmit={onSend}
        onRecall={(way) => composed.recall(documentKey, way)}
      />
      <div className={styles.bar}>
        <Select
          quiet
          className={styles.kind}
          label={words.composeKind}
          options={kinds.map((id) => ({ id, label: words.kinds[id] }))}
          value={now.kind}
          onChange={(kind) => put({ kind })}
        />
        {recalled.length === 0 ? null : (
          <MenuButton label={words.recall} entries={recalled} placement="top start">
            <IconButton dense label={words.recall}>
              <History size={14} aria-hidden="true" />
            </IconButton>
          </MenuButton>
        )}
        {now.text === "" ? null : (
          <IconButton
            dense
            label={words.keep}
            onPress={() => onChange({ ...body, messages: withKept(body.messages, now, words) })}
          >
            <BookmarkPlus size={14} aria-hidden="true" />
          </IconButton>
        )}
        <p className={styles.said} data-failed={failed !== "" || undefined} role="status">
          {failed || (unknown === null ? "" : words.unknown(unknown))}
        </p>
        {open ? (
          <IconButton dense label={words.ping} onPress={() => void pingSocket(app, documentKey)}>
            <Activity size={14} aria-hidden="true" />
          </IconButton>
        ) : null}
        <Tooltip label={open ? words.sendHint : words.sendClosed} keys="Mod+Enter">
          <Button dense isDisabled={!open || now.text === ""} onPress={onSend}>
            {words.send}
          </Button>
        </Tooltip>
      </div>
    </section>
  );
}

/** px: two to six lines, and the space around them. */
function heightOf(text: string): number {
  const lines = text.split("\n", 6).length;
  return 20 * Math.max(2, lines) + 20;
}

/** A variable of the text that nobody defined: it is sent as it is typed. */
function unknownIn(text: string, variables: readonly VariableView[]): string | null {
  if (variables === notYetKnown) return null;
  return references(text).find(({ name }) => viewNamed(variables, name) === null)?.name ?? null;
}

/** Whoever connected goes on with a message: the focus goes there from the URL and the button, and from nowhere else. */
function useFocusWhenOpen(open: boolean): void {
  const before = useRef(open);
  useEffect(() => {
    const opened = open && !before.current;
    before.current = open;
    if (!opened) return;
    const at = document.activeElement;
    if (at === document.body || at?.closest("[data-focus=send], [data-focus=url]"))
      focusPlace("message", "textarea");
  }, [open]);
}
