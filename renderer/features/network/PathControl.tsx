import { FolderOpen } from "lucide-react";
import type { VariableView } from "../../../shared/model/variable.ts";
import { useText } from "../../i18n/language.ts";
import { networkWords } from "../../i18n/messages/network.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { VariableField } from "../variables/VariableField.tsx";
import styles from "./SettingControl.module.css";

/** A file by its path, typed or picked. One outside the collection has to be picked: that is what lets it be read. */
export function PathControl({
  label,
  placeholder,
  value,
  variables,
  onChange,
  pickFile,
}: {
  readonly label: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly variables: readonly VariableView[];
  readonly onChange: (value: string) => void;
  readonly pickFile: () => Promise<string | null>;
}) {
  const words = useText(networkWords);
  return (
    <div className={styles.row}>
      <VariableField
        label={label}
        placeholder={placeholder}
        value={value}
        variables={variables}
        onChange={onChange}
      />
      <IconButton
        label={words.pick(label)}
        onPress={() => {
          void pickFile().then((path) => {
            if (path !== null) onChange(path);
          });
        }}
      >
        <FolderOpen size={16} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
