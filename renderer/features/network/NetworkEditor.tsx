import { useState } from "react";
import type { SendSettings, SettingsLayer } from "../../../shared/model/network/send-settings.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import type { PickFile } from "../../app/pick-file.ts";
import { formatCount } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { networkWords } from "../../i18n/messages/network.ts";
import { Disclosure } from "../../ui/Disclosure.tsx";
import { SearchField } from "../../ui/Field.tsx";
import { joined } from "../../ui/joined.ts";
import { type GroupName, groups, type SettingKey } from "./fields.ts";
import styles from "./NetworkEditor.module.css";
import { NetworkLine } from "./NetworkLine.tsx";
import { searchText } from "./search-text.ts";
import { groupSummary, ownCount } from "./summary.ts";
import { VerificationLine } from "./VerificationLine.tsx";

/** Sets one setting of the place that is edited, or lets it inherit again. */
export type ChangeSetting = <K extends SettingKey>(
  key: K,
  value: SendSettings[K] | undefined,
) => void;

export interface NetworkEditorProps {
  /** Nearest first; the first is the place that is edited. */
  readonly layers: readonly SettingsLayer[];
  readonly onChange: ChangeSetting;
  readonly variables: readonly VariableView[];
  /** Asks for a file; null: cancelled. */
  readonly pickFile: PickFile;
  /** Of a request alone: nothing above it can turn verification off. */
  readonly verification?: {
    readonly isOn: boolean;
    readonly onChange: (on: boolean) => void;
  };
  readonly open: readonly GroupName[];
  readonly onOpen: (open: readonly GroupName[]) => void;
  readonly className?: string | undefined;
}

/** How a request is sent, or what a folder, a collection or the app gives to all below it: grouped, searchable, each line with its origin. */
export function NetworkEditor({
  layers,
  onChange,
  variables,
  pickFile,
  verification,
  open,
  onOpen,
  className,
}: NetworkEditorProps) {
  const words = useText(networkWords);
  const language = useLanguage();
  const [filter, setFilter] = useState("");
  const wanted = filter.trim().toLowerCase();
  const matches = (key: SettingKey, group: GroupName) =>
    searchText(key, group, language).includes(wanted);
  const verifies = (group: GroupName) =>
    group === "tls" &&
    verification !== undefined &&
    (wanted === "" ||
      words.verify.toLowerCase().includes(wanted) ||
      words.groups.tls.toLowerCase().includes(wanted));
  const shown = groups
    .map((group) => ({
      ...group,
      shown: wanted === "" ? group.keys : group.keys.filter((key) => matches(key, group.name)),
    }))
    .filter((group) => group.shown.length > 0 || verifies(group.name));

  return (
    <div className={joined(styles.editor, className)}>
      <SearchField
        className={styles.filter}
        label={words.filter}
        placeholder={words.filter}
        clearLabel={words.clearFilter}
        value={filter}
        onChange={setFilter}
      />
      {shown.length === 0 ? <p className={styles.none}>{words.noMatch}</p> : null}
      {shown.map((group) => {
        const unverified = group.name === "tls" && verification?.isOn === false;
        const count = ownCount(group.keys, layers) + (unverified ? 1 : 0);
        const isOpen = wanted !== "" || open.includes(group.name);
        const summary = groupSummary(group, layers, language);
        return (
          <Disclosure
            key={group.name}
            title={words.groups[group.name]}
            summary={isOpen ? "" : unverified ? `${words.verifyValue} · ${summary}` : summary}
            note={count === 0 ? null : words.own(formatCount(count, language))}
            isOpen={isOpen}
            onOpenChange={(next) =>
              onOpen(next ? [...open, group.name] : open.filter((name) => name !== group.name))
            }
          >
            {verifies(group.name) && verification ? <VerificationLine {...verification} /> : null}
            {group.shown.map((key) => (
              <NetworkLine
                key={key}
                settingKey={key}
                layers={layers}
                onChange={onChange}
                variables={variables}
                pickFile={pickFile}
              />
            ))}
          </Disclosure>
        );
      })}
    </div>
  );
}
