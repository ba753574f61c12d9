import { Folder, Library, Pencil } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import { type Action, actionsInForce } from "../../../shared/model/action.ts";
import type { Defaults } from "../../../shared/model/collection.ts";
import { emptyRequest } from "../../../shared/model/request.ts";
import { ownOfDefaults, withDefaultsSetting } from "../../../shared/model/network/own-settings.ts";
import { useApp } from "../../app/app.ts";
import { Editor } from "../../editor/Editor.tsx";
import { useText } from "../../i18n/language.ts";
import { defaults } from "../../i18n/messages/defaults.ts";
import { keepWords } from "../../i18n/messages/keep.ts";
import { choice, choose } from "../../state/session.ts";
import { keyOf } from "../../state/tab.ts";
import { Field } from "../../ui/Field.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { type TabItem, Tabs } from "../../ui/Tabs.tsx";
import { useEnvironment } from "../environments/use-environment.ts";
import { useVariables } from "../environments/use-variables.ts";
import { layersBelow } from "../network/layers.ts";
import { NetworkEditor } from "../network/NetworkEditor.tsx";
import { useOutside } from "../network/use-outside.ts";
import { useOpenGroups } from "../network/open-groups.ts";
import { AuthPanel } from "../auth/AuthPanel.tsx";
import { jumpToPlace } from "../auth/jump.ts";
import { usePickFile } from "../places/use-pick-file.ts";
import { headerNames } from "../request/header-names.ts";
import { headerValuesFor } from "../request/header-values.ts";
import { countRows } from "../request/rows-panel.ts";
import { RowsEditor } from "../request/RowsEditor.tsx";
import { ActionsPanel } from "../request/ActionsPanel.tsx";
import { useSecrets } from "../environments/use-secrets.ts";
import { TeamPanel } from "../secrets/TeamPanel.tsx";
import { VariablesPanel } from "../request/VariablesPanel.tsx";
import styles from "./DefaultsEditor.module.css";
import { useAbove } from "./use-above.ts";

type Part = "headers" | "auth" | "variables" | "settings" | "docs";

/** What a folder or a collection gives to every request below it. */
export function DefaultsEditor({
  value,
  isCollection,
  collectionId,
  path,
  onChange,
}: {
  readonly value: Defaults;
  readonly isCollection: boolean;
  readonly collectionId: string;
  readonly path: string;
  readonly onChange: (next: Defaults) => void;
}) {
  const app = useApp();
  const words = useText(defaults);
  const key = keyOf("defaults", { collectionId, path });
  const part = useStore(app.session, (session) => choice<Part>(session, key, "part", "headers"));
  const environment = useEnvironment(collectionId);
  const pickFile = usePickFile(collectionId);
  const variables = useVariables(collectionId, path, environment);
  const above = useAbove(collectionId, path);
  const outside = useOutside(collectionId);
  const keeping = useText(keepWords);
  const [open, setOpen] = useOpenGroups(key);
  const headers = countRows(value.headers);
  const secretNames = value.variables.flatMap((row) =>
    row.secret === true && row.name !== "" ? [row.name] : [],
  );
  // Secret variables of a collection and its folders lie together, in no environment.
  const secrets = useSecrets(collectionId, "", secretNames);
  const items: readonly TabItem<Part>[] = [
    {
      id: "headers",
      label: words.headers,
      note: headers || null,
      content: () => (
        <RowsEditor
          title={words.headersTitle}
          textLabel={words.headersText}
          separator=": "
          rows={value.headers}
          onChange={(next) => onChange({ ...value, headers: next })}
          variables={variables}
          names={headerNames}
          values={headerValuesFor}
        />
      ),
    },
    {
      id: "auth",
      label: words.auth,
      note: value.auth.kind === "inherit" || value.auth.kind === "none" ? null : value.auth.kind,
      content: () => (
        <AuthPanel
          auth={value.auth}
          inherited={above}
          variables={variables}
          preview={null}
          input={{
            // The token of the place itself: what requests below it inherit.
            request: { ...emptyRequest, auth: value.auth },
            collectionId,
            path,
            environment,
          }}
          onChange={(auth) => onChange({ ...value, auth })}
          onJump={(index) => jumpToPlace(app, collectionId, path, index)}
          pickFile={pickFile}
        />
      ),
    },
    {
      id: "variables",
      label: words.variables,
      note: value.variables.length + actionsInForce([], value.actions ?? []).length || null,
      content: () => (
        <>
          <VariablesPanel
            documentKey={key}
            title={words.variablesTitle}
            hint={words.inEnvironment}
            own={value.variables}
            variables={variables}
            secrets={secrets}
            onChange={(next) => onChange({ ...value, variables: next })}
          />
          {secretNames.length === 0 ? null : (
            <TeamPanel
              flush
              collectionId={collectionId}
              environment=""
              revision={secrets.revision}
              onChanged={secrets.refresh}
            />
          )}
          <ActionsPanel
            title={keeping.titleBelow}
            hint={keeping.hintBelow}
            actions={value.actions ?? []}
            onChange={(next) => onChange(withActions(value, next))}
          />
        </>
      ),
    },
    {
      id: "settings",
      label: words.settings,
      note: Object.keys(ownOfDefaults(value)).length || null,
      content: () => (
        <NetworkEditor
          layers={layersBelow(value, above, outside)}
          variables={variables}
          pickFile={pickFile}
          open={open}
          onOpen={setOpen}
          onChange={(key, next) => onChange(withDefaultsSetting(value, key, next))}
        />
      ),
    },
    {
      id: "docs",
      label: words.docs,
      note: value.docs === "" ? null : "●",
      content: () => (
        <Editor
          label={words.docsLabel}
          language="markdown"
          wrap
          value={value.docs}
          onChange={(docs) => onChange({ ...value, docs })}
        />
      ),
    },
  ];
  return (
    <div className={styles.page}>
      <Title
        key={path}
        name={value.name}
        isCollection={isCollection}
        onChange={(name) => onChange({ ...value, name })}
      />
      <Tabs
        label={words.parts}
        items={items}
        value={part}
        onChange={(id) => choose(app.session, key, "part", id)}
        className={styles.tabs}
      />
    </div>
  );
}

function withActions({ actions: _, ...value }: Defaults, actions: readonly Action[]): Defaults {
  return actions.length === 0 ? value : { ...value, actions };
}

/** The name, and a field in its place while it is changed. */
function Title({
  name,
  isCollection,
  onChange,
}: {
  readonly name: string;
  readonly isCollection: boolean;
  readonly onChange: (name: string) => void;
}) {
  const words = useText(defaults);
  const [typed, setTyped] = useState<string | null>(null);
  const Icon = isCollection ? Library : Folder;
  const finish = () => {
    if (typed !== null && typed.trim() !== "" && typed.trim() !== name) onChange(typed.trim());
    setTyped(null);
  };
  return (
    <header className={styles.header}>
      <Icon size={16} aria-hidden="true" className={styles.icon} />
      {typed === null ? (
        <>
          <h2 title={name}>{name}</h2>
          <IconButton dense label={words.edit} onPress={() => setTyped(name)}>
            <Pencil size={14} aria-hidden="true" />
          </IconButton>
        </>
      ) : (
        <Field
          autoFocus
          aria-label={words.nameOf(name)}
          className={styles.field}
          value={typed}
          onChange={setTyped}
          onBlur={finish}
          onKeyDown={(event) => {
            if (event.key === "Enter") finish();
            else if (event.key === "Escape") setTyped(null);
            else event.continuePropagation();
          }}
        />
      )}
      <span className={styles.kind}>{isCollection ? words.collection : words.folder}</span>
    </header>
  );
}
