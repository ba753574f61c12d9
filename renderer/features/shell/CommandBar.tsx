import { ChevronDown, PanelLeft, Rows2, Columns2, Search, Settings2 } from "lucide-react";
import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { actionTitles } from "../../i18n/messages/actions.ts";
import { shell } from "../../i18n/messages/shell.ts";
import { showOverlay } from "../../state/overlay.ts";
import { showSidebar } from "../../state/session.ts";
import { findCollection } from "../../state/replica.ts";
import { BareButton } from "../../ui/BareButton.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Keys } from "../../ui/Keys.tsx";
import { Branch } from "../git/Branch.tsx";
import { EnvironmentPicker } from "../environments/EnvironmentPicker.tsx";
import styles from "./CommandBar.module.css";
import { useCurrentCollection } from "./current.ts";
import { useKeys } from "./keys.ts";
import { Mark } from "./Mark.tsx";

/** The bar on top: where one is, the search, the environment, the layout. */
export function CommandBar() {
  const app = useApp();
  const words = useText(shell);
  const titles = useText(actionTitles);
  const keys = useKeys();
  const collectionId = useCurrentCollection();
  const name = useStore(app.replica, (replica) => findCollection(replica, collectionId)?.name);
  const workspace = useStore(app.workspace, ({ value }) => value.current?.workspace.name ?? null);
  const layout = useStore(app.settings, (state) => state.value.layout);
  const demo = useStore(app.demo, (state) => state.value.url);
  return (
    <header className={styles.bar} aria-label={words.commandBar}>
      <div className={styles.side}>
        <IconButton
          label={titles["view.sidebar"]}
          keys={keys("view.sidebar")}
          onPress={() => showSidebar(app.session)}
        >
          <PanelLeft size={16} aria-hidden="true" />
        </IconButton>
        <Mark size={18} />
        <BareButton
          className={styles.place ?? ""}
          aria-label={titles["workspace.show"]}
          onPress={() => showOverlay(app.overlay, { kind: "workspace" })}
        >
          {workspace === null ? null : <span className={styles.workspace}>{workspace}</span>}
          <span className={styles.name}>{name ?? "Envoi"}</span>
          <ChevronDown size={12} aria-hidden="true" />
        </BareButton>
        <Branch collectionId={collectionId} />
        {demo === null ? null : (
          <span className={styles.demo} title={words.demoRunning(demo)}>
            demo
          </span>
        )}
      </div>
      <BareButton
        className={styles.search ?? ""}
        onPress={() => showOverlay(app.overlay, { kind: "palette", mode: "all" })}
      >
        <Search size={14} aria-hidden="true" />
        <span className={styles.hint}>{words.searchHint}</span>
        <Keys keys={keys("palette.open") ?? "Mod+K"} />
      </BareButton>
      <div className={styles.side} data-end="">
        <EnvironmentPicker collectionId={collectionId} />
        <IconButton
          label={layout === "vertical" ? words.layoutRow : words.layoutColumn}
          onPress={() =>
            void app.remote["app.updateSettings"]({
              layout: layout === "vertical" ? "horizontal" : "vertical",
            })
          }
        >
          {layout === "vertical" ? (
            <Columns2 size={16} aria-hidden="true" />
          ) : (
            <Rows2 size={16} aria-hidden="true" />
          )}
        </IconButton>
        <IconButton
          label={words.settings}
          keys={keys("settings.open")}
          onPress={() => showOverlay(app.overlay, { kind: "settings", section: null })}
        >
          <Settings2 size={16} aria-hidden="true" />
        </IconButton>
      </div>
    </header>
  );
}
