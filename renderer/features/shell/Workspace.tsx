import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import { Welcome } from "../welcome/Welcome.tsx";
import { TabBar } from "./TabBar.tsx";
import { TabContent } from "./TabContent.tsx";
import styles from "./Workspace.module.css";

/** The tabs and what the active one shows. */
export function Workspace() {
  const app = useApp();
  const active = useStore(app.session, ({ tabs, active: key }) =>
    tabs.find((tab) => tab.key === key),
  );
  return (
    <div className={styles.workspace}>
      <TabBar />
      <div className={styles.content}>
        {active ? <TabContent key={active.key} tab={active} /> : <Welcome />}
      </div>
    </div>
  );
}
