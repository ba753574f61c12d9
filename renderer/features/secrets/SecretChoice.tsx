import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { secretSourceWords } from "../../i18n/messages/secret-sources.ts";
import { Select } from "../../ui/Select.tsx";
import styles from "./Secrets.module.css";
import type { SecretRef } from "./use-providers.ts";

/** Which secret of which environment of which open collection. `null` until all three are chosen. */
export function SecretChoice({
  onChange,
}: {
  readonly onChange: (secret: SecretRef | null) => void;
}) {
  const app = useApp();
  const words = useText(secretSourceWords);
  const collections = useStore(app.replica, (replica) => replica.collections);
  const { globals } = useStore(app.workspace, (state) => state.value);
  const globalsId = globals.environments.length === 0 ? null : globals.id;
  const [collectionId, setCollection] = useState(collections[0]?.id ?? globalsId ?? "");
  const environmentsOf = (id: string): readonly string[] =>
    id === globalsId
      ? globals.environments
      : (collections.find((one) => one.id === id)?.environments ?? []);
  const environments = environmentsOf(collectionId);
  const [environment, setEnvironment] = useState(environments[0] ?? "");
  const [name, setName] = useState<string | null>(null);
  const names = useSecretNames(collectionId, environment);
  const choose = (secret: Partial<SecretRef>) => {
    const next = { collectionId, environment, name: "", ...secret };
    setCollection(next.collectionId);
    setEnvironment(next.environment);
    setName(next.name === "" ? null : next.name);
    onChange(next.name === "" ? null : next);
  };
  return (
    <>
      <div className={styles.choice}>
        <span className={styles.label}>{words.collection}</span>
        <Select
          label={words.collection}
          value={collectionId}
          options={[
            ...collections.map((one) => ({ id: one.id, label: one.name })),
            ...(globalsId === null ? [] : [{ id: globalsId, label: words.globalsPlace }]),
          ]}
          onChange={(id) => choose({ collectionId: id, environment: environmentsOf(id)[0] ?? "" })}
        />
      </div>
      <div className={styles.choice}>
        <span className={styles.label}>{words.environment}</span>
        <Select
          label={words.environment}
          value={environment === "" ? "/" : environment}
          options={[
            ...environments.map((id) => ({ id, label: id })),
            // Globals are environments and nothing else.
            ...(collectionId === globalsId ? [] : [{ id: "/", label: words.noEnvironment }]),
          ]}
          onChange={(id) => choose({ environment: id === "/" ? "" : id })}
        />
      </div>
      <div className={styles.choice}>
        <span className={styles.label}>{words.secret}</span>
        <Select
          label={words.secret}
          value={name}
          isDisabled={names.length === 0}
          placeholder={names.length === 0 ? words.noSecret : words.chooseSecret}
          options={names.map((id) => ({ id, label: id }))}
          onChange={(id) => choose({ name: id })}
        />
      </div>
    </>
  );
}

/** The secret variables a place declares. */
function useSecretNames(collectionId: string, environment: string): readonly string[] {
  const app = useApp();
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    const ended = new AbortController();
    const read = async () => {
      if (collectionId === "") return [];
      if (environment === "")
        return (
          await app.remote["collections.readDefaults"]({ collectionId, path: "" }, ended.signal)
        ).value.variables;
      const ref = { collectionId, name: environment };
      return (await app.remote["environments.read"](ref, ended.signal)).environment.variables;
    };
    const show = (rows: readonly { readonly name: string; readonly secret?: boolean }[]) => {
      if (!ended.signal.aborted)
        setNames(rows.filter((row) => row.secret === true).map((row) => row.name));
    };
    read().then(show, () => show([]));
    return () => ended.abort();
  }, [app, collectionId, environment]);
  return names;
}
