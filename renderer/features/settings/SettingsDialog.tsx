import { useState } from "react";
import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { settings as messages } from "../../i18n/messages/settings.ts";
import { secretStoreWords } from "../../i18n/messages/secret-store.ts";
import { closeOverlay } from "../../state/overlay.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import type { GroupName } from "../network/fields.ts";
import { About } from "./About.tsx";
import { Appearance } from "./Appearance.tsx";
import { KeyList } from "./KeyList.tsx";
import { RequestDefaults } from "./RequestDefaults.tsx";
import { SecretStore } from "./SecretStore.tsx";
import styles from "./Settings.module.css";
import { WorkspaceDefaults } from "./WorkspaceDefaults.tsx";

type Section = "appearance" | "requests" | "workspace" | "secrets" | "keys" | "about";

const sections: readonly Section[] = [
  "appearance",
  "requests",
  "workspace",
  "secrets",
  "keys",
  "about",
];

/** Every setting of the app. Each change is kept at once. */
export function SettingsDialog() {
  const app = useApp();
  const words = useText(messages);
  const secretWords = useText(secretStoreWords);
  const open = useStore(app.overlay, (state) => state.overlay.kind === "settings");
  const [groups, setGroups] = useState<readonly GroupName[]>([]);
  const asked = useStore(app.overlay, ({ overlay }) =>
    overlay.kind === "settings" ? overlay.section : null,
  );
  const inWorkspace = useStore(app.workspace, (state) => state.value.current !== null);
  const [chosen, setSection] = useState<Section>("appearance");
  const [answered, setAnswered] = useState<string | null>(null);
  if (asked !== answered) {
    setAnswered(asked);
    const found = sections.find((name) => name === asked);
    if (found !== undefined) setSection(found);
  }
  const section = chosen === "workspace" && !inWorkspace ? "requests" : chosen;
  return (
    <Dialog
      title={words.title}
      size="medium"
      isOpen={open}
      onClose={() => closeOverlay(app.overlay)}
    >
      <div className={styles.frame}>
        <Tabs<Section>
          label={words.sections}
          value={section}
          onChange={setSection}
          items={[
            { id: "appearance", label: words.appearance, content: () => <Appearance /> },
            {
              id: "requests",
              label: words.requests,
              content: () => <RequestDefaults open={groups} onOpen={setGroups} />,
            },
            ...(inWorkspace
              ? [
                  {
                    id: "workspace" as const,
                    label: words.workspace,
                    content: () => <WorkspaceDefaults open={groups} onOpen={setGroups} />,
                  },
                ]
              : []),
            { id: "secrets", label: secretWords.section, content: () => <SecretStore /> },
            { id: "keys", label: words.keys, content: () => <KeyList /> },
            { id: "about", label: words.about, content: () => <About /> },
          ]}
        />
      </div>
    </Dialog>
  );
}
