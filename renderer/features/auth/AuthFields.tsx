import { ChevronRight } from "lucide-react";
import { useState } from "react";
import type { AuthScheme, KeySource } from "../../../shared/model/auth.ts";
import { type AuthField, fieldsOf } from "../../../shared/model/auth-fields.ts";
import type { OAuth2Parameter } from "../../../shared/model/oauth2.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import { useText } from "../../i18n/language.ts";
import { authWords } from "../../i18n/messages/auth.ts";
import { Button } from "../../ui/Button.tsx";
import { Select } from "../../ui/Select.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { LabelledField } from "../request/LabelledField.tsx";
import { VariableArea } from "../variables/VariableArea.tsx";
import styles from "./AuthPanel.module.css";
import { fieldPlan, longFields } from "./field-plan.ts";
import { KeyField } from "./KeyField.tsx";
import { ParametersField } from "./ParametersField.tsx";

/** The fields of a scheme: those everybody fills in, and the others folded away until they say something. */
export function AuthFields({
  auth,
  variables,
  onChange,
  pickFile,
}: {
  readonly auth: AuthScheme;
  readonly variables: readonly VariableView[];
  readonly onChange: (auth: AuthScheme) => void;
  readonly pickFile: () => Promise<string | null>;
}) {
  const words = useText(authWords);
  const { main, more } = fieldPlan(auth);
  const table = new Map(fieldsOf(auth.kind));
  const values = auth as unknown as Readonly<Record<string, unknown>>;
  const [open, setOpen] = useState<string | null>(null);
  const unfolded = open === auth.kind;
  const field = (name: string) => {
    const shape = table.get(name);
    if (shape === undefined) return null;
    return (
      <OneField
        key={name}
        name={name}
        shape={shape}
        empty={words.empty[`${auth.kind}.${name}`] ?? words.empty[name]}
        value={values[name]}
        variables={variables}
        pickFile={pickFile}
        onChange={(value) => onChange({ ...auth, [name]: value } as AuthScheme)}
      />
    );
  };
  return (
    <>
      {main.map(field)}
      {more.length === 0 ? null : (
        <Button
          variant="quiet"
          dense
          aria-expanded={unfolded}
          className={styles.fold}
          onPress={() => setOpen(unfolded ? null : auth.kind)}
        >
          <ChevronRight
            size={14}
            aria-hidden="true"
            className={unfolded ? styles.unfolded : undefined}
          />
          {unfolded ? words.fewer : words.more}
        </Button>
      )}
      {unfolded ? more.map(field) : null}
    </>
  );
}

function OneField({
  name,
  shape,
  empty,
  value,
  variables,
  onChange,
  pickFile,
}: {
  readonly name: string;
  readonly shape: AuthField;
  /** What the field means when nothing is in it. */
  readonly empty: string | undefined;
  readonly value: unknown;
  readonly variables: readonly VariableView[];
  readonly onChange: (value: unknown) => void;
  readonly pickFile: () => Promise<string | null>;
}) {
  const words = useText(authWords);
  const label = words.fields[name] ?? name;
  switch (shape.type) {
    case "text":
      if (longFields.has(name))
        return (
          <div className={styles.row}>
            <span className={styles.label}>{label}</span>
            <VariableArea
              className={styles.area}
              label={label}
              variables={variables}
              value={value as string}
              onChange={onChange}
            />
          </div>
        );
      return (
        <LabelledField
          label={label}
          secret={shape.secret === true}
          placeholder={empty}
          variables={variables}
          value={value as string}
          onChange={onChange}
        />
      );
    case "choice":
      return (
        <div className={styles.row}>
          <span className={styles.label}>{label}</span>
          <Select
            className={styles.choice}
            label={label}
            options={shape.choices.map((id) => ({ id, label: words.choices[id] ?? id }))}
            value={value as string}
            onChange={onChange}
          />
        </div>
      );
    case "flag":
      return (
        <div className={styles.row}>
          <span className={styles.label}>{label}</span>
          <Switch label={label} isSelected={value as boolean} onChange={onChange} />
        </div>
      );
    case "key":
      return (
        <KeyField
          label={label}
          value={value as KeySource}
          variables={variables}
          onChange={onChange}
          pickFile={pickFile}
        />
      );
    case "parameters":
      return (
        <ParametersField
          label={label}
          rows={value as readonly OAuth2Parameter[]}
          variables={variables}
          onChange={onChange}
        />
      );
  }
}
