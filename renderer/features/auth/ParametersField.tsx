import { Plus, X } from "lucide-react";
import type { OAuth2Parameter } from "../../../shared/model/oauth2.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import { useText } from "../../i18n/language.ts";
import { authWords } from "../../i18n/messages/auth.ts";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Select } from "../../ui/Select.tsx";
import { VariableField } from "../variables/VariableField.tsx";
import styles from "./AuthPanel.module.css";

/** Further parameters of a request to the authorization server. */
export function ParametersField({
  label,
  rows,
  variables,
  onChange,
}: {
  readonly label: string;
  readonly rows: readonly OAuth2Parameter[];
  readonly variables: readonly VariableView[];
  readonly onChange: (rows: readonly OAuth2Parameter[]) => void;
}) {
  const words = useText(authWords);
  const put = (index: number, row: OAuth2Parameter) => onChange(rows.with(index, row));
  return (
    <div className={styles.row} role="group" aria-label={label}>
      <span className={styles.label}>{label}</span>
      <div className={styles.stack}>
        {rows.map((row, index) => (
          <div key={index} className={styles.line}>
            <VariableField
              className={styles.grow}
              label={words.name}
              placeholder={words.name}
              variables={variables}
              value={row.name}
              onChange={(name) => put(index, { ...row, name })}
            />
            <VariableField
              className={styles.grow}
              label={words.value}
              placeholder={words.value}
              variables={variables}
              value={row.value}
              onChange={(value) => put(index, { ...row, value })}
            />
            <Select
              label={words.fields["placement"] ?? ""}
              options={(["body", "query", "header"] as const).map((id) => ({
                id,
                label: words.choices[id] ?? id,
              }))}
              value={row.placement}
              onChange={(placement) => put(index, { ...row, placement })}
            />
            <IconButton label={words.removeRow} onPress={() => onChange(rows.toSpliced(index, 1))}>
              <X size={16} aria-hidden="true" />
            </IconButton>
          </div>
        ))}
        <Button
          variant="quiet"
          dense
          onPress={() => onChange([...rows, { name: "", value: "", placement: "body" }])}
        >
          <Plus size={14} aria-hidden="true" />
          {words.add}
        </Button>
      </div>
    </div>
  );
}
