import type { CookieNote, Hop } from "../../../shared/model/exchange.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { policyReason } from "../../i18n/messages/policy-reasons.ts";
import { responseWords } from "../../i18n/messages/response.ts";
import { Empty } from "../../ui/Empty.tsx";
import styles from "./panes.module.css";

const order: readonly CookieNote["action"][] = ["stored", "rejected", "removed", "sent"];

/** What became of each cookie: stored, refused and why, removed, sent. */
export function CookiesPane({ hop }: { readonly hop: Hop }) {
  const words = useText(responseWords);
  const language = useLanguage();
  if (hop.cookies.length === 0) {
    return <Empty title={words.noCookies}>{words.noCookiesText}</Empty>;
  }
  return (
    <div className={styles.column}>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={words.cookies}>
        {order.map((action) => {
          const notes = hop.cookies.filter((note) => note.action === action);
          if (notes.length === 0) return null;
          const why = notes.some((note) => note.reason !== "");
          return (
            <div key={action}>
              <h3 className={styles.group}>{words.cookieGroups[action]}</h3>
              <table className={styles.table} aria-label={words.cookieGroups[action]}>
                <thead>
                  <tr>
                    <th scope="col">{words.cookieName}</th>
                    <th scope="col">{words.cookieDomain}</th>
                    <th scope="col">{words.cookiePath}</th>
                    {why ? <th scope="col">{words.cookieReason}</th> : null}
                  </tr>
                </thead>
                <tbody>
                  {notes.map((note, at) => (
                    <tr key={at}>
                      <td className={styles.name}>{note.name}</td>
                      <td>{note.domain}</td>
                      <td>{note.path}</td>
                      {why ? (
                        <td className={styles.words}>{policyReason(note, language)}</td>
                      ) : null}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          );
        })}
      </div>
    </div>
  );
}
