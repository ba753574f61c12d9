import { useState } from "react";
import { useApp } from "../../app/app.ts";
import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { common } from "../../i18n/messages/common.ts";
import { failureSentences } from "../../i18n/messages/failures.ts";
import { places } from "../../i18n/messages/places.ts";
import { closeOverlay } from "../../state/overlay.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { type Entry, FolderBrowser } from "./FolderBrowser.tsx";
import styles from "./Places.module.css";
import { parentOf, recentFolders, rememberFolder } from "./recent.ts";
import { useFolder } from "./use-folder.ts";

/** Asks for a file or a folder of this machine where the system has no dialog for it. */
export function PickFileDialog({
  what,
  title,
  done,
}: {
  readonly what: "file" | "folder";
  readonly title: string;
  /** Called once with the absolute path, when it may be read. Cancelling is the overlay's matter. */
  readonly done: (path: string) => void;
}) {
  const app = useApp();
  const words = useText(places);
  const { cancel } = useText(common);
  const language = useLanguage();
  const folder = useFolder(app, recentFolders(app)[0] ?? "", true);
  const [selected, setSelected] = useState<Entry | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  // A folder that is looked into and in which none is selected is meant itself.
  const chosen =
    what === "file"
      ? selected?.kind === "file"
        ? selected.path
        : null
      : (selected?.path ?? folder.listing?.path ?? null);
  const close = () => closeOverlay(app.overlay);
  // Open until the file may be sent: closed before, it would let a request go without the file that was chosen for it.
  const choose = async (path: string) => {
    if (busy) return;
    setBusy(true);
    try {
      await app.remote["files.grant"]({ file: path });
    } catch (thrown) {
      setBusy(false);
      setFailure(toFailure(thrown));
      return;
    }
    // Cancelled meanwhile: the question was answered.
    if (app.overlay.getState().overlay.kind !== "pick-file") return;
    rememberFolder(app, parentOf(path));
    done(path);
  };
  return (
    <Dialog
      title={title || words.pickTitle}
      isOpen
      size="medium"
      onClose={close}
      footer={
        <>
          <p className={styles.foot} title={chosen ?? undefined}>
            {chosen}
          </p>
          <Button onPress={close}>{cancel}</Button>
          <Button
            variant="primary"
            isDisabled={chosen === null || busy}
            onPress={() => {
              if (chosen !== null) void choose(chosen);
            }}
          >
            {words.pick}
          </Button>
        </>
      }
    >
      <FolderBrowser
        files={what === "file"}
        autoFocus
        folder={folder}
        selected={selected}
        onSelect={(entry) => {
          setSelected(entry);
          setFailure(null);
        }}
        onChoose={({ path }) => void choose(path)}
      />
      {failure === null ? null : (
        <p role="alert" className={styles.failure}>
          {Object.values(failureSentences(failure, language)).join(" ")}
        </p>
      )}
    </Dialog>
  );
}
