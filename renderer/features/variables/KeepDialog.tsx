import { useState } from "react";
import { isSecretName } from "../../../shared/formats/import/secret-signs.ts";
import {
  type Action,
  type ActionScope,
  actionScopes,
  type Selector,
  selectorOf,
  selectorText,
} from "../../../shared/model/action.ts";
import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import { useApp } from "../../app/app.ts";
import { environmentOf } from "../../app/send.ts";
import { failureSentences } from "../../i18n/messages/failures.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { keepWords } from "../../i18n/messages/keep.ts";
import { valueOf } from "../../state/document.ts";
import { notify } from "../../state/notices.ts";
import { closeOverlay } from "../../state/overlay.ts";
import { Field } from "../../ui/Field.tsx";
import { FormDialog, FormHint, Labelled } from "../../ui/FormDialog.tsx";
import { Select } from "../../ui/Select.tsx";
import styles from "./KeepDialog.module.css";

export interface KeepDialogProps {
  /** The request's tab. */
  readonly documentKey: string;
  readonly exchangeId: string;
  readonly selector: Selector;
  readonly name: string;
  readonly shown: string;
}

/** Names a part of a response, keeps it now, and adds the line that keeps it after each send. */
export function KeepDialog({ documentKey, exchangeId, selector, name, shown }: KeepDialogProps) {
  const app = useApp();
  const words = useText(keepWords);
  const [typed, setTyped] = useState(name);
  const [what, setWhat] = useState(selectorText(selector));
  const [scope, setScope] = useState<ActionScope>("runtime");
  const [failure, setFailure] = useState<Failure | null>(null);
  const language = useLanguage();
  const problem = failure ? failureSentences(failure, language).what : undefined;
  const close = () => closeOverlay(app.overlay);
  const ref = app.documents.get(documentKey)?.ref ?? null;

  const keep = async () => {
    const action: Action = {
      name: typed.trim(),
      scope,
      selector: selectorOf(selector.kind, what),
    };
    try {
      const collectionId = ref?.collectionId ?? null;
      const result = await app.remote["exchange.take"]({
        id: exchangeId,
        action,
        collectionId,
        path: ref?.path ?? "",
        environment: collectionId === null ? null : environmentOf(app, collectionId),
      });
      if (result.failure) {
        setFailure(result.failure);
        return;
      }
      const request = valueOf(app.documents.get(documentKey), "request");
      if (request !== null) {
        const others = (request.actions ?? []).filter((one) => one.name !== action.name);
        app.documents.edit(documentKey, { ...request, actions: [...others, action] });
      }
      app.runs.kept();
      close();
      notify(app.notices, { text: words.now(action.name), action: null });
    } catch (thrown) {
      setFailure(toFailure(thrown));
    }
  };

  return (
    <FormDialog
      title={words.dialogTitle}
      submit={words.keepButton}
      ready={typed.trim() !== ""}
      onSubmit={() => void keep()}
      onClose={close}
    >
      <Field
        autoFocus
        mono
        label={words.variable}
        value={typed}
        onChange={setTyped}
        error={selector.kind === "status" ? problem : undefined}
      />
      {selector.kind === "status" ? null : (
        <Field
          mono
          label={words.kinds[selector.kind]}
          value={what}
          onChange={setWhat}
          error={problem}
        />
      )}
      <Labelled label={words.scope}>
        <Select
          label={words.scope}
          value={scope}
          onChange={setScope}
          options={actionScopes
            .filter((one) => ref !== null || one === "runtime")
            .map((id) => ({ id, label: words.scopes[id] }))}
        />
      </Labelled>
      <Labelled label={words.value}>
        <code className={styles.value}>{isSecretName(typed) ? "••••••" : shown.slice(0, 400)}</code>
      </Labelled>
      <FormHint>{words.dialogHint}</FormHint>
    </FormDialog>
  );
}
