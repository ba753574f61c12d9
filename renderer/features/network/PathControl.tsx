import { FolderOpen } from "lucide-react";
import type { VariableView } from "../../../shared/model/variable.ts";
import type { PickFile } from "../../app/pick-file.ts";
import { useText } from "../../i18n/language.ts";
import { networkWords } from "../../i18n/messages/network.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { VariableField } from "../variables/VariableField.tsx";
import styles from "./SettingControl.module.css";

/** A file or a folder by its path, typed or picked. One outside the collection has to be picked: that is what lets it be read. */
export function PathControl({
  label,
  placeholder,
  value,
  variables,
  onChange,
  pickFile,
  what,
}: {
  readonly label: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly variables: readonly VariableView[];
  readonly onChange: (value: string) => void;
  readonly pickFile: PickFile;
  /** A folder is meant. */
  readonly what?: "folder" | undefined;
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
        label={what === "folder" ? words.pickFolder(label) : words.pick(label)}
        onPress={() => {
          void pickFile(what).then((path) => {
            if (path !== null) onChange(path);
          });
        }}
      >
        <FolderOpen size={16} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
