import { useEffect, useState } from "react";
import type { ExportView as View } from "../../../shared/contract/index.ts";
import { exportFormat, exportFormats } from "../../../shared/formats/export/export.ts";
import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import { useApp } from "../../app/app.ts";
import { formatBytes } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { exportWords } from "../../i18n/messages/exports.ts";
import { failureSentences } from "../../i18n/messages/failures.ts";
import { notify, notifyFailure } from "../../state/notices.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Select } from "../../ui/Select.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { downloadContent } from "../../views/download.ts";
import styles from "./ExportView.module.css";

/** Choose a format, see what stays out, save. Nothing is written before Save. */
export function ExportView({
  collectionId,
  path,
  name,
  onClose,
}: {
  readonly collectionId: string;
  readonly path: string;
  readonly name: string;
  readonly onClose: () => void;
}) {
  const app = useApp();
  const words = useText(exportWords);
  const language = useLanguage();
  const [format, setFormat] = useState(exportFormats[0]?.id ?? "");
  const [keepSecrets, setKeepSecrets] = useState(false);
  const [answer, setAnswer] = useState<{ readonly to: string; readonly view: View } | null>(null);
  const asked = `${format} ${keepSecrets}`;
  // What was asked before stays in sight; it is not what would be saved.
  const view = answer?.view ?? null;
  const isFresh = answer?.to === asked;
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const ask = async () => {
      const found = await app.remote["exports.preview"](
        { collectionId, path, format, keepSecrets },
        signal,
      );
      if (signal.aborted) return;
      setAnswer({ to: asked, view: found });
      setFailure(null);
    };
    void ask().catch((thrown: unknown) => {
      if (!signal.aborted) setFailure(toFailure(thrown));
    });
    return () => controller.abort();
  }, [app, collectionId, path, format, keepSecrets, asked]);

  const save = async () => {
    const fileName = `${name.replace(/[\\/:*?"<>|\u0000-\u001f]/g, "-")}${exportFormat(format)?.extension ?? ""}`;
    const input = { collectionId, path, format, keepSecrets };
    try {
      if (!app.info.capabilities.nativeDialogs) {
        if (view) downloadContent(view.text, fileName, "text/plain");
        onClose();
        return;
      }
      const file = await app.remote["dialogs.saveFile"]({ title: words.open, name: fileName });
      if (file === null) return;
      const size = await app.remote["exports.write"]({ ...input, file });
      notify(app.notices, { text: words.done(formatBytes(size, language)) });
      onClose();
    } catch (thrown) {
      notifyFailure(app.notices, toFailure(thrown));
    }
  };
  return (
    <Dialog
      title={words.title(name)}
      isOpen
      size="medium"
      onClose={onClose}
      footer={
        <Button
          variant="primary"
          isDisabled={!isFresh || failure !== null}
          onPress={() => void save()}
        >
          {words.save}
        </Button>
      }
    >
      <div className={styles.column}>
        <Select
          label={words.format}
          options={exportFormats.map(({ id, name: label }) => ({ id, label }))}
          value={format}
          onChange={setFormat}
        />
        {failure === null ? null : (
          <p role="alert" className={styles.failure}>
            {failureSentences(failure, language).what}
          </p>
        )}
        {view === null ? (
          failure === null && <p className={styles.note}>{words.reading}</p>
        ) : (
          <Found view={view} keepSecrets={keepSecrets} onKeep={setKeepSecrets} />
        )}
      </div>
    </Dialog>
  );
}

function Found({
  view,
  keepSecrets,
  onKeep,
}: {
  readonly view: View;
  readonly keepSecrets: boolean;
  readonly onKeep: (keep: boolean) => void;
}) {
  const words = useText(exportWords);
  return (
    <>
      {view.secrets.length === 0 ? (
        <p className={styles.note}>{words.none}</p>
      ) : (
        <section aria-label={words.secrets}>
          <h3 className={styles.heading}>{words.secrets}</h3>
          <ul className={styles.list}>
            {view.secrets.map(({ name, place }) => (
              <li key={`${name} ${place}`}>
                <code>{name}</code> <span className={styles.place}>{place}</span>
              </li>
            ))}
          </ul>
          <p className={styles.note}>{keepSecrets ? words.kept : words.masked}</p>
          <Switch isSelected={keepSecrets} onChange={onKeep}>
            {words.keep}
          </Switch>
        </section>
      )}
      {view.left.length === 0 ? null : (
        <section aria-label={words.left}>
          <h3 className={styles.heading}>{words.left}</h3>
          <ul className={styles.list}>
            {[...new Set(view.left)].map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
