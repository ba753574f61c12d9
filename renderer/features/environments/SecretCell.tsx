import { Ellipsis, Eraser, Lock, SquareTerminal, Users } from "lucide-react";
import { useState } from "react";
import type { SecretOrigin } from "../../../shared/model/secret-origin.ts";
import { useText } from "../../i18n/language.ts";
import { environments } from "../../i18n/messages/environments.ts";
import { secretSourceWords } from "../../i18n/messages/secret-sources.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { type MenuEntry, MenuButton } from "../../ui/Menu.tsx";
import styles from "./EnvironmentEditor.module.css";
import type { Secrets } from "./use-secrets.ts";

/** The value of a secret: one can write it, forget it, share it or name a program that gives it, never read it. Enter or leaving the field writes. */
export function SecretCell({
  name,
  label,
  secrets,
}: {
  readonly name: string;
  readonly label: string;
  readonly secrets: Secrets;
}) {
  const words = useText(environments);
  const sources = useText(secretSourceWords);
  const [typed, setTyped] = useState("");
  const origin = secrets.origin(name);
  const told = originText(origin, { ...sources, ...words });
  const write = async () => {
    if (typed === "" || name === "") return;
    if (await secrets.set(name, typed)) setTyped("");
  };
  // What a program or an environment variable gives would hide whatever is typed here.
  const given = origin?.kind === "program" || origin?.kind === "variable";
  const entries =
    name === "" || origin === null
      ? []
      : entriesFor(name, origin, secrets, { ...sources, ...words });
  const missing = origin?.kind === "none" || (origin?.kind === "shared" && !origin.readable);
  return (
    <div className={styles.secret}>
      <input
        type="password"
        aria-label={`${label}. ${told}`}
        placeholder={name === "" ? words.secretNeedsName : told}
        title={given ? told : undefined}
        disabled={name === ""}
        readOnly={given}
        data-missing={missing || undefined}
        value={typed}
        autoComplete="new-password"
        spellCheck={false}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={() => void write()}
        onKeyDown={(event) => {
          if (event.key === "Enter" && typed !== "") {
            event.preventDefault();
            event.stopPropagation();
            void write();
          }
          if (event.key === "Escape" && typed !== "") {
            event.stopPropagation();
            setTyped("");
          }
        }}
      />
      {entries.length === 0 ? null : (
        <MenuButton label={sources.more(name)} entries={entries} placement="bottom end">
          <IconButton dense label={sources.more(name)} className={styles.more}>
            <Ellipsis size={14} aria-hidden="true" />
          </IconButton>
        </MenuButton>
      )}
    </div>
  );
}

type Words = (typeof environments)["en"] & (typeof secretSourceWords)["en"];

function originText(origin: SecretOrigin | null, words: Words): string {
  switch (origin?.kind) {
    case "variable":
      return words.byVariable(origin.variable);
    case "program":
      return words.byProgram(words[origin.provider], origin.text);
    case "machine":
      return words.secretStored;
    case "shared":
      return origin.readable ? words.shared : words.sharedNotHere;
    case "none":
      return words.secretMissing;
    case undefined:
      return "";
  }
}

function entriesFor(
  name: string,
  origin: SecretOrigin,
  secrets: Secrets,
  words: Words,
): readonly MenuEntry[] {
  const entries: MenuEntry[] = [
    {
      id: "program",
      label: words.fromProgram,
      icon: <SquareTerminal size={14} aria-hidden="true" />,
      run: () => secrets.chooseProgram(name),
    },
  ];
  const { share } = secrets;
  if (origin.kind === "program")
    entries.push({
      id: "stop",
      label: words.stopAsking,
      icon: <Eraser size={14} aria-hidden="true" />,
      run: () => secrets.stopAsking(name),
    });
  if (origin.kind === "machine" && share !== null)
    entries.push({
      id: "share",
      label: words.share,
      icon: <Users size={14} aria-hidden="true" />,
      run: () => share(name),
    });
  if (origin.kind === "machine")
    entries.push({
      id: "forget",
      label: words.forget,
      icon: <Eraser size={14} aria-hidden="true" />,
      run: () => void secrets.forget(name),
    });
  if (origin.kind === "shared")
    entries.push({
      id: "unshare",
      label: words.unshare,
      icon: <Lock size={14} aria-hidden="true" />,
      run: () => secrets.unshare(name),
    });
  return entries;
}
