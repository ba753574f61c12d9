import { useText } from "../i18n/language.ts";
import { views } from "../i18n/messages/views.ts";
import type { ViewProps } from "./view.ts";
import styles from "./views.module.css";

/** HTML as a page that can do nothing: an empty sandbox (no scripts, forms, windows, same origin) and the host's CSP. */
export function Page({ info }: ViewProps) {
  const words = useText(views);
  return (
    <div className={styles.column}>
      <p className={styles.hint}>{words.previewSafe}</p>
      <div className={styles.rest}>
        <iframe
          sandbox=""
          referrerPolicy="no-referrer"
          src={info.previewUrl}
          title={words.previewOf(info.fileName)}
          className={styles.page}
        />
      </div>
    </div>
  );
}
