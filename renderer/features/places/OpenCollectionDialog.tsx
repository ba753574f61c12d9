import { useState } from "react";
import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import { useApp } from "../../app/app.ts";
import { openPlace } from "../../app/open-place.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { common } from "../../i18n/messages/common.ts";
import { failureText } from "../../i18n/messages/failures.ts";
import { places } from "../../i18n/messages/places.ts";
import { showSidebar } from "../../state/session.ts";
import { closeOverlay, showOverlay } from "../../state/overlay.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { type Entry, FolderBrowser } from "./FolderBrowser.tsx";
import styles from "./Places.module.css";
import { baseName, parentOf, recentFolders, rememberFolder } from "./recent.ts";
import { useFolder } from "./use-folder.ts";

/** Finds a collection on this machine, or makes a folder into one. `locate`: one that the workspace lists and that was moved. */
export function OpenCollectionDialog({
  locate,
}: {
  readonly locate: { readonly path: string; readonly name: string } | null;
}) {
  const app = useApp();
  const words = useText(places);
  const language = useLanguage();
  const { cancel } = useText(common);
  const folder = useFolder(app, recentFolders(app)[0] ?? "");
  const [selected, setSelected] = useState<Entry | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const close = () =>
    locate === null ? closeOverlay(app.overlay) : showOverlay(app.overlay, { kind: "workspace" });
  const here = folder.listing?.path ?? "";
  const chosen = selected
    ? selected.collection || (selected.workspace && locate === null)
      ? selected.path
      : null
    : folder.isCollection || (folder.listing?.workspace && locate === null)
      ? here
      : null;
  const bruno = selected ? selected.bruno : folder.listing?.bruno === true;
  const brunoAt = chosen === null && bruno && locate === null ? (selected?.path ?? here) : null;
  const makeAt = selected?.kind === "folder" ? selected.path : here;

  const finish = async (path: string, work: () => Promise<unknown>) => {
    setBusy(true);
    setFailure(null);
    try {
      await work();
      rememberFolder(app, parentOf(path));
      showSidebar(app.session, true);
      close();
    } catch (thrown) {
      setFailure(toFailure(thrown));
      setBusy(false);
    }
  };
  const importBruno = (path: string) => {
    rememberFolder(app, parentOf(path));
    showOverlay(app.overlay, { kind: "import", given: null, from: path });
  };
  const open = (path: string) =>
    void finish(path, () =>
      locate === null
        ? openPlace(app, path)
        : app.remote["workspace.locate"]({ path: locate.path, folder: path }),
    );
  const make = (path: string) =>
    void finish(path, () =>
      app.remote["collections.create"]({ parent: path, name: baseName(path), here: true }),
    );

  return (
    <Dialog
      title={locate === null ? words.openTitle : words.locateTitle(locate.name)}
      isOpen
      size="medium"
      onClose={close}
      footer={
        <>
          <p className={styles.foot} title={chosen ?? makeAt}>
            {chosen ?? (brunoAt === null ? words.openHint : words.brunoHint)}
          </p>
          <Button onPress={close}>{cancel}</Button>
          {chosen === null && brunoAt === null && makeAt !== "" && locate === null ? (
            <Button isDisabled={busy} onPress={() => make(makeAt)}>
              {words.makeHere}
            </Button>
          ) : null}
          <Button
            variant="primary"
            isDisabled={busy || (chosen === null && brunoAt === null)}
            onPress={() => {
              if (chosen !== null) open(chosen);
              else if (brunoAt !== null) importBruno(brunoAt);
            }}
          >
            {chosen !== null
              ? words.open(baseName(chosen))
              : brunoAt === null
                ? words.openNothing
                : words.import(baseName(brunoAt))}
          </Button>
        </>
      }
    >
      <div className={styles.column}>
        <FolderBrowser
          autoFocus
          folder={folder}
          selected={selected}
          onSelect={setSelected}
          onChoose={(entry) => (entry.bruno ? importBruno(entry.path) : open(entry.path))}
        />
        <p role="alert" className={styles.failure}>
          {failure ? failureText(failure, language) : ""}
        </p>
      </div>
    </Dialog>
  );
}
