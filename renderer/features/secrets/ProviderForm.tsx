import { useState } from "react";
import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import {
  type BitwardenField,
  bitwardenFields,
  type SecretProvider,
  type SecretProviderKind,
} from "../../../shared/model/secret-provider.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { common } from "../../i18n/messages/common.ts";
import { failureSentences } from "../../i18n/messages/failures.ts";
import { secretSourceWords } from "../../i18n/messages/secret-sources.ts";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { Select } from "../../ui/Select.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import styles from "./Secrets.module.css";

const kinds = ["1password", "bitwarden", "pass", "exec"] as const;

/** Which program gives a secret its value, and what it is asked for. `onSave` may reject: then why is said, and what was typed stays. */
export function ProviderForm({
  initial,
  ready,
  onSave,
  onCancel,
}: {
  readonly initial: SecretProvider | null;
  /** False: it is not said yet which secret it is for. */
  readonly ready: boolean;
  readonly onSave: (provider: SecretProvider, tryIt: boolean) => Promise<unknown>;
  readonly onCancel: () => void;
}) {
  const words = useText(secretSourceWords);
  const text = useText(common);
  const language = useLanguage();
  const [kind, setKind] = useState<SecretProviderKind>(initial?.kind ?? "1password");
  const [typed, setTyped] = useState(() => typedOf(initial));
  const [field, setField] = useState<BitwardenField>(
    initial?.kind === "bitwarden" ? initial.field : "password",
  );
  const [args, setArgs] = useState(initial?.kind === "exec" ? initial.args.join("\n") : "");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const said = failure === null ? null : failureSentences(failure, language);
  const whole = ready && typed.trim() !== "" && !busy;

  const provider = (): SecretProvider => {
    const first = typed.trim();
    switch (kind) {
      case "1password":
        return { kind, reference: first };
      case "bitwarden":
        return { kind, item: first, field };
      case "pass":
        return { kind, entry: first };
      case "exec":
        return {
          kind,
          program: first,
          args: args === "" ? [] : args.replace(/\n$/, "").split("\n"),
        };
    }
  };
  const save = async (tryIt: boolean) => {
    if (!whole) return;
    setBusy(true);
    setFailure(null);
    try {
      await onSave(provider(), tryIt);
    } catch (thrown) {
      setFailure(toFailure(thrown));
    } finally {
      setBusy(false);
    }
  };
  const [label, hint] = {
    "1password": [words.reference, words.referenceHint],
    bitwarden: [words.item, words.itemHint],
    pass: [words.entry, words.entryHint],
    exec: [words.program, words.programHint],
  }[kind] as [string, string];
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save(false);
      }}
    >
      <div className={styles.choice}>
        <span className={styles.label}>{words.from}</span>
        <Select
          label={words.from}
          value={kind}
          options={kinds.map((id) => ({ id, label: words[id] }))}
          onChange={setKind}
        />
      </div>
      <Field mono label={label} hint={hint} value={typed} onChange={setTyped} />
      {kind === "bitwarden" ? (
        <div className={styles.choice}>
          <span className={styles.label}>{words.field}</span>
          <Select
            label={words.field}
            value={field}
            options={bitwardenFields.map((id) => ({ id, label: words[id] }))}
            onChange={setField}
          />
        </div>
      ) : null}
      {kind === "exec" ? (
        <>
          <span className={styles.label}>{words.args}</span>
          <TextArea
            mono
            label={words.args}
            className={styles.args}
            value={args}
            onChange={setArgs}
          />
        </>
      ) : null}
      {said === null ? null : (
        <p role="alert" className={styles.problem}>
          {`${said.what} ${said.remedy}`.trim()}
        </p>
      )}
      <div className={styles.formEnd}>
        <Button onPress={onCancel}>{text.cancel}</Button>
        <Button isDisabled={!whole} onPress={() => void save(true)}>
          {words.saveAndTry}
        </Button>
        <Button type="submit" variant="primary" isDisabled={!whole}>
          {words.save}
        </Button>
      </div>
    </form>
  );
}

function typedOf(provider: SecretProvider | null): string {
  switch (provider?.kind) {
    case "1password":
      return provider.reference;
    case "bitwarden":
      return provider.item;
    case "pass":
      return provider.entry;
    case "exec":
      return provider.program;
    case undefined:
      return "";
  }
}
