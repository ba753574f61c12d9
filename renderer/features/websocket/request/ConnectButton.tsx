import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import { useApp } from "../../../app/app.ts";
import { closeSocket, phaseOf } from "../../../app/socket.ts";
import { useText } from "../../../i18n/language.ts";
import { requestWords } from "../../../i18n/messages/request.ts";
import { socketRequestWords } from "../../../i18n/messages/websocket-request.ts";
import { Button } from "../../../ui/Button.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Popup } from "../../../ui/Popup.tsx";
import { Tooltip } from "../../../ui/Tooltip.tsx";
import { CloseForm } from "./CloseForm.tsx";
import styles from "./ConnectButton.module.css";

/** What stands where Send is: Connect, then Cancel until the server has answered, then Disconnect, and what ends it when the server does not. */
export function ConnectButton({
  documentKey,
  onConnect,
  onCancel,
}: {
  readonly documentKey: string;
  readonly onConnect: () => void;
  readonly onCancel: () => void;
}) {
  const app = useApp();
  const words = useText(socketRequestWords);
  const request = useText(requestWords);
  const phase = useStore(app.runs.store, ({ runs }) => phaseOf(runs[documentKey]));
  const [asks, setAsks] = useState(false);
  const close = (code: number | null, reason: string) =>
    void closeSocket(app, documentKey, code, reason);
  const { label, hint, keys, press } = {
    idle: { label: words.connect, hint: words.connectHint, keys: "Mod+Enter", press: onConnect },
    connecting: { label: request.cancel, hint: words.cancelHint, keys: "Escape", press: onCancel },
    open: {
      label: words.disconnect,
      hint: words.disconnectHint,
      keys: undefined,
      press: () => close(1000, ""),
    },
    closing: { label: words.cutOff, hint: words.cutOffHint, keys: "Escape", press: onCancel },
  }[phase];
  return (
    <div className={styles.group} data-phase={phase}>
      <Tooltip label={hint} keys={keys}>
        <Button
          variant={phase === "idle" ? "primary" : "default"}
          className={styles.main}
          data-focus="send"
          onPress={press}
        >
          {label}
        </Button>
      </Tooltip>
      {phase === "open" ? (
        <Popup
          label={words.closeWith}
          isOpen={asks}
          onOpenChange={setAsks}
          trigger={
            <IconButton label={words.closeWith} className={styles.more}>
              <ChevronDown size={14} aria-hidden="true" />
            </IconButton>
          }
        >
          <CloseForm
            onClose={(code, reason) => {
              setAsks(false);
              close(code, reason);
            }}
          />
        </Popup>
      ) : null}
    </div>
  );
}
