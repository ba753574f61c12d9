import { Pencil, Trash2 } from "lucide-react";
import type { Cookie } from "../../../shared/model/cookie.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { cookies as messages } from "../../i18n/messages/cookies.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import styles from "./CookieList.module.css";

/** The cookies of one domain. */
export function CookieTable({
  domain,
  cookies,
  onEdit,
  onRemove,
}: {
  readonly domain: string;
  readonly cookies: readonly Cookie[];
  readonly onEdit: (cookie: Cookie) => void;
  readonly onRemove: (cookie: Cookie) => void;
}) {
  const words = useText(messages);
  const language = useLanguage();
  return (
    <table className={styles.table}>
      <colgroup>
        <col className={styles.nameWidth} />
        <col />
        <col className={styles.pathWidth} />
        <col className={styles.expiresWidth} />
        <col className={styles.flagsWidth} />
        <col className={styles.actionWidth} />
      </colgroup>
      <thead className={styles.spoken}>
        <tr>
          <th scope="col">{words.name}</th>
          <th scope="col">{words.value}</th>
          <th scope="col">{words.path}</th>
          <th scope="col">{words.expires}</th>
          <th scope="col">{words.flags}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {cookies.map((cookie) => (
          <tr key={`${cookie.name}\n${cookie.path}\n${cookie.hostOnly}`}>
            <th scope="row" className={styles.name} title={cookie.name}>
              {cookie.name}
            </th>
            <td className={styles.value} title={cookie.value}>
              {cookie.value}
            </td>
            <td className={styles.path} title={cookie.path}>
              {cookie.path}
            </td>
            <td className={styles.expires}>{expiry(cookie, words.session, language)}</td>
            <td className={styles.flags} title={flags(cookie, words)}>
              {flags(cookie, words)}
            </td>
            <td className={styles.action}>
              <span className={styles.actions}>
                <IconButton
                  dense
                  label={words.edit(cookie.name, domain)}
                  onPress={() => onEdit(cookie)}
                >
                  <Pencil size={14} aria-hidden="true" />
                </IconButton>
                <IconButton
                  dense
                  label={words.remove(cookie.name, domain)}
                  onPress={() => onRemove(cookie)}
                >
                  <Trash2 size={14} aria-hidden="true" />
                </IconButton>
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function expiry({ expires }: Cookie, session: string, language: string): string {
  if (expires === null) return session;
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(
    expires,
  );
}

function flags(
  cookie: Cookie,
  words: { readonly secure: string; readonly httpOnly: string; readonly hostOnly: string },
): string {
  return [
    cookie.secure ? words.secure : "",
    cookie.httpOnly ? words.httpOnly : "",
    cookie.hostOnly ? words.hostOnly : "",
    cookie.sameSite === "" ? "" : `SameSite=${cookie.sameSite}`,
  ]
    .filter(Boolean)
    .join(", ");
}
