import { useRef, useState } from "react";
import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import { chosenFiles } from "../../app/import-files.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { common } from "../../i18n/messages/common.ts";
import { failureText } from "../../i18n/messages/failures.ts";
import { importApi } from "../../i18n/messages/import-api.ts";
import { notify } from "../../state/notices.ts";
import { closeOverlay } from "../../state/overlay.ts";
import { findCollection } from "../../state/replica.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Field } from "../../ui/Field.tsx";
import styles from "./Api.module.css";
import { RemoteReferences } from "./ApiOptions.tsx";
import { ImportNotes } from "./ImportNotes.tsx";
import { type Chosen, nothingChosen, UpdateList } from "./UpdateList.tsx";
import { useUpdate } from "./use-update.ts";

/** The update of a collection from its description, while it is open. */
export function UpdateApi() {
  const app = useApp();
  const overlay = useStore(app.overlay, (state) => state.overlay);
  return overlay.kind === "update-api" ? (
    <UpdateDialog
      key={overlay.collectionId}
      collectionId={overlay.collectionId}
      name={overlay.name}
    />
  ) : null;
}

/** From a newer description to the merged collection: chosen, looked at part by part, then written. */
function UpdateDialog({
  collectionId,
  name,
}: {
  readonly collectionId: string;
  readonly name: string;
}) {
  const app = useApp();
  const words = useText(importApi);
  const { cancel } = useText(common);
  const language = useLanguage();
  const folder = findCollection(app.replica.getState(), collectionId)?.folder ?? "";
  const run = useUpdate(app, collectionId, folder);
  const { stage, failure } = run;
  const [typed, setTyped] = useState<string | null>(null);
  const [chosen, setChosen] = useState<Chosen>(nothingChosen);
  const file = useRef<HTMLInputElement>(null);
  const source = typed ?? run.source ?? "";
  const close = () => closeOverlay(app.overlay);
  const view = stage.kind === "view" || stage.kind === "writing" ? stage.view : null;
  const merge = async () => {
    const done = await run.write({
      skip: [...chosen.skip],
      theirs: [...chosen.theirs],
      remove: [...chosen.remove],
      restore: [...chosen.restore],
    });
    if (done === null) return;
    notify(app.notices, {
      text:
        done.left.length === 0 ? words.done(name, done.written) : words.left(done.left.join(", ")),
    });
    close();
  };
  return (
    <Dialog
      title={words.title(name)}
      isOpen
      size={view === null ? "medium" : "large"}
      onClose={close}
      footer={
        <>
          <Button onPress={close}>{cancel}</Button>
          {view === null ? (
            <Button
              variant="primary"
              isDisabled={stage.kind === "reading" || source.trim() === ""}
              onPress={() => run.look(source.trim())}
            >
              {words.look}
            </Button>
          ) : (
            <Button
              autoFocus
              variant="primary"
              isDisabled={stage.kind === "writing"}
              onPress={() => void merge()}
            >
              {words.merge}
            </Button>
          )}
        </>
      }
    >
      <div className={styles.body}>
        {view === null ? (
          <div className={styles.source}>
            <Field
              mono
              autoFocus
              className={styles.grow}
              label={words.source}
              hint={words.sourceHint}
              value={source}
              onChange={setTyped}
              isReadOnly={stage.kind === "reading"}
              onKeyDown={(event) => {
                if (event.key !== "Enter") return event.continuePropagation();
                if (stage.kind !== "reading" && source.trim() !== "") run.look(source.trim());
              }}
            />
            <Button className={styles.beside} onPress={() => file.current?.click()}>
              {words.chooseFile}
            </Button>
            <input
              ref={file}
              type="file"
              multiple
              hidden
              data-import="update"
              onChange={(event) => {
                const { files } = event.currentTarget;
                if (files !== null && files.length > 0) run.read(chosenFiles(files));
                event.currentTarget.value = "";
              }}
            />
          </div>
        ) : (
          <>
            {view.remote.length === 0 ? null : (
              <RemoteReferences addresses={view.remote} onFetch={run.fetchReferences} />
            )}
            <UpdateList update={view.update} chosen={chosen} onChosen={setChosen} />
            {view.notes.length === 0 ? null : <ImportNotes notes={view.notes} />}
          </>
        )}
        {stage.kind === "reading" || stage.kind === "writing" ? (
          <p role="status">{stage.kind === "reading" ? words.reading : words.merging}</p>
        ) : null}
        <p role="alert" className={styles.failure}>
          {failure === null ? "" : failureText(failure, language)}
        </p>
      </div>
    </Dialog>
  );
}
