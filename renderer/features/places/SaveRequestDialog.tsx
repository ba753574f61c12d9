import { ChevronRight, Folder, Library } from "lucide-react";
import { useId, useState } from "react";
import { useStore } from "zustand";
import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import { type App, useApp } from "../../app/app.ts";
import { saveScratch } from "../../app/tabs.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { common } from "../../i18n/messages/common.ts";
import { failureText } from "../../i18n/messages/failures.ts";
import { places } from "../../i18n/messages/places.ts";
import { valueOf } from "../../state/document.ts";
import { closeOverlay, showOverlay } from "../../state/overlay.ts";
import { choice, choose } from "../../state/session.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { Field } from "../../ui/Field.tsx";
import { Tree } from "../../ui/Tree.tsx";
import { CreateFolder } from "./CreateFolder.tsx";
import { folderId, folderRows } from "./folder-rows.ts";
import styles from "./Places.module.css";
import { suggestName } from "./suggest-name.ts";

/** Gives a request its first file: a name and a folder of a collection. */
export function SaveRequestDialog({ documentKey }: { readonly documentKey: string }) {
  const app = useApp();
  const words = useText(places);
  const language = useLanguage();
  const text = useText(common);
  const form = useId();
  const collections = useStore(app.replica, (replica) => replica.collections);
  const [name, setName] = useState(() =>
    suggestName(valueOf(app.documents.get(documentKey), "request"), words.newRequestName),
  );
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () =>
      new Set([
        ...collections.map(({ id }) => folderId(id, "")),
        ...app.session.getState().expanded,
      ]),
  );
  const rows = folderRows(collections, open);
  const [chosen, setChosen] = useState<string>(() =>
    choice(app.session.getState(), "places", "saved", lastUsed(app)),
  );
  const target = rows.find((row) => row.id === chosen) ?? rows[0];
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const close = () => closeOverlay(app.overlay);
  const toggle = (id: string, on: boolean) =>
    setOpen(new Set([...open].filter((other) => other !== id).concat(on ? [id] : [])));

  const save = async () => {
    if (busy || !target || name.trim() === "") return;
    setBusy(true);
    setFailure(null);
    try {
      const { collectionId, path } = target;
      await saveScratch(app, documentKey, { collectionId, folder: path, name: name.trim() });
      choose(app.session, "places", "saved", target.id);
      close();
    } catch (thrown) {
      setFailure(toFailure(thrown));
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={words.saveTitle}
      isOpen
      onClose={close}
      footer={
        <>
          <Button onPress={close}>{text.cancel}</Button>
          <Button
            variant="primary"
            type="submit"
            form={form}
            isDisabled={busy || !target || name.trim() === ""}
          >
            {words.save}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className={styles.column}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Field
          autoFocus
          label={text.name}
          value={name}
          onChange={setName}
          onFocus={(event) => {
            if (event.target instanceof HTMLInputElement) event.target.select();
          }}
        />
        <div className={styles.list}>
          <span className={styles.label}>{words.saveInto}</span>
          <div className={styles.tree}>
            {rows.length === 0 ? (
              <Empty
                title={words.saveNoCollection}
                action={
                  <Button onPress={() => showOverlay(app.overlay, { kind: "new-collection" })}>
                    {words.newCollection}
                  </Button>
                }
              />
            ) : (
              <Tree
                label={words.folders}
                rows={rows}
                cursor={target?.id ?? null}
                selected={target?.id ?? null}
                onCursor={(row) => setChosen(row.id)}
                onPress={(row) => setChosen(row.id)}
                onOpen={() => void save()}
                onToggle={(row, on) => toggle(row.id, on)}
                render={(row) => (
                  <>
                    <span
                      className={styles.lead}
                      data-toggle={row.expanded === null ? undefined : ""}
                    >
                      {row.expanded === null ? (
                        <span style={{ width: 14 }} />
                      ) : (
                        <ChevronRight
                          size={14}
                          aria-hidden="true"
                          data-open={row.expanded || undefined}
                        />
                      )}
                      {row.path === "" ? (
                        <Library size={14} aria-hidden="true" />
                      ) : (
                        <Folder size={14} aria-hidden="true" />
                      )}
                    </span>
                    <span className={styles.name}>{row.text}</span>
                  </>
                )}
              />
            )}
          </div>
        </div>
        {target ? (
          <CreateFolder
            collectionId={target.collectionId}
            parent={target.path}
            onCreated={(path) => {
              setOpen(new Set([...open, target.id]));
              setChosen(folderId(target.collectionId, path));
            }}
            onFailure={setFailure}
          />
        ) : null}
        <p role="alert" className={styles.failure}>
          {failure ? failureText(failure, language) : ""}
        </p>
      </form>
    </Dialog>
  );
}

/** The collection worked in last: that of the tab furthest to the right that has one. */
function lastUsed({ session }: App): string {
  const ref = session.getState().tabs.findLast((tab) => tab.ref !== null)?.ref;
  return ref ? folderId(ref.collectionId, "") : "";
}
