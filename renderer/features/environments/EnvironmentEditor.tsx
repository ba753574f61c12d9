import { Check, Palette, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import { type Environment, localBase, type Variable } from "../../../shared/model/variable.ts";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { common } from "../../i18n/messages/common.ts";
import { environments } from "../../i18n/messages/environments.ts";
import { requestPartsWords } from "../../i18n/messages/request-parts.ts";
import { findCollection } from "../../state/replica.ts";
import { keyOf } from "../../state/tab.ts";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { MenuButton } from "../../ui/Menu.tsx";
import { RowTable } from "../../ui/RowTable.tsx";
import { TeamPanel } from "../secrets/TeamPanel.tsx";
import { readPastedRows } from "../request/paste-rows.ts";
import { useSoughtRow } from "../variables/use-sought-row.ts";
import { deleteEnvironment, renameEnvironment } from "./actions.ts";
import { colours } from "./colours.ts";
import { variableColumns } from "./columns.tsx";
import { Dot } from "./Dot.tsx";
import { duplicateNames, unusableNames } from "./variable-names.ts";
import styles from "./EnvironmentEditor.module.css";
import { useEnvironment } from "./use-environment.ts";
import { chooseGlobals } from "./use-globals.ts";
import { useSecrets } from "./use-secrets.ts";
import { useVariables } from "./use-variables.ts";

const blank: Variable = { name: "", value: "" };
const isBlank = (row: Variable) =>
  row.name === "" && row.value === "" && !row.secret && (row.description ?? "") === "";

/** The variables of one environment. Secrets are written to this machine's store and never shown. */
export function EnvironmentEditor({
  value,
  collectionId,
  name,
  onChange,
}: {
  readonly value: Environment;
  readonly collectionId: string;
  readonly name: string;
  readonly onChange: (next: Environment) => void;
}) {
  const app = useApp();
  const words = useText(environments);
  const { variableTypes } = useText(requestPartsWords);
  const secretNames = value.variables.filter((row) => row.secret).map((row) => row.name);
  const secrets = useSecrets(
    collectionId,
    name,
    secretNames.filter((one) => one !== ""),
  );
  const duplicates = duplicateNames(value.variables);
  const unusable = unusableNames(value.variables);
  const hasSecret = value.variables.some((variable) => variable.secret);
  const chosen = useEnvironment(collectionId);
  const { current, globals } = useStore(app.workspace, (state) => state.value);
  const isGlobals = collectionId === globals.id;
  const inUse = (isGlobals ? globals.chosen : chosen) === name;
  const all = useStore(app.replica, (replica) => findCollection(replica, collectionId));
  const base = isGlobals ? null : localBase(name, all?.environments ?? []);
  const sight = useSoughtRow(keyOf("environment", { collectionId, path: name }), value.variables);
  const variables = useVariables(collectionId, "", base ?? name);
  const paint = (color: string | null) => {
    const { color: _, ...rest } = value;
    onChange(color === null ? rest : { ...rest, color });
  };
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <MenuButton
          label={words.colour}
          entries={[
            {
              id: "none",
              label: words.noColour,
              icon: <Dot colour={undefined} />,
              checked: value.color === undefined,
              run: () => paint(null),
            },
            ...colours.map(({ name: hue, value: color }) => ({
              id: hue,
              label: words[hue],
              icon: <Dot colour={color} />,
              checked: value.color?.toLowerCase() === color,
              run: () => paint(color),
            })),
          ]}
        >
          <IconButton label={words.colour}>
            {value.color === undefined ? (
              <Palette size={16} aria-hidden="true" />
            ) : (
              <Dot colour={value.color} />
            )}
          </IconButton>
        </MenuButton>
        <Title key={name} collectionId={collectionId} name={name} />
        {isGlobals ? <span className={styles.kind}>{words.globalsKind}</span> : null}
        {base === null ? (
          <Button
            isDisabled={inUse}
            onPress={() =>
              isGlobals
                ? void chooseGlobals(app, name)
                : app.session.setState((session) => ({
                    environments: { ...session.environments, [collectionId]: name },
                  }))
            }
          >
            {inUse ? <Check size={14} aria-hidden="true" /> : null}
            {inUse ? words.inUse : words.use}
          </Button>
        ) : null}
        <IconButton
          label={isGlobals ? words.deleteGlobals : words.delete}
          onPress={() =>
            void deleteEnvironment(
              app,
              { collectionId, name },
              isGlobals ? { ...words, deleted: words.deletedGlobals } : words,
            )
          }
        >
          <Trash2 size={16} aria-hidden="true" />
        </IconButton>
      </header>
      <div className={styles.scroll}>
        <div className={styles.heads} aria-hidden="true">
          <span />
          <span>{words.name}</span>
          <span>{words.value}</span>
          <span>{words.type}</span>
          <span />
          <span>{words.description}</span>
          <span />
        </div>
        <RowTable
          label={words.variables}
          sight={sight}
          rows={value.variables}
          onChange={(rows) => onChange({ ...value, variables: rows })}
          columns={variableColumns({ ...words, variableTypes }, variables, duplicates, secrets)}
          readPaste={(text, lineIsBlank) => readPastedRows(text, { lineIsBlank })}
          blank={blank}
          isBlank={isBlank}
        />
        <div className={styles.notes}>
          {duplicates.size > 0 ? (
            <p className={styles.warning}>{words.duplicates([...duplicates].join(", "))}</p>
          ) : null}
          {unusable.length > 0 ? (
            <p className={styles.warning}>{words.unusables(unusable.join(", "))}</p>
          ) : null}
          {base === null ? null : <p>{words.localNote(base)}</p>}
          {isGlobals ? (
            <p>{words.globalsHint[current === null ? "machine" : "workspace"]}</p>
          ) : null}
          <p>{hasSecret ? words.secretNote : words.useHint}</p>
        </div>
        {hasSecret && (!isGlobals || current !== null) ? (
          <TeamPanel
            key={name}
            collectionId={collectionId}
            environment={name}
            revision={secrets.revision}
            onChanged={secrets.refresh}
          />
        ) : null}
      </div>
    </div>
  );
}

/** The name, and a field in its place while it is changed. */
function Title({ collectionId, name }: { readonly collectionId: string; readonly name: string }) {
  const app = useApp();
  const words = useText(environments);
  const text = useText(common);
  const [typed, setTyped] = useState<string | null>(null);
  const finish = () => {
    if (typed !== null) void renameEnvironment(app, { collectionId, name }, typed);
    setTyped(null);
  };
  if (typed !== null) {
    return (
      <Field
        autoFocus
        aria-label={words.nameOf(name)}
        className={styles.title}
        value={typed}
        onChange={setTyped}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === "Enter") finish();
          else if (event.key === "Escape") setTyped(null);
          else event.continuePropagation();
        }}
      />
    );
  }
  return (
    <div className={styles.title}>
      <h2 title={name}>{name}</h2>
      <IconButton dense label={text.rename} onPress={() => setTyped(name)}>
        <Pencil size={14} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
