import { Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import { toFailure } from "../../../shared/model/failure.ts";
import type { HstsHost } from "../../../shared/model/hsts.ts";
import { useApp } from "../../app/app.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { cookies as messages } from "../../i18n/messages/cookies.ts";
import { notifyFailure } from "../../state/notices.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import styles from "./CookieList.module.css";

/** The hosts that said they want https alone, each to forget; nothing while there are none. */
export function HstsHosts() {
  const app = useApp();
  const words = useText(messages);
  const language = useLanguage();
  const [hosts, setHosts] = useState<readonly HstsHost[]>([]);
  useEffect(() => {
    app.remote["hsts.list"](null)
      .then(setHosts)
      .catch((thrown: unknown) => notifyFailure(app.notices, toFailure(thrown)));
  }, [app]);
  const forget = (host: string | null) => {
    app.remote["hsts.forget"]({ host })
      .then(setHosts)
      .catch((thrown: unknown) => notifyFailure(app.notices, toFailure(thrown)));
  };
  const date = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  if (hosts.length === 0) return null;
  return (
    <section aria-label={words.hsts}>
      <header className={styles.domain}>
        <h3>{words.hsts}</h3>
        <IconButton dense label={words.forgetHosts} onPress={() => forget(null)}>
          <Trash2 size={14} aria-hidden="true" />
        </IconButton>
      </header>
      <table className={styles.table}>
        <colgroup>
          <col />
          <col className={styles.expiresWidth} />
          <col className={styles.flagsWidth} />
          <col className={styles.actionWidth} />
        </colgroup>
        <thead className={styles.spoken}>
          <tr>
            <th scope="col">{words.host}</th>
            <th scope="col">{words.expires}</th>
            <th scope="col">{words.flags}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {hosts.map(({ host, subdomains, expires }) => (
            <tr key={host}>
              <th scope="row" className={styles.name} title={host}>
                {host}
              </th>
              <td className={styles.expires}>
                {expires === null ? words.noEnd : date.format(expires)}
              </td>
              <td className={styles.flags}>{subdomains ? words.andBelow : words.hostOnly}</td>
              <td className={styles.action}>
                <span className={styles.actions}>
                  <IconButton dense label={words.forgetHost(host)} onPress={() => forget(host)}>
                    <Trash2 size={14} aria-hidden="true" />
                  </IconButton>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
