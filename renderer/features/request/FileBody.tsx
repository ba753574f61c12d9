import { FolderOpen, Plus, X } from "lucide-react";
import type { FileChoice } from "../../../shared/model/request.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import { useText } from "../../i18n/language.ts";
import { common } from "../../i18n/messages/common.ts";
import { requestPartsWords } from "../../i18n/messages/request-parts.ts";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { VariableField } from "../variables/VariableField.tsx";
import { commonMediaTypes } from "./header-values.ts";
import styles from "./FileBody.module.css";

/** A file as the body. Several may be listed; one is sent. */
export function FileBody({
  files,
  variables,
  onChange,
  pickFile,
}: {
  readonly files: readonly FileChoice[];
  readonly variables: readonly VariableView[];
  readonly onChange: (files: readonly FileChoice[]) => void;
  readonly pickFile: () => Promise<string | null>;
}) {
  const words = useText(requestPartsWords);
  const shared = useText(common);
  const choose = (index: number) =>
    onChange(files.map((file, at) => ({ ...file, selected: at === index })));
  const put = (index: number, file: FileChoice) => onChange(files.with(index, file));
  const add = () => {
    void pickFile().then((path) => {
      if (path === null) return;
      const others = files.map((file) => ({ ...file, selected: false }));
      onChange([...others, { path, contentType: "application/octet-stream", selected: true }]);
    });
  };
  return (
    <div className={styles.files}>
      {files.length === 0 ? <p className={styles.note}>{words.noFile}</p> : null}
      {files.map((file, index) => (
        <div key={index} className={styles.file}>
          <input
            type="radio"
            name="body-file"
            aria-label={words.useFile(String(index + 1))}
            checked={file.selected}
            onChange={() => choose(index)}
            className={styles.radio}
          />
          <VariableField
            label={words.filePath}
            placeholder={words.filePath}
            variables={variables}
            value={file.path}
            onChange={(path) => put(index, { ...file, path })}
          />
          <IconButton
            label={words.chooseFile}
            onPress={() => {
              void pickFile().then((path) => {
                if (path !== null) put(index, { ...file, path });
              });
            }}
          >
            <FolderOpen size={16} aria-hidden="true" />
          </IconButton>
          <VariableField
            label={words.contentType}
            placeholder={words.contentType}
            variables={variables}
            value={file.contentType}
            suggest={() => commonMediaTypes}
            onChange={(contentType) => put(index, { ...file, contentType })}
          />
          <IconButton
            label={shared.remove}
            onPress={() => {
              const rest = files.toSpliced(index, 1);
              const first = file.selected ? rest[0] : undefined;
              onChange(first ? rest.with(0, { ...first, selected: true }) : rest);
            }}
          >
            <X size={16} aria-hidden="true" />
          </IconButton>
        </div>
      ))}
      <Button onPress={add}>
        <Plus size={14} aria-hidden="true" />
        {words.addFile}
      </Button>
    </div>
  );
}
