import { type FolderRule, folderRules } from "../../../shared/formats/import/openapi/folders.ts";
import { useText } from "../../i18n/language.ts";
import { importApi } from "../../i18n/messages/import-api.ts";
import { Button } from "../../ui/Button.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { Switch } from "../../ui/Switch.tsx";
import styles from "./Api.module.css";

/** What a person may choose for a description of an API. `link` null: it cannot stay linked where it goes. */
export function ApiOptions({
  folders,
  onFolders,
  link,
  onLink,
}: {
  readonly folders: FolderRule;
  readonly onFolders: (rule: FolderRule) => void;
  readonly link: boolean | null;
  readonly onLink: (on: boolean) => void;
}) {
  const words = useText(importApi);
  return (
    <div className={styles.options}>
      <span className={styles.option}>
        <span className={styles.word}>{words.folders}</span>
        <Segmented
          label={words.folders}
          options={folderRules.map((id) => ({ id, label: words.rules[id] }))}
          value={folders}
          onChange={onFolders}
        />
      </span>
      {link === null ? null : (
        <span className={styles.option}>
          <Switch isSelected={link} onChange={onLink}>
            {words.link}
          </Switch>
          <span className={styles.hint}>{words.linkHint}</span>
        </span>
      )}
    </div>
  );
}

/** Documents elsewhere, each with its address: they are fetched when a person says so. */
export function RemoteReferences({
  addresses,
  onFetch,
}: {
  readonly addresses: readonly string[];
  readonly onFetch: () => void;
}) {
  const words = useText(importApi);
  return (
    <section className={styles.remote} aria-label={words.remote(addresses.length)}>
      <div className={styles.line}>
        <span className={styles.grow}>{words.remote(addresses.length)}</span>
        <Button onPress={onFetch}>{addresses.length === 1 ? words.fetch : words.fetchAll}</Button>
      </div>
      <ul className={styles.addresses}>
        {addresses.map((address) => (
          <li key={address}>{address}</li>
        ))}
      </ul>
    </section>
  );
}
