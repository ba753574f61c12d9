import { useId, useState } from "react";
import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import { useApp } from "../../app/app.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { common } from "../../i18n/messages/common.ts";
import { failureText } from "../../i18n/messages/failures.ts";
import { places } from "../../i18n/messages/places.ts";
import { showSidebar } from "../../state/session.ts";
import { closeOverlay } from "../../state/overlay.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Field } from "../../ui/Field.tsx";
import { folderNameOf } from "./folder-name.ts";
import { NewPlace } from "./NewPlace.tsx";
import styles from "./Places.module.css";
import { inFolder, recentFolders, rememberFolder } from "./recent.ts";

/** Makes a collection: its name and where its folder goes. */
export function NewCollectionDialog() {
  const app = useApp();
  const words = useText(places);
  const text = useText(common);
  const language = useLanguage();
  const form = useId();
  const [name, setName] = useState("");
  const [parent, setParent] = useState(recentFolders(app)[0] ?? app.info.homeFolder);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const close = () => closeOverlay(app.overlay);
  const fileName = folderNameOf(name);

  const create = async () => {
    if (busy || fileName === "") return;
    setBusy(true);
    setFailure(null);
    try {
      await app.remote["collections.create"]({ parent: parent.trim(), name: name.trim() });
      rememberFolder(app, parent.trim());
      showSidebar(app.session, true);
      close();
    } catch (thrown) {
      setFailure(toFailure(thrown));
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={words.newTitle}
      isOpen
      size="medium"
      onClose={close}
      footer={
        <>
          <Button onPress={close}>{text.cancel}</Button>
          <Button
            variant="primary"
            type="submit"
            form={form}
            isDisabled={busy || fileName === "" || parent.trim() === ""}
          >
            {words.create}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className={styles.column}
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <Field
          autoFocus
          label={text.name}
          placeholder={words.newNameHint}
          value={name}
          onChange={setName}
        />
        <NewPlace parent={parent} onParent={setParent} />
        <p className={styles.note}>
          {fileName === "" ? (
            ""
          ) : (
            <>
              {words.willBe} <code>{inFolder(parent.trim(), fileName)}</code>
            </>
          )}
        </p>
        <p role="alert" className={styles.failure}>
          {failure === null ? "" : failureText(failure, language)}
        </p>
      </form>
    </Dialog>
  );
}
