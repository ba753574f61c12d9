import { useId, useState } from "react";
import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { common } from "../../i18n/messages/common.ts";
import { places } from "../../i18n/messages/places.ts";
import { showSidebar } from "../../state/session.ts";
import { closeOverlay } from "../../state/overlay.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Field } from "../../ui/Field.tsx";
import { type Entry, FolderBrowser } from "./FolderBrowser.tsx";
import { folderNameOf } from "./folder-name.ts";
import styles from "./Places.module.css";
import { inFolder, recentFolders, rememberFolder } from "./recent.ts";
import { useFolder } from "./use-folder.ts";

/** Makes a collection: its name and where its folder goes. */
export function NewCollectionDialog() {
  const app = useApp();
  const words = useText(places);
  const text = useText(common);
  const form = useId();
  const folder = useFolder(app, recentFolders(app)[0] ?? "");
  const [name, setName] = useState("");
  const [parent, setParent] = useState(recentFolders(app)[0] ?? app.info.homeFolder);
  const [choosing, setChoosing] = useState(false);
  const [selected, setSelected] = useState<Entry | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const close = () => closeOverlay(app.overlay);
  const fileName = folderNameOf(name);

  const choose = async () => {
    if (!app.info.capabilities.nativeDialogs) return setChoosing(!choosing);
    const chosen = await app.remote["dialogs.openFolder"]({ title: words.choosePlace });
    if (chosen !== null) setParent(chosen);
  };
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
  const use = selected?.kind === "folder" ? selected.path : (folder.listing?.path ?? "");

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
        <div className={styles.row}>
          <Field
            mono
            label={words.place}
            className={styles.grow}
            value={parent}
            onChange={setParent}
          />
          <Button aria-expanded={choosing} onPress={() => void choose()}>
            {words.change}
          </Button>
        </div>
        {choosing ? (
          <>
            <FolderBrowser
              folder={folder}
              selected={selected}
              onSelect={setSelected}
              onChoose={(entry) => setSelected(entry)}
            />
            <Button
              isDisabled={use === ""}
              onPress={() => {
                setParent(use);
                setChoosing(false);
              }}
            >
              {words.useFolder}
            </Button>
          </>
        ) : null}
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
          {failure
            ? [failure.message, failure.place, failure.remedy].filter(Boolean).join(" ")
            : ""}
        </p>
      </form>
    </Dialog>
  );
}
