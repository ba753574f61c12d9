import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { git } from "../../i18n/messages/git.ts";
import { settings as messages } from "../../i18n/messages/settings.ts";
import { Line } from "./Line.tsx";
import styles from "./Settings.module.css";

export function About() {
  const app = useApp();
  const { info } = app;
  const words = useText(messages);
  const gitWords = useText(git);
  const hasGit = useStore(app.git, ({ value }) => value.installed);
  return (
    <div className={styles.page}>
      <Line label={words.version}>
        <span className={styles.code}>{info.version}</span>
      </Line>
      <Line label={words.host}>
        <span>{info.host === "desktop" ? words.hostDesktop : words.hostLoopback}</span>
      </Line>
      <div className={styles.words}>
        <span>{words.git}</span>
        <p className={styles.hint}>{hasGit ? gitWords.isInstalled : gitWords.notInstalled}</p>
      </div>
      <div className={styles.words}>
        <span>{words.dataFolder}</span>
        <p className={styles.code}>{info.dataFolder}</p>
        <p className={styles.hint}>{words.dataText}</p>
        <p className={styles.hint}>{words.noTelemetry}</p>
      </div>
    </div>
  );
}
