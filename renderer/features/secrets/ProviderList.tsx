import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import { providerText, type SecretProviderEntry } from "../../../shared/model/secret-provider.ts";
import { focusPlace } from "../../actions/focus-place.ts";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { secretSourceWords } from "../../i18n/messages/secret-sources.ts";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { joined } from "../../ui/joined.ts";
import { ProviderForm } from "./ProviderForm.tsx";
import { SecretChoice } from "./SecretChoice.tsx";
import styles from "./Secrets.module.css";
import { type SecretRef, useProviders, useSaveProvider } from "./use-providers.ts";

const keyOf = ({ collectionId, environment, name }: SecretRef): string =>
  JSON.stringify([collectionId, environment, name]);

/** Every secret a program of this machine gives a value to: added, changed, tried, removed. */
export function ProviderList() {
  const app = useApp();
  const words = useText(secretSourceWords);
  const collections = useStore(app.replica, (replica) => replica.collections);
  const { globals } = useStore(app.workspace, (state) => state.value);
  const { entries, busy, refresh, attempt, remove, forget } = useProviders();
  const save = useSaveProvider();
  /** The key of the one that is changed; "": a new one; null: none. */
  const [form, setForm] = useState<string | null>(null);
  const [chosen, setChosen] = useState<SecretRef | null>(null);
  const close = () => {
    setForm(null);
    setChosen(null);
  };
  const formFor = (secret: SecretRef | null, entry: SecretProviderEntry | null) => (
    <ProviderForm
      initial={entry?.provider ?? null}
      ready={secret !== null}
      onCancel={close}
      onSave={async (provider, tryIt) => {
        if (secret === null) return;
        await save(secret, provider, false);
        refresh();
        if (tryIt) await save(secret, provider, true);
        close();
      }}
    />
  );
  const nameOf = (id: string): string | undefined =>
    id === globals.id
      ? words.globalsPlace
      : collections.find((collection) => collection.id === id)?.name;
  return (
    <section aria-label={words.programs}>
      <h3 className={styles.section}>{words.programs}</h3>
      <p className={styles.hint}>{words.programsHint}</p>
      {entries.length === 0 && form === null ? (
        <p className={styles.hint}>{words.noPrograms}</p>
      ) : null}
      <ul className={styles.list}>
        {entries.map((entry) => {
          const { provider, ...secret } = entry;
          const key = keyOf(secret);
          const place = [nameOf(secret.collectionId), secret.environment].filter(Boolean);
          return (
            <li key={key}>
              <div className={styles.row}>
                <div className={styles.told}>
                  <span className={styles.name}>
                    {secret.name} <span className={styles.place}>{place.join(" · ")}</span>
                  </span>
                  <span className={styles.place} title={providerText(provider)}>
                    {words.byProgram(words[provider.kind], providerText(provider))}
                  </span>
                </div>
                <Button dense isDisabled={busy} onPress={() => void attempt(secret)}>
                  {words.try}
                </Button>
                <IconButton
                  dense
                  label={`${words.change}: ${secret.name}`}
                  onPress={() => setForm(form === key ? null : key)}
                >
                  <Pencil size={14} aria-hidden="true" />
                </IconButton>
                <IconButton
                  dense
                  label={words.remove(secret.name)}
                  onPress={() => void remove(secret)}
                >
                  <Trash2 size={14} aria-hidden="true" />
                </IconButton>
              </div>
              {form === key ? (
                <div className={joined(styles.form, styles.boxed)}>{formFor(secret, entry)}</div>
              ) : null}
            </li>
          );
        })}
      </ul>
      {form === "" ? (
        <div data-focus="provider-form" className={joined(styles.form, styles.boxed)}>
          <SecretChoice onChange={setChosen} />
          {formFor(chosen, null)}
        </div>
      ) : (
        <div className={styles.ends}>
          <Button
            isDisabled={collections.length === 0 && globals.environments.length === 0}
            onPress={() => {
              setForm("");
              // The button goes, and the form may be below the edge.
              focusPlace("provider-form");
            }}
          >
            {words.addProgram}
          </Button>
          {entries.length > 0 ? (
            <Button onPress={() => void forget()}>{words.forgetFetched}</Button>
          ) : null}
        </div>
      )}
    </section>
  );
}
