import { type ReactNode, useState } from "react";
import {
  type SendSettings,
  type SettingsLayer,
  sourceOf,
} from "../../../shared/model/network/send-settings.ts";
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

interface Verification {
  readonly isOn: boolean;
  readonly onChange: (on: boolean) => void;
}

export interface NetworkEditorProps {
  /** Nearest first; the first is the place that is edited. */
  readonly layers: readonly SettingsLayer[];
  readonly onChange: ChangeSetting;
  readonly variables: readonly VariableView[];
  /** Asks for a file; null: cancelled. */
  readonly pickFile: PickFile;
  /** Of a request alone: nothing above it can turn verification off. */
  readonly verification?: Readonly<Record<"tls" | "proxy", Verification>>;
  readonly open: readonly GroupName[];
  readonly onOpen: (open: readonly GroupName[]) => void;
  /** Settings that are of no use to what is edited: they are not shown. */
  readonly without?: ReadonlySet<SettingKey> | undefined;
  /** A group before all others, while nothing is searched. */
  readonly first?: ReactNode;
  readonly className?: string | undefined;
}

/** Any other kind may turn out to be one, and is verified until somebody finds that it must not be. */
function goesToSecureProxy(layers: readonly SettingsLayer[]): boolean {
  const proxy = sourceOf(layers, "proxy").own.proxy;
  return proxy !== undefined && proxy.kind !== "none"
    ? proxy.kind !== "server" || proxy.server.scheme === "https"
    : false;
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
  without,
  first,
  className,
}: NetworkEditorProps) {
  const words = useText(networkWords);
  const language = useLanguage();
  const [filter, setFilter] = useState("");
  const wanted = filter.trim().toLowerCase();
  const matches = (key: SettingKey, group: GroupName) =>
    searchText(key, group, language).includes(wanted);
  /** The switch of a group for verification, where it has one that would do something. */
  const verificationOf = (group: GroupName): Verification | null => {
    if (verification === undefined || (group !== "tls" && group !== "proxy")) return null;
    const own = verification[group];
    if (group === "proxy" && own.isOn && !goesToSecureProxy(layers)) return null;
    const label = group === "tls" ? words.verify : words.verifyProxy;
    const found = [label, words.groups[group]].some((text) => text.toLowerCase().includes(wanted));
    return found ? own : null;
  };
  const shown = groups
    .map(({ name, keys }) => ({ name, keys: keys.filter((key) => without?.has(key) !== true) }))
    .map((group) => ({
      ...group,
      shown: wanted === "" ? group.keys : group.keys.filter((key) => matches(key, group.name)),
    }))
    .filter((group) => group.shown.length > 0 || verificationOf(group.name) !== null);

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
      {wanted === "" ? first : null}
      {shown.length === 0 ? <p className={styles.none}>{words.noMatch}</p> : null}
      {shown.map((group) => {
        const { name } = group;
        const unverified =
          (name === "tls" || name === "proxy") && verification?.[name].isOn === false;
        const verifying = verificationOf(name);
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
            {verifying && name === "tls" ? <VerificationLine whose={name} {...verifying} /> : null}
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
            {verifying && name === "proxy" ? (
              <VerificationLine whose={name} {...verifying} />
            ) : null}
          </Disclosure>
        );
      })}
    </div>
  );
}
