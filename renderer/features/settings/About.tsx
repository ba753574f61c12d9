import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { settings as messages } from "../../i18n/messages/settings.ts";
import { Line } from "./Line.tsx";
import styles from "./Settings.module.css";

export function About() {
  const { info } = useApp();
  const words = useText(messages);
  return (
    <div className={styles.page}>
      <Line label={words.version}>
        <span className={styles.code}>{info.version}</span>
      </Line>
      <Line label={words.host}>
        <span>{info.host === "desktop" ? words.hostDesktop : words.hostLoopback}</span>
      </Line>
      <div className={styles.words}>
        <span>{words.dataFolder}</span>
        <p className={styles.code}>{info.dataFolder}</p>
        <p className={styles.hint}>{words.dataText}</p>
        <p className={styles.hint}>{words.noTelemetry}</p>
      </div>
    </div>
  );
}
