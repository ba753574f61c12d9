import { RotateCcw } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { actions } from "../../actions/list.ts";
import { keysOf, pressedKeys } from "../../actions/keyboard.ts";
import { keyText } from "../../ui/key-text.ts";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { type ActionId, actionTitles } from "../../i18n/messages/actions.ts";
import { settings as messages } from "../../i18n/messages/settings.ts";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import styles from "./Settings.module.css";
import { useSettings } from "./use-settings.ts";

/** Every action's keys, each changeable. */
export function KeyList() {
  const { info } = useApp();
  const words = useText(messages);
  const titles = useText(actionTitles);
  const [settings, update] = useSettings();
  const [recording, setRecording] = useState<ActionId | null>(null);

  const setKeys = (id: ActionId, keys: string | null) => {
    const { [id]: _, ...rest } = settings.keys;
    update({ keys: keys === null ? rest : { ...rest, [id]: keys } });
    setRecording(null);
  };
  const record = (event: KeyboardEvent, id: ActionId) => {
    if (recording !== id) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") return setRecording(null);
    if (event.key === "Backspace") return setKeys(id, "");
    const keys = pressedKeys(event.nativeEvent);
    if (keys !== null && event.key !== "Tab") setKeys(id, keys);
  };
  const other = (id: ActionId, keys: string | null) =>
    keys === null
      ? undefined
      : actions.find(
          (action) => action.id !== id && keysOf(action, settings.keys, info.host) === keys,
        );

  return (
    <div className={styles.page}>
      <p className={styles.hint}>{words.keyHint}</p>
      {actions.map((action) => {
        const keys = keysOf(action, settings.keys, info.host);
        const clash = other(action.id, keys);
        const title = titles[action.id];
        return (
          <div
            key={action.id}
            className={styles.keyLine}
            onKeyDownCapture={(event) => record(event, action.id)}
          >
            <div className={styles.words}>
              <span>{title}</span>
              {clash && clash.id !== action.id ? (
                <p className={styles.hint}>{words.taken(titles[clash.id])}</p>
              ) : null}
            </div>
            <Button
              dense
              variant="quiet"
              className={styles.keyButton}
              aria-label={words.changeKeys(title)}
              onPress={() => setRecording(action.id)}
              onBlur={() => setRecording((now) => (now === action.id ? null : now))}
            >
              {recording === action.id ? words.press : keys ? keyText(keys) : words.noKeys}
            </Button>
            {settings.keys[action.id] === undefined ? (
              <span />
            ) : (
              <IconButton
                label={words.resetKeys(title)}
                dense
                onPress={() => setKeys(action.id, null)}
              >
                <RotateCcw size={14} aria-hidden="true" />
              </IconButton>
            )}
          </div>
        );
      })}
    </div>
  );
}
