import { FileUp } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { chosenFiles, droppedFiles } from "../../app/import-files.ts";
import { textFile } from "../../app/paste.ts";
import { useText } from "../../i18n/language.ts";
import { importWords } from "../../i18n/messages/import.ts";
import { importApi } from "../../i18n/messages/import-api.ts";
import type { ImportFile } from "../../state/import-file.ts";
import { Button } from "../../ui/Button.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import styles from "./Import.module.css";

/** What to import: dropped, chosen or pasted. */
export function ChooseSource({
  onFiles,
  onAddress,
}: {
  readonly onFiles: (files: readonly ImportFile[]) => void;
  readonly onAddress: (address: string) => void;
}) {
  const words = useText(importWords);
  const api = useText(importApi);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [text, setText] = useState("");
  // An address alone is no text to import: what lies there is.
  const [address = null] = /^https?:\/\/\S+$/i.exec(text.trim()) ?? [];
  const drag = (event: DragEvent, on: boolean) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    event.stopPropagation();
    setOver(on);
  };
  const take = (input: HTMLInputElement) => {
    const { files: list } = input;
    if (list !== null && list.length > 0) onFiles(chosenFiles(list));
    input.value = "";
  };
  return (
    <div className={styles.choose}>
      <div
        className={styles.drop}
        data-over={over || undefined}
        onDragEnter={(event) => drag(event, true)}
        onDragOver={(event) => drag(event, true)}
        onDragLeave={(event) => drag(event, false)}
        onDrop={(event) => {
          drag(event, false);
          void droppedFiles(event.dataTransfer).then(onFiles);
        }}
      >
        <FileUp size={24} aria-hidden="true" />
        <p className={styles.lead}>{words.lead}</p>
        <div className={styles.buttons}>
          <Button autoFocus onPress={() => files.current?.click()}>
            {words.chooseFiles}
          </Button>
          <Button onPress={() => folder.current?.click()}>{words.chooseFolder}</Button>
        </div>
        <p className={styles.formats}>{words.formats}</p>
        <input
          ref={files}
          type="file"
          multiple
          hidden
          data-import="files"
          onChange={(event) => take(event.currentTarget)}
        />
        <input
          ref={folder}
          type="file"
          multiple
          hidden
          data-import="folder"
          onChange={(event) => take(event.currentTarget)}
          {...{ webkitdirectory: "" }}
        />
      </div>
      <div className={styles.paste}>
        <TextArea
          mono
          label={words.paste}
          placeholder={`${words.paste}: ${words.pasteHint}`}
          value={text}
          onChange={setText}
          className={styles.pasteArea}
        />
        <Button
          isDisabled={text.trim() === ""}
          onPress={() => (address === null ? onFiles([textFile(text)]) : onAddress(address))}
        >
          {address === null ? words.read : api.fetch}
        </Button>
      </div>
    </div>
  );
}
