import { useEffect, useSyncExternalStore } from "react";
import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import { chooseLanguage, LanguageContext } from "../../i18n/language.ts";
import { shell } from "../../i18n/messages/shell.ts";
import { Locale } from "../../ui/Locale.tsx";
import { joined } from "../../ui/joined.ts";
import { Split } from "../../ui/Split.tsx";
import { CodeDialog } from "../code/CodeDialog.tsx";
import { CompareDialog } from "../compare/CompareDialog.tsx";
import { ConnectionsDialog } from "../connections/ConnectionsDialog.tsx";
import { CookiesDialog } from "../cookies/CookiesDialog.tsx";
import { DropAndPaste } from "../import/DropAndPaste.tsx";
import { Imports } from "../import/ImportDialog.tsx";
import { UpdateApi } from "../import/UpdateDialog.tsx";
import { ExportDialog } from "../exports/ExportDialog.tsx";
import { Palette } from "../palette/Palette.tsx";
import { Places } from "../places/Places.tsx";
import { ChangesDialog } from "../git/ChangesDialog.tsx";
import { WorkspaceDialog } from "../workspace/WorkspaceDialog.tsx";
import { SearchDialog } from "../search/SearchDialog.tsx";
import { SettingsDialog } from "../settings/SettingsDialog.tsx";
import { Sidebar } from "../sidebar/Sidebar.tsx";
import { CommandBar } from "./CommandBar.tsx";
import { Contained } from "./Contained.tsx";
import { Notices } from "./Notices.tsx";
import styles from "./Shell.module.css";
import { Workspace } from "./Workspace.tsx";
import { useNarrow } from "./narrow.ts";
import { useTheme } from "./theme.ts";

/** The window: command bar, sidebar, workspace, and what lies over them. */
export function Shell() {
  const app = useApp();
  const settings = useStore(app.settings, (state) => state.value);
  const language = chooseLanguage(settings.language, app.info.systemLanguage);
  const words = shell[language];
  const narrow = useNarrow();
  const sidebarOpen = useStore(app.session, (session) => session.sidebarOpen);
  const drawerOpen = useStore(app.session, (session) => session.drawerOpen);
  const sidebarWidth = useStore(app.session, (session) => session.sidebarWidth);
  const connection = useSyncExternalStore(app.host.state.subscribe, app.host.state.get);
  useTheme(settings);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  const workspace = (
    <main className={styles.workspace} aria-label={words.workspace}>
      <Contained>
        <Workspace />
      </Contained>
    </main>
  );
  const sidebar = (
    <aside className={styles.sidebar} aria-label={words.sidebar}>
      <Contained>
        <Sidebar />
      </Contained>
    </aside>
  );
  return (
    <Locale locale={language}>
      <LanguageContext value={language}>
        <div className={styles.window}>
          <CommandBar />
          {connection === "open" ? null : (
            <div role="status" className={styles.lost}>
              {connection === "restarted"
                ? `${words.restarted} ${words.restartedWhy}`
                : words.connectionLost}
            </div>
          )}
          <div className={styles.body}>
            {sidebarOpen && !narrow ? (
              <Split
                direction="row"
                sized="first"
                size={sidebarWidth}
                min={180}
                max={520}
                label={words.sidebarWidth}
                onSize={(width) => app.session.setState({ sidebarWidth: width })}
                onCollapse={() => app.session.setState({ sidebarOpen: false })}
                first={sidebar}
                second={workspace}
              />
            ) : (
              workspace
            )}
            {drawerOpen && narrow ? (
              <>
                <div
                  aria-hidden="true"
                  className={styles.scrim}
                  onPointerDown={() => app.session.setState({ drawerOpen: false })}
                />
                <div className={joined(styles.drawer)}>{sidebar}</div>
              </>
            ) : null}
          </div>
          <Notices />
          <Contained>
            <Palette />
            <Places />
            <Imports />
            <UpdateApi />
            <DropAndPaste />
            <SearchDialog />
            <ChangesDialog />
            <WorkspaceDialog />
            <SettingsDialog />
            <CookiesDialog />
            <CodeDialog />
            <CompareDialog />
            <ExportDialog />
            <ConnectionsDialog />
          </Contained>
        </div>
      </LanguageContext>
    </Locale>
  );
}
