import { useState } from "react";
import { isSecretName } from "../../../shared/formats/import/secret-signs.ts";
import { useText } from "../../i18n/language.ts";
import { variablesWords } from "../../i18n/messages/variables.ts";
import { Field } from "../../ui/Field.tsx";
import { FormDialog, FormHint } from "../../ui/FormDialog.tsx";

/** What was answered last, for as long as the window is open. */
const remembered = new Map<string, string>();

/** Asks for every `{{?name}}` of a send at once. */
export function PromptsDialog({
  names,
  done,
}: {
  readonly names: readonly string[];
  readonly done: (answers: Readonly<Record<string, string>> | null) => void;
}) {
  const words = useText(variablesWords);
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(names.map((name) => [name, remembered.get(name) ?? ""])),
  );
  const send = () => {
    for (const [name, answer] of Object.entries(answers)) remembered.set(name, answer);
    done(answers);
  };
  return (
    <FormDialog
      title={words.promptsTitle}
      submit={words.promptsSend}
      onSubmit={send}
      onClose={() => done(null)}
    >
      {names.map((name, index) => (
        <Field
          key={name}
          autoFocus={index === 0}
          mono
          label={name}
          type={isSecretName(name) ? "password" : "text"}
          value={answers[name] ?? ""}
          onChange={(answer) => setAnswers((before) => ({ ...before, [name]: answer }))}
        />
      ))}
      <FormHint>{words.promptsHint}</FormHint>
    </FormDialog>
  );
}
