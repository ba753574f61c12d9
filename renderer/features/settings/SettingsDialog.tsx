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

type Section = "appearance" | "requests" | "secrets" | "keys" | "about";

/** Every setting of the app. Each change is kept at once. */
export function SettingsDialog() {
  const app = useApp();
  const words = useText(messages);
  const secretWords = useText(secretStoreWords);
  const open = useStore(app.overlay, (state) => state.overlay.kind === "settings");
  const [groups, setGroups] = useState<readonly GroupName[]>([]);
  const [section, setSection] = useState<Section>("appearance");
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
            { id: "secrets", label: secretWords.section, content: () => <SecretStore /> },
            { id: "keys", label: words.keys, content: () => <KeyList /> },
            { id: "about", label: words.about, content: () => <About /> },
          ]}
        />
      </div>
    </Dialog>
  );
}
