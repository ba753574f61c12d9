import { MessageSquare, Plus } from "lucide-react";
import { useStore } from "zustand";
import type { SocketBody, SocketMessage } from "../../../../shared/model/request.ts";
import type { VariableView } from "../../../../shared/model/variable.ts";
import { useApp } from "../../../app/app.ts";
import { phaseOf, sendMessage } from "../../../app/socket.ts";
import { useText } from "../../../i18n/language.ts";
import { socketRequestWords } from "../../../i18n/messages/websocket-request.ts";
import { choice, choose } from "../../../state/session.ts";
import { Button } from "../../../ui/Button.tsx";
import { Empty } from "../../../ui/Empty.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { MessageEditor } from "./MessageEditor.tsx";
import { MessageList } from "./MessageList.tsx";
import styles from "./MessagesPanel.module.css";
import {
  firstShown,
  withChanged,
  withCopy,
  withMessage,
  withMoved,
  withoutMessage,
} from "./saved-messages.ts";

/** The messages a WebSocket request keeps: a list of them, and the one that is edited beside it. */
export function MessagesPanel({
  documentKey,
  body,
  variables,
  onChange,
  onConnect,
}: {
  readonly documentKey: string;
  readonly body: SocketBody;
  readonly variables: readonly VariableView[];
  readonly onChange: (body: SocketBody) => void;
  readonly onConnect: () => void;
}) {
  const app = useApp();
  const words = useText(socketRequestWords);
  const { messages } = body;
  const chosen = useStore(app.session, (session) => choice(session, documentKey, "saved", ""));
  const open = useStore(app.runs.store, ({ runs }) => phaseOf(runs[documentKey]) === "open");
  const wanted = /^\d+$/.test(chosen) ? Number(chosen) : firstShown(messages);
  const at = Math.min(wanted, messages.length - 1);
  const message = messages[at];
  const show = (next: number) => choose(app.session, documentKey, "saved", String(next));
  const put = (next: readonly SocketMessage[], shown: number) => {
    onChange({ ...body, messages: next });
    show(Math.max(0, Math.min(shown, next.length - 1)));
  };
  const add = () =>
    put(withMessage(messages, { type: message?.type ?? "text", data: "" }, words), messages.length);
  const send = async (sent: SocketMessage) => {
    const failure = await sendMessage(app, documentKey, sent);
    if (failure !== null) app.composed.failed(documentKey, failure);
  };
  if (message === undefined)
    return (
      <Empty
        icon={<MessageSquare size={20} />}
        title={words.none}
        action={<Button onPress={add}>{words.add}</Button>}
      >
        {words.noneHint}
      </Empty>
    );
  const edits = {
    duplicate: () => put(withCopy(messages, at, words), at + 1),
    remove: () => put(withoutMessage(messages, at), at),
    move: (way: -1 | 1) => {
      const next = withMoved(messages, at, way);
      if (next !== messages) put(next, at + way);
    },
  };
  return (
    <div className={styles.panel}>
      <div className={styles.columns}>
        <section className={styles.side} aria-label={words.saved}>
          <header className={styles.head}>
            <h3 className={styles.heading}>{words.saved}</h3>
            <IconButton dense label={words.add} onPress={add}>
              <Plus size={14} aria-hidden="true" />
            </IconButton>
          </header>
          <MessageList
            messages={messages}
            at={at}
            onShow={show}
            onTick={(index, selected) => put(withChanged(messages, index, { selected }), at)}
            edits={edits}
          />
        </section>
        <MessageEditor
          key={`${documentKey} ${at}`}
          messages={messages}
          at={at}
          message={message}
          variables={variables}
          open={open}
          edits={edits}
          onChange={(change) => onChange({ ...body, messages: withChanged(messages, at, change) })}
          onSend={() => (open ? void send(message) : onConnect())}
        />
      </div>
    </div>
  );
}

/** What can be done with the message that is shown. */
export interface MessageEdits {
  readonly duplicate: () => void;
  readonly remove: () => void;
  readonly move: (way: -1 | 1) => void;
}
