import { useState } from "react";
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
import { Field } from "../../ui/Field.tsx";
import { FormDialog, FormHint, Labelled } from "../../ui/FormDialog.tsx";
import { Select } from "../../ui/Select.tsx";
import { chooseGlobals } from "./use-globals.ts";

/** Makes an environment or globals, empty or as another one, chooses it and opens it. `collectionId` may be that of globals. */
export function NewEnvironmentDialog({ collectionId }: { readonly collectionId: string }) {
  const app = useApp();
  const words = useText(environments);
  const language = useLanguage();
  const text = useText(common);
  const collection = useStore(app.replica, (replica) => findCollection(replica, collectionId));
  const { current, globals } = useStore(app.workspace, (state) => state.value);
  const inWorkspace = current !== null;
  const isGlobals = collectionId === globals.id;
  const names = (isGlobals ? globals : collection)?.environments ?? [];
  const [name, setName] = useState("");
  const [copyOf, setCopyOf] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const close = () => closeOverlay(app.overlay);

  const create = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const made = await app.remote["environments.create"]({
        collectionId,
        name: name.trim(),
        ...(copyOf === "" ? {} : { copyOf }),
      });
      close();
      if (isGlobals) await chooseGlobals(app, made.name);
      else
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
    <FormDialog
      title={isGlobals ? words.newGlobalsTitle : words.newTitle}
      submit={isGlobals ? words.createGlobalsButton : words.createButton}
      ready={!busy && name.trim() !== ""}
      onSubmit={() => void create()}
      onClose={close}
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
        <Labelled label={words.copyOf}>
          <Select
            label={words.copyOf}
            value={copyOf}
            onChange={setCopyOf}
            options={[
              { id: "", label: words.empty },
              ...names.map((other) => ({ id: other, label: other })),
            ]}
          />
        </Labelled>
      ) : null}
      {isGlobals ? (
        <FormHint>{words.globalsHint[inWorkspace ? "workspace" : "machine"]}</FormHint>
      ) : null}
    </FormDialog>
  );
}
