import { useState } from "react";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { places } from "../../i18n/messages/places.ts";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { type Entry, FolderBrowser } from "./FolderBrowser.tsx";
import styles from "./Places.module.css";
import { recentFolders } from "./recent.ts";
import { useFolder } from "./use-folder.ts";

/** The folder that something new goes into: typed, or found with the system's dialog or Envoi's own browser. */
export function NewPlace({
  parent,
  onParent,
}: {
  readonly parent: string;
  readonly onParent: (parent: string) => void;
}) {
  const app = useApp();
  const words = useText(places);
  const folder = useFolder(app, recentFolders(app)[0] ?? "");
  const [choosing, setChoosing] = useState(false);
  const [selected, setSelected] = useState<Entry | null>(null);
  const use = selected?.kind === "folder" ? selected.path : (folder.listing?.path ?? "");
  const choose = async () => {
    if (!app.info.capabilities.nativeDialogs) return setChoosing(!choosing);
    const chosen = await app.remote["dialogs.openFolder"]({ title: words.choosePlace });
    if (chosen !== null) onParent(chosen);
  };
  return (
    <div className={styles.column}>
      <div className={styles.row}>
        <Field
          mono
          label={words.place}
          className={styles.grow}
          value={parent}
          onChange={onParent}
        />
        <Button aria-expanded={choosing} onPress={() => void choose()}>
          {words.change}
        </Button>
      </div>
      {choosing ? (
        <>
          <FolderBrowser
            folder={folder}
            selected={selected}
            onSelect={setSelected}
            onChoose={(entry) => setSelected(entry)}
          />
          <Button
            isDisabled={use === ""}
            onPress={() => {
              onParent(use);
              setChoosing(false);
            }}
          >
            {words.useFolder}
          </Button>
        </>
      ) : null}
    </div>
  );
}
