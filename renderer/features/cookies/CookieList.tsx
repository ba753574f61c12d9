import { Cookie as CookieIcon, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import type { Cookie, JarId } from "../../../shared/model/cookie.ts";
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
import { FilePick } from "../../ui/FilePick.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Select } from "../../ui/Select.tsx";
import { downloadContent } from "../../views/download.ts";
import { CookieForm, newCookie } from "./CookieForm.tsx";
import styles from "./CookieList.module.css";
import { CookieTable } from "./CookieTable.tsx";
import { HstsHosts } from "./HstsHosts.tsx";
import { groupCookies } from "./group.ts";
import { useJars } from "./use-jars.ts";

/** What is being edited: a cookie of the jar, or a new one (`replaces` null). */
interface Editing {
  readonly cookie: Cookie;
  readonly replaces: Cookie | null;
}

/** The jars by domain: find, read, write, delete one, one domain's or all; cookie files in and out. */
export function CookieList({ onClose }: { readonly onClose: () => void }) {
  const app = useApp();
  const words = useText(messages);
  const language = useLanguage();
  const jars = useJars();
  const [chosen, setChosen] = useState<JarId | null>(null);
  const [filter, setFilter] = useState("");
  const [sure, setSure] = useState(false);
  const [editing, setEditing] = useState<Editing | null>(null);
  const [told, setTold] = useState("");
  const jar = jars?.find(({ id }) => id === chosen) ?? jars?.[0] ?? null;
  const id = jar?.id ?? "";
  const count = jar?.cookies.length ?? 0;
  const groups = groupCookies(jar?.cookies ?? [], filter);

  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (thrown) {
      notifyFailure(app.notices, toFailure(thrown));
    }
  };
  const remove = (gone: readonly Cookie[]) =>
    void attempt(async () => {
      for (const { name, domain, path, hostOnly } of gone)
        await app.remote["cookies.remove"]({ jar: id, key: { name, domain, path, hostOnly } });
    });
  const take = (text: string) =>
    void attempt(async () => {
      const { added, bad } = await app.remote["cookies.import"]({ jar: id, text });
      const lines = bad.map(({ line }) => String(line)).slice(0, 10);
      setTold(
        [
          words.imported(formatCount(added, language)),
          ...(lines.length === 0 ? [] : [words.notImported(lines.join(", "))]),
        ].join(" "),
      );
    });
  const give = () =>
    void attempt(async () =>
      downloadContent(await app.remote["cookies.export"]({ jar: id }), "cookies.txt", "text/plain"),
    );
  const save = async (cookie: Cookie) => {
    const before = editing?.replaces ?? null;
    const key = before && {
      name: before.name,
      domain: before.domain,
      path: before.path,
      hostOnly: before.hostOnly,
    };
    await app.remote["cookies.put"]({ jar: id, cookie, replaces: key });
    setEditing(null);
  };

  return (
    <Dialog
      title={words.title}
      isOpen
      size="large"
      onClose={onClose}
      footer={
        editing ? undefined : (
          <>
            <p className={styles.count} role="status">
              {told !== ""
                ? told
                : count === 0
                  ? ""
                  : count === 1
                    ? words.one
                    : words.count(formatCount(count, language))}
            </p>
            <FilePick accept=".txt,text/plain" label={words.importFile} onText={take} />
            <Button isDisabled={count === 0} onPress={give}>
              {words.exportFile}
            </Button>
            <Button
              isDisabled={!jar?.cookies.some(({ expires }) => expires === null)}
              onPress={() => void attempt(() => app.remote["cookies.endSession"]({ jar: id }))}
            >
              {words.endSession}
            </Button>
            {count === 0 ? null : (
              <Button
                variant={sure ? "danger" : "default"}
                onBlur={() => setSure(false)}
                onPress={() => {
                  // Cookies cannot be brought back, so this one button takes two presses.
                  if (sure) void attempt(() => app.remote["cookies.clear"]({ jar: id }));
                  setSure(!sure);
                }}
              >
                {sure ? words.removeAllSure : words.removeAll}
              </Button>
            )}
            <Button onPress={onClose}>{words.close}</Button>
          </>
        )
      }
    >
      {editing ? (
        <CookieForm cookie={editing.cookie} onSave={save} onCancel={() => setEditing(null)} />
      ) : (
        <div className={styles.column}>
          <div className={styles.bar}>
            <Select
              label={words.jar}
              className={styles.jar}
              options={(jars ?? []).map((each) => ({ id: each.id, label: each.label }))}
              value={jar?.id ?? null}
              onChange={(next) => {
                setChosen(next);
                setTold("");
              }}
            />
            <SearchField
              className={styles.filter}
              label={words.filter}
              placeholder={words.filterHint}
              clearLabel={words.clearFilter}
              value={filter}
              onChange={setFilter}
            />
            <Button onPress={() => setEditing({ cookie: newCookie, replaces: null })}>
              <Plus size={14} aria-hidden="true" />
              {words.add}
            </Button>
          </div>
          <div className={styles.list}>
            {groups.length === 0 && jars ? (
              <Empty
                icon={<CookieIcon size={20} />}
                title={count === 0 ? words.none : words.noMatch}
              >
                {count === 0 ? words.noneHint : null}
              </Empty>
            ) : null}
            {groups.map(({ domain, cookies: found }) => (
              <section key={domain} aria-label={domain}>
                <header className={styles.domain}>
                  <h3>{domain}</h3>
                  <IconButton
                    dense
                    label={words.removeDomain(domain)}
                    onPress={() => remove(found)}
                  >
                    <Trash2 size={14} aria-hidden="true" />
                  </IconButton>
                </header>
                <CookieTable
                  domain={domain}
                  cookies={found}
                  onEdit={(cookie) => setEditing({ cookie, replaces: cookie })}
                  onRemove={(cookie) => remove([cookie])}
                />
              </section>
            ))}
            <HstsHosts />
          </div>
        </div>
      )}
    </Dialog>
  );
}
