import { useId, useState } from "react";
import { useStore } from "zustand";
import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import { useApp } from "../../app/app.ts";
import { openItem } from "../../app/tabs.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { common } from "../../i18n/messages/common.ts";
import { failureText } from "../../i18n/messages/failures.ts";
import { environments } from "../../i18n/messages/environments.ts";
import { closeOverlay } from "../../state/overlay.ts";
import { findCollection } from "../../state/replica.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Field } from "../../ui/Field.tsx";
import { Select } from "../../ui/Select.tsx";
import styles from "./NewEnvironmentDialog.module.css";

/** Makes an environment, empty or as another one, chooses it and opens it. */
export function NewEnvironmentDialog({ collectionId }: { readonly collectionId: string }) {
  const app = useApp();
  const words = useText(environments);
  const language = useLanguage();
  const text = useText(common);
  const form = useId();
  const collection = useStore(app.replica, (replica) => findCollection(replica, collectionId));
  const names = collection?.environments ?? [];
  const [name, setName] = useState("");
  const [copyOf, setCopyOf] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const close = () => closeOverlay(app.overlay);

  const create = async () => {
    if (busy || name.trim() === "") return;
    setBusy(true);
    setFailure(null);
    try {
      const made = await app.remote["environments.create"]({
        collectionId,
        name: name.trim(),
        ...(copyOf === "" ? {} : { copyOf }),
      });
      close();
      app.session.setState((session) => ({
        environments: { ...session.environments, [collectionId]: made.name },
      }));
      openItem(app, "environment", { collectionId, path: made.name });
    } catch (thrown) {
      setFailure(toFailure(thrown));
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={words.newTitle}
      isOpen
      onClose={close}
      footer={
        <>
          <Button onPress={close}>{text.cancel}</Button>
          <Button
            variant="primary"
            type="submit"
            form={form}
            isDisabled={busy || name.trim() === ""}
          >
            {words.createButton}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <Field
          autoFocus
          label={text.name}
          placeholder={words.newHint}
          value={name}
          onChange={setName}
          error={failure ? failureText(failure, language) : undefined}
        />
        {names.length > 0 ? (
          <div className={styles.from}>
            <span className={styles.label}>{words.copyOf}</span>
            <Select
              label={words.copyOf}
              value={copyOf}
              onChange={setCopyOf}
              options={[
                { id: "", label: words.empty },
                ...names.map((other) => ({ id: other, label: other })),
              ]}
            />
          </div>
        ) : null}
      </form>
    </Dialog>
  );
}
