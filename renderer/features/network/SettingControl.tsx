import { assertNever } from "../../../shared/model/failure.ts";
import type { SendSettings } from "../../../shared/model/network/send-settings.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import type { PickFile } from "../../app/pick-file.ts";
import { useApp } from "../../app/app.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { networkWords } from "../../i18n/messages/network.ts";
import { NumberInput } from "../../ui/NumberInput.tsx";
import { Select } from "../../ui/Select.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { ToggleSet } from "../../ui/ToggleSet.tsx";
import { VariableField } from "../variables/VariableField.tsx";
import { CertificatesControl } from "./CertificatesControl.tsx";
import { fieldShapes, type SettingKey } from "./fields.ts";
import { choiceText, textOf } from "./value-text.ts";
import { LinesControl } from "./LinesControl.tsx";
import type { ChangeSetting } from "./NetworkEditor.tsx";
import { PathControl } from "./PathControl.tsx";
import { ProxyControl } from "./ProxyControl.tsx";
import { ServernameControl } from "./ServernameControl.tsx";
import styles from "./SettingControl.module.css";

/** What the shape of a setting says about its value; the compiler cannot follow from one table to the other. */
type Of<K extends SettingKey> = SendSettings[K];

/** The control of one setting, by its shape. */
export function SettingControl({
  settingKey,
  label,
  value,
  onChange,
  variables,
  pickFile,
}: {
  readonly settingKey: SettingKey;
  readonly label: string;
  readonly value: SendSettings[SettingKey];
  readonly onChange: ChangeSetting;
  readonly variables: readonly VariableView[];
  readonly pickFile: PickFile;
}) {
  const words = useText(networkWords);
  const language = useLanguage();
  const { info } = useApp();
  const shape = fieldShapes[settingKey];
  const set = (next: unknown) => onChange(settingKey, next as Of<typeof settingKey>);
  switch (shape.kind) {
    case "switch":
      return <Switch label={label} isSelected={value === true} onChange={set} />;
    case "choice":
      return (
        <Select
          label={label}
          className={styles.choice}
          options={shape.ids
            // HTTP/3 is offered where there is a curl for it; a file that asks for it is shown as it is.
            .filter(
              (id) => settingKey !== "httpVersion" || id !== "3" || id === value || info.http3,
            )
            .map((id) => ({ id, label: choiceText(settingKey, id, language) }))}
          value={textOf(value)}
          onChange={set}
        />
      );
    case "wait":
      return (
        <NumberInput
          label={label}
          unit={words.ms}
          most={86_400_000}
          value={Number(value)}
          onChange={set}
        />
      );
    case "size":
      return (
        <NumberInput
          label={label}
          unit={words.bytes}
          most={Number.MAX_SAFE_INTEGER}
          value={Number(value)}
          onChange={set}
        />
      );
    case "rate":
      return (
        <NumberInput
          label={label}
          unit={words.bytesPerSecond}
          most={Number.MAX_SAFE_INTEGER}
          value={Number(value)}
          onChange={set}
        />
      );
    case "count":
      return <NumberInput label={label} most={1_000} value={Number(value)} onChange={set} />;
    case "text":
      return (
        <VariableField label={label} value={textOf(value)} variables={variables} onChange={set} />
      );
    case "lines":
      return <LinesControl label={label} lines={value as Of<"resolve">} onChange={set} />;
    case "trailers":
      return (
        <LinesControl
          label={label}
          lines={(value as Of<"trailers">).map(trailerLine)}
          onChange={(lines) => set(lines.map(trailerOf))}
        />
      );
    case "many":
      return (
        <ToggleSet
          label={label}
          options={shape.ids.map((id) => ({ id, label: words.causes[id] }))}
          value={value as Of<"retryOn" | "keepMethod" | "schemes">}
          onChange={set}
        />
      );
    case "path":
      return (
        <PathControl
          label={label}
          value={textOf(value)}
          variables={variables}
          onChange={set}
          what={shape.what}
          pickFile={pickFile}
        />
      );
    case "servername":
      return (
        <ServernameControl
          label={label}
          value={value as Of<"servername">}
          variables={variables}
          onChange={set}
        />
      );
    case "proxy":
      return (
        <ProxyControl
          value={value as Of<"proxy">}
          variables={variables}
          onChange={set}
          pickFile={pickFile}
        />
      );
    case "certificates":
      return (
        <CertificatesControl
          certificates={value as Of<"clientCertificates">}
          variables={variables}
          onChange={set}
          pickFile={pickFile}
        />
      );
    default:
      return assertNever(shape);
  }
}

/** A trailer field as a line; one that is switched off stands behind `# `. */
function trailerLine({ name, value, disabled }: Of<"trailers">[number]): string {
  return `${disabled === true ? "# " : ""}${name}: ${value}`;
}

function trailerOf(line: string): Of<"trailers">[number] {
  const off = line.startsWith("# ");
  const text = off ? line.slice(2) : line;
  const colon = text.indexOf(":");
  const end = colon < 0 ? text.length : colon;
  return {
    name: text.slice(0, end).trim(),
    value: text.slice(end + 1).trim(),
    ...(off ? { disabled: true } : {}),
  };
}
