import { useApp } from "../../app/app.ts";
import { closeTab, saveTab } from "../../app/tabs.ts";
import { useText } from "../../i18n/language.ts";
import { shell } from "../../i18n/messages/shell.ts";
import type { Document } from "../../state/document.ts";
import { Button } from "../../ui/Button.tsx";
import styles from "./Workspace.module.css";

/** The file changed on disk under an unsaved edit: a clear choice, nothing overwritten by itself. */
export function ConflictBar({ document }: { readonly document: Document }) {
  const app = useApp();
  const words = useText(shell);
  const { conflict, key } = document;
  if (!conflict) return null;
  const gone = conflict.hash === null;
  return (
    <div role="alert" className={styles.bar}>
      <p>{gone ? words.deletedTitle : words.changedTitle}</p>
      <Button
        dense
        onPress={() => {
          if (!gone) return void app.documents.reload(key);
          app.documents.close(key, false);
          closeTab(app, key);
        }}
      >
        {gone ? words.discard : words.useDisk}
      </Button>
      <Button dense onPress={() => void saveTab(app, key, true)}>
        {gone ? words.saveAgain : words.keepMine}
      </Button>
    </div>
  );
}
