import { appSettingChange } from "../../../shared/model/network/own-settings.ts";
import { useApp } from "../../app/app.ts";
import type { PickFile } from "../../app/pick-file.ts";
import { useText } from "../../i18n/language.ts";
import { settings as messages } from "../../i18n/messages/settings.ts";
import { showOverlay } from "../../state/overlay.ts";
import type { GroupName } from "../network/fields.ts";
import { appLayer } from "../network/layers.ts";
import { NetworkEditor } from "../network/NetworkEditor.tsx";
import { usePickFile } from "../places/use-pick-file.ts";
import { NumberInput } from "../../ui/NumberInput.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { KeyLogFile } from "./KeyLogFile.tsx";
import { Line } from "./Line.tsx";
import styles from "./Settings.module.css";
import { useSettings } from "./use-settings.ts";

/** How requests are sent when neither they nor their folders say otherwise, and what is kept of them. */
export function RequestDefaults({
  open,
  onOpen,
}: {
  readonly open: readonly GroupName[];
  readonly onOpen: (open: readonly GroupName[]) => void;
}) {
  const app = useApp();
  const words = useText(messages);
  const ask = usePickFile(null);
  const [settings, update] = useSettings();
  // Envoi's own picker takes the place of this dialog; afterwards the dialog is there again.
  const pick: PickFile = async (what) => {
    const file = await ask(what);
    if (app.overlay.getState().overlay.kind !== "settings")
      showOverlay(app.overlay, { kind: "settings", section: "requests" });
    return file;
  };
  return (
    <div className={styles.page}>
      <p className={styles.hint}>{words.requestsHint}</p>
      <NetworkEditor
        layers={[appLayer(settings)]}
        variables={[]}
        pickFile={pick}
        className={styles.network}
        open={open}
        onOpen={onOpen}
        onChange={(key, value) => update(appSettingChange(settings, key, value))}
      />
      <Line wide label={words.keyLogFile} hint={words.keyLogFileHint}>
        <KeyLogFile
          label={words.keyLogFile}
          value={settings.keyLogFile}
          onChange={(keyLogFile) => update({ keyLogFile })}
        />
      </Line>
      <Line label={words.historyLimit}>
        <NumberInput
          label={words.historyLimit}
          value={settings.historyLimit}
          most={100_000}
          onChange={(historyLimit) => update({ historyLimit })}
        />
      </Line>
      <Line label={words.copySentFiles} hint={words.copySentFilesHint}>
        <Switch
          label={words.copySentFiles}
          isSelected={settings.copySentFiles}
          onChange={(copySentFiles) => update({ copySentFiles })}
        />
      </Line>
    </div>
  );
}
