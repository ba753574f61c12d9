import { Cookie as CookieIcon, Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import type { Cookie } from "../../../shared/model/cookie.ts";
import { toFailure } from "../../../shared/model/failure.ts";
import { useApp } from "../../app/app.ts";
import { formatCount } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { cookies as messages } from "../../i18n/messages/cookies.ts";
import { notifyFailure } from "../../state/notices.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { SearchField } from "../../ui/Field.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import styles from "./CookieList.module.css";
import { groupCookies } from "./group.ts";

/** The jar by domain: find, read, delete one, one domain's or all. */
export function CookieList({ onClose }: { readonly onClose: () => void }) {
  const app = useApp();
  const words = useText(messages);
  const language = useLanguage();
  const [cookies, setCookies] = useState<readonly Cookie[] | null>(null);
  const [filter, setFilter] = useState("");
  const [sure, setSure] = useState(false);
  useEffect(() => {
    const ended = new AbortController();
    const follow = async () => {
      for await (const item of app.remote["cookies.watch"](ended.signal)) setCookies(item);
    };
    void follow().catch(() => undefined);
    return () => ended.abort();
  }, [app]);

  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (thrown) {
      notifyFailure(app.notices, toFailure(thrown));
    }
  };
  const remove = (gone: readonly Cookie[]) =>
    void attempt(async () => {
      for (const { name, domain, path } of gone) {
        await app.remote["cookies.remove"]({ name, domain, path });
      }
    });
  const groups = groupCookies(cookies ?? [], filter);
  const count = cookies?.length ?? 0;

  return (
    <Dialog
      title={words.title}
      isOpen
      size="large"
      onClose={onClose}
      footer={
        <>
          <p className={styles.count}>
            {count === 0 ? "" : count === 1 ? words.one : words.count(formatCount(count, language))}
          </p>
          {count === 0 ? null : (
            <Button
              variant={sure ? "danger" : "default"}
              onBlur={() => setSure(false)}
              onPress={() => {
                // Cookies cannot be brought back, so this one button takes two presses.
                if (sure) void attempt(() => app.remote["cookies.clear"](null));
                setSure(!sure);
              }}
            >
              {sure ? words.removeAllSure : words.removeAll}
            </Button>
          )}
          <Button onPress={onClose}>{words.close}</Button>
        </>
      }
    >
      <div className={styles.column}>
        <SearchField
          label={words.filter}
          placeholder={words.filterHint}
          clearLabel={words.clearFilter}
          value={filter}
          onChange={setFilter}
        />
        <div className={styles.list}>
          {groups.length === 0 && cookies ? (
            <Empty icon={<CookieIcon size={20} />} title={count === 0 ? words.none : words.noMatch}>
              {count === 0 ? words.noneHint : null}
            </Empty>
          ) : null}
          {groups.map(({ domain, cookies: found }) => (
            <section key={domain} aria-label={domain}>
              <header className={styles.domain}>
                <h3>{domain}</h3>
                <IconButton dense label={words.removeDomain(domain)} onPress={() => remove(found)}>
                  <Trash2 size={14} aria-hidden="true" />
                </IconButton>
              </header>
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
                  {found.map((cookie) => (
                    <tr key={`${cookie.name}\n${cookie.path}`}>
                      <th scope="row" className={styles.name} title={cookie.name}>
                        {cookie.name}
                      </th>
                      <td className={styles.value} title={cookie.value}>
                        {cookie.value}
                      </td>
                      <td className={styles.path} title={cookie.path}>
                        {cookie.path}
                      </td>
                      <td className={styles.expires}>{expiry(cookie, words, language)}</td>
                      <td className={styles.flags} title={flags(cookie, words)}>
                        {flags(cookie, words)}
                      </td>
                      <td className={styles.action}>
                        <IconButton
                          dense
                          label={words.remove(cookie.name, domain)}
                          onPress={() => remove([cookie])}
                        >
                          <Trash2 size={14} aria-hidden="true" />
                        </IconButton>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          ))}
        </div>
      </div>
    </Dialog>
  );
}

function expiry(
  { expires }: Cookie,
  words: { readonly session: string; readonly expired: string },
  language: string,
): string {
  if (expires === null) return words.session;
  if (expires < Date.now()) return words.expired;
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
