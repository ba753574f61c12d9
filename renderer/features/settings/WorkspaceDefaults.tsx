import { withDefaultsSetting } from "../../../shared/model/network/own-settings.ts";
import { useApp } from "../../app/app.ts";
import type { PickFile } from "../../app/pick-file.ts";
import { useText } from "../../i18n/language.ts";
import { settings as messages } from "../../i18n/messages/settings.ts";
import { showOverlay } from "../../state/overlay.ts";
import type { GroupName } from "../network/fields.ts";
import { layersOutside } from "../network/layers.ts";
import { NetworkEditor } from "../network/NetworkEditor.tsx";
import { usePickFile } from "../places/use-pick-file.ts";
import styles from "./Settings.module.css";
import { useSettings } from "./use-settings.ts";
import { useWorkspaceFile } from "./use-workspace-file.ts";

/** How requests of all collections of the open workspace are sent, when nothing below says otherwise. Kept in its file. */
export function WorkspaceDefaults({
  open,
  onOpen,
}: {
  readonly open: readonly GroupName[];
  readonly onOpen: (open: readonly GroupName[]) => void;
}) {
  const app = useApp();
  const words = useText(messages);
  const ask = usePickFile(null);
  const [settings] = useSettings();
  const { value, change } = useWorkspaceFile();
  // Envoi's own picker takes the place of this dialog; afterwards the dialog is there again.
  const pick: PickFile = async (what) => {
    const file = await ask(what);
    if (app.overlay.getState().overlay.kind !== "settings")
      showOverlay(app.overlay, { kind: "settings", section: "workspace" });
    return file;
  };
  if (value === null) return null;
  return (
    <div className={styles.page}>
      <p className={styles.hint}>{words.workspaceHint(value.name)}</p>
      <NetworkEditor
        layers={layersOutside({ app: settings, workspace: value })}
        variables={[]}
        pickFile={pick}
        className={styles.network}
        open={open}
        onOpen={onOpen}
        onChange={(key, next) => change((before) => withDefaultsSetting(before, key, next))}
      />
    </div>
  );
}
