import type { Defaults } from "../../../shared/model/collection.ts";
import { ownOfRequest, withRequestSetting } from "../../../shared/model/network/own-settings.ts";
import type { RequestSettings } from "../../../shared/model/request.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import type { PickFile } from "../../app/pick-file.ts";
import { layersOfRequest, type Outside } from "../network/layers.ts";
import { NetworkEditor, type NetworkEditorProps } from "../network/NetworkEditor.tsx";
import { useOpenGroups } from "../network/open-groups.ts";
import { verifies, withVerification } from "./verification.ts";

/** How one request is sent. Each setting is inherited until it gets a value of its own. */
export function SettingsPanel({
  documentKey,
  settings,
  inherited,
  outside,
  variables,
  onChange,
  pickFile,
  without,
  first,
}: {
  readonly documentKey: string;
  readonly settings: RequestSettings;
  /** Outer to inner; the first is the collection. */
  readonly inherited: readonly Defaults[];
  readonly outside: Outside;
  readonly variables: readonly VariableView[];
  readonly onChange: (settings: RequestSettings) => void;
  readonly pickFile: PickFile;
  readonly without?: NetworkEditorProps["without"];
  readonly first?: NetworkEditorProps["first"];
}) {
  const [open, setOpen] = useOpenGroups(documentKey);
  return (
    <NetworkEditor
      layers={layersOfRequest(settings, inherited, outside)}
      variables={variables}
      pickFile={pickFile}
      verification={{
        tls: {
          isOn: verifies(settings),
          onChange: (on) => onChange(withVerification(settings, on)),
        },
        proxy: {
          isOn: verifies(settings, "verifyProxy"),
          onChange: (on) => onChange(withVerification(settings, on, "verifyProxy")),
        },
      }}
      open={open}
      onOpen={setOpen}
      without={without}
      first={first}
      onChange={(key, value) => onChange(withRequestSetting(settings, key, value))}
    />
  );
}

/** How many settings have a value of their own. */
export function countOwn(settings: RequestSettings): number {
  const off = [verifies(settings), verifies(settings, "verifyProxy")].filter((on) => !on);
  return Object.keys(ownOfRequest(settings)).length + off.length;
}
