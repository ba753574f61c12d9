import { FolderPlus } from "lucide-react";
import { useState } from "react";
import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { places } from "../../i18n/messages/places.ts";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import styles from "./Places.module.css";

/** A button that becomes the name of a folder to make below `parent`. */
export function CreateFolder({
  collectionId,
  parent,
  onCreated,
  onFailure,
}: {
  readonly collectionId: string;
  readonly parent: string;
  readonly onCreated: (path: string) => void;
  readonly onFailure: (failure: Failure | null) => void;
}) {
  const app = useApp();
  const words = useText(places);
  const [name, setName] = useState<string | null>(null);

  const create = async () => {
    const wanted = name?.trim() ?? "";
    if (wanted === "") return;
    onFailure(null);
    try {
      const made = await app.remote["collections.createFolder"]({
        collectionId,
        parent,
        name: wanted,
      });
      setName(null);
      onCreated(made.path);
    } catch (thrown) {
      onFailure(toFailure(thrown));
    }
  };

  if (name === null) {
    return (
      <div className={styles.row}>
        <Button variant="quiet" onPress={() => setName("")}>
          <FolderPlus size={14} aria-hidden="true" />
          {words.newFolder}
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.row}>
      <Field
        autoFocus
        aria-label={words.folderName}
        placeholder={words.folderName}
        className={styles.grow}
        value={name}
        onChange={setName}
        onKeyDown={(event) => {
          if (event.key === "Enter") void create();
          else if (event.key === "Escape") setName(null);
          else return event.continuePropagation();
          // Neither saves nor closes the dialog around it.
          event.preventDefault();
        }}
      />
      <Button isDisabled={name.trim() === ""} onPress={() => void create()}>
        {words.createFolder}
      </Button>
    </div>
  );
}
