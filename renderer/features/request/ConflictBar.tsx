import { useText } from "../../i18n/language.ts";
import { requestWords } from "../../i18n/messages/request.ts";
import { Button } from "../../ui/Button.tsx";
import type { RequestEditorProps } from "./request-editor-props.ts";
import styles from "./ConflictBar.module.css";

/** The file changed under the edit: says so and offers both ways out. Nothing happens on its own. */
export function ConflictBar({
  conflict,
  onReload,
  onOverwrite,
}: Pick<RequestEditorProps, "conflict" | "onReload" | "onOverwrite">) {
  const words = useText(requestWords);
  if (!conflict) return null;
  const deleted = conflict.hash === null;
  return (
    <div className={styles.bar} role="alert">
      <span className={styles.text}>{deleted ? words.deleted : words.changed}</span>
      {onReload ? (
        <Button dense onPress={onReload}>
          {deleted ? words.discard : words.takeFile}
        </Button>
      ) : null}
      {onOverwrite ? (
        <Button dense onPress={onOverwrite}>
          {deleted ? words.saveAgain : words.keepMine}
        </Button>
      ) : null}
    </div>
  );
}
