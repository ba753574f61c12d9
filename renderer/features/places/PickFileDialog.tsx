import { useState } from "react";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { common } from "../../i18n/messages/common.ts";
import { places } from "../../i18n/messages/places.ts";
import { closeOverlay } from "../../state/overlay.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { type Entry, FolderBrowser } from "./FolderBrowser.tsx";
import styles from "./Places.module.css";
import { parentOf, recentFolders, rememberFolder } from "./recent.ts";
import { useFolder } from "./use-folder.ts";

/** Asks for a file of this machine where the system has no dialog for it. */
export function PickFileDialog({
  title,
  done,
}: {
  readonly title: string;
  /** Called once with the file's absolute path. Cancelling is the overlay's matter. */
  readonly done: (path: string) => void;
}) {
  const app = useApp();
  const words = useText(places);
  const { cancel } = useText(common);
  const folder = useFolder(app, recentFolders(app)[0] ?? "");
  const [selected, setSelected] = useState<Entry | null>(null);
  const file = selected?.kind === "file" ? selected : null;
  const close = () => closeOverlay(app.overlay);
  const choose = (entry: Entry) => {
    rememberFolder(app, parentOf(entry.path));
    done(entry.path);
  };
  return (
    <Dialog
      title={title || words.pickTitle}
      isOpen
      size="medium"
      onClose={close}
      footer={
        <>
          <p className={styles.foot} title={file?.path}>
            {file?.path}
          </p>
          <Button onPress={close}>{cancel}</Button>
          <Button
            variant="primary"
            isDisabled={!file}
            onPress={() => {
              if (file) choose(file);
            }}
          >
            {words.pick}
          </Button>
        </>
      }
    >
      <FolderBrowser
        files
        autoFocus
        folder={folder}
        selected={selected}
        onSelect={setSelected}
        onChoose={choose}
      />
    </Dialog>
  );
}
