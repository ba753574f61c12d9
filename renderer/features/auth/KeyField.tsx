import { FolderOpen } from "lucide-react";
import type { KeySource } from "../../../shared/model/auth.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import { references } from "../../../shared/template/references.ts";
import { useText } from "../../i18n/language.ts";
import { authWords } from "../../i18n/messages/auth.ts";
import { requestPartsWords } from "../../i18n/messages/request-parts.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { joined } from "../../ui/joined.ts";
import { Segmented } from "../../ui/Segmented.tsx";
import { VariableArea } from "../variables/VariableArea.tsx";
import { VariableField } from "../variables/VariableField.tsx";
import styles from "./AuthPanel.module.css";

/** A key as text, which is saved in the file unless it is a variable, or a file that holds it. */
export function KeyField({
  label,
  value,
  variables,
  onChange,
  pickFile,
}: {
  readonly label: string;
  readonly value: KeySource;
  readonly variables: readonly VariableView[];
  readonly onChange: (value: KeySource) => void;
  readonly pickFile: () => Promise<string | null>;
}) {
  const words = useText(authWords);
  const parts = useText(requestPartsWords);
  const literal =
    value.type === "text" && value.value !== "" && references(value.value).length === 0;
  return (
    <div className={styles.row}>
      <span className={styles.label}>{label}</span>
      <div className={styles.stack}>
        <div className={styles.line}>
          <Segmented
            label={label}
            options={[
              { id: "text", label: words.keyText },
              { id: "file", label: words.keyFile },
            ]}
            value={value.type}
            onChange={(type) => onChange({ type, value: "" })}
          />
          {value.type === "file" ? (
            <>
              <VariableField
                className={styles.grow}
                label={parts.filePath}
                placeholder={parts.filePath}
                variables={variables}
                value={value.value}
                onChange={(path) => onChange({ type: "file", value: path })}
              />
              <IconButton
                label={words.chooseFile}
                onPress={() => {
                  void pickFile().then((path) => {
                    if (path !== null) onChange({ type: "file", value: path });
                  });
                }}
              >
                <FolderOpen size={16} aria-hidden="true" />
              </IconButton>
            </>
          ) : null}
        </div>
        {value.type === "text" ? (
          <>
            <VariableArea
              className={joined(styles.area, literal && styles.hiddenText)}
              label={label}
              placeholder="-----BEGIN PRIVATE KEY-----"
              variables={variables}
              value={value.value}
              onChange={(text) => onChange({ type: "text", value: text })}
            />
            {literal ? <p className={styles.advice}>{parts.literal}</p> : null}
          </>
        ) : null}
      </div>
    </div>
  );
}
