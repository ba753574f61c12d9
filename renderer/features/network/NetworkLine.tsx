import { RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import { type SettingsLayer, sourceOf } from "../../../shared/model/network/send-settings.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import type { PickFile } from "../../app/pick-file.ts";
import { useApp } from "../../app/app.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { networkFields } from "../../i18n/messages/network-fields.ts";
import { networkWords } from "../../i18n/messages/network.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { joined } from "../../ui/joined.ts";
import { fieldShapes, type SettingKey } from "./fields.ts";
import type { ChangeSetting } from "./NetworkEditor.tsx";
import styles from "./NetworkLine.module.css";
import { SettingControl } from "./SettingControl.tsx";
import { valueText } from "./value-text.ts";

/** One setting: its control shows the value that counts, beside it where that comes from. A change makes it this place's own. */
export function NetworkLine({
  settingKey,
  layers,
  onChange,
  variables,
  pickFile,
}: {
  readonly settingKey: SettingKey;
  readonly layers: readonly SettingsLayer[];
  readonly onChange: ChangeSetting;
  readonly variables: readonly VariableView[];
  readonly pickFile: PickFile;
}) {
  const { info } = useApp();
  const words = useText(networkWords);
  const [label, hint] = useText(networkFields)[settingKey];
  const language = useLanguage();
  const { kind } = fieldShapes[settingKey];
  const source = sourceOf(layers, settingKey);
  const own = source === layers[0];
  const above = sourceOf(layers.slice(1), settingKey);
  const value = source.own[settingKey];
  const inherited = above.own[settingKey];
  if (value === undefined || inherited === undefined) return null;
  const back = valueText(settingKey, inherited, language);
  const place = placeName(above, words);
  return (
    <SettingLine
      label={label}
      hint={settingKey === "httpVersion" && info.http3 === null ? `${hint} ${words.noHttp3}` : hint}
      own={own}
      wide={kind === "proxy" || kind === "certificates"}
      focus={`setting-${settingKey}`}
      note={
        own
          ? place === ""
            ? words.insteadOfDefault(back)
            : words.insteadOf(back, place)
          : source.place === "default"
            ? ""
            : words.from(placeName(source, words))
      }
      reset={
        own ? (
          <IconButton
            dense
            label={words.reset(label, back)}
            onPress={() => onChange(settingKey, undefined)}
          >
            <RotateCcw size={14} aria-hidden="true" />
          </IconButton>
        ) : null
      }
    >
      <SettingControl
        settingKey={settingKey}
        label={label}
        value={value}
        onChange={onChange}
        variables={variables}
        pickFile={pickFile}
      />
    </SettingLine>
  );
}

/** The place's words, with its name where it has one; "" for what Envoi does by itself. */
function placeName(
  { place, name }: SettingsLayer,
  { places }: { readonly places: ReturnType<typeof useText<Words>>["places"] },
): string {
  switch (place) {
    case "folder":
      return places.folder(name);
    case "collection":
      return places.collection(name);
    case "default":
      return "";
    default:
      return places[place];
  }
}

type Words = (typeof networkWords)["en"];

/** The layout of a line. */
export function SettingLine({
  label,
  hint,
  own,
  wide = false,
  warns = false,
  note,
  reset,
  focus,
  children,
}: {
  readonly label: string;
  readonly hint: string;
  readonly own: boolean;
  /** The control is a form of its own. */
  readonly wide?: boolean;
  readonly warns?: boolean;
  readonly note: string;
  readonly reset: ReactNode;
  readonly focus: string;
  readonly children: ReactNode;
}) {
  return (
    <div
      role="group"
      aria-label={label}
      className={joined(styles.line, wide && styles.wide, own && styles.own)}
    >
      <div className={styles.words}>
        <span className={styles.label}>{label}</span>
        <span className={warns ? styles.warning : styles.hint}>{hint}</span>
      </div>
      <div className={styles.control} data-focus={focus}>
        {children}
      </div>
      <div className={styles.source}>
        <span className={styles.note}>{note}</span>
        {reset}
      </div>
    </div>
  );
}
