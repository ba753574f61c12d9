import { TriangleAlert } from "lucide-react";
import { useStore } from "zustand";
import type { Failure } from "../../../shared/model/failure.ts";
import { useApp } from "../../app/app.ts";
import { editTab, openItem, saveTab } from "../../app/tabs.ts";
import { Editor } from "../../editor/Editor.tsx";
import { useLanguage, useText } from "../../i18n/language.ts";
import { failureSentences } from "../../i18n/messages/failures.ts";
import { shell } from "../../i18n/messages/shell.ts";
import { type Document, valueOf } from "../../state/document.ts";
import type { Tab } from "../../state/tab.ts";
import { Button } from "../../ui/Button.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { DefaultsEditor } from "../defaults/DefaultsEditor.tsx";
import { EnvironmentEditor } from "../environments/EnvironmentEditor.tsx";
import { ConflictBar } from "./ConflictBar.tsx";
import { ProblemBar } from "./ProblemBar.tsx";
import { RequestTab } from "./RequestTab.tsx";
import styles from "./Workspace.module.css";

/** The editor of a tab's document, whatever it is. */
export function TabContent({ tab }: { readonly tab: Tab }) {
  const app = useApp();
  const words = useText(shell);
  const document = useStore(app.documents.store, ({ documents }) => documents[tab.key]);
  if (!document || document.status === "loading") {
    return <div role="status" aria-label={words.loading} className={styles.reading} />;
  }
  if (document.status === "failed") return <Unreadable tab={tab} document={document} />;
  if (document.target === "request") return <RequestTab tab={tab} document={document} />;
  return (
    <div className={styles.column}>
      <ConflictBar document={document} />
      <ProblemBar document={document} />
      <div className={styles.fill}>
        <OtherEditor document={document} />
      </div>
    </div>
  );
}

function OtherEditor({ document }: { readonly document: Document }) {
  const app = useApp();
  const { key, ref } = document;
  if (!ref) return null;
  const text = valueOf(document, "text");
  if (text !== null) {
    return (
      <Editor
        label={ref.path}
        value={text}
        language="yaml"
        onChange={(next) => editTab(app, key, next)}
        onSubmit={() => void saveTab(app, key)}
      />
    );
  }
  const environment = valueOf(document, "environment");
  if (environment) {
    return (
      <EnvironmentEditor
        value={environment}
        collectionId={ref.collectionId}
        name={ref.path}
        onChange={(next) => editTab(app, key, next)}
      />
    );
  }
  const defaults = valueOf(document, "defaults");
  if (!defaults) return null;
  return (
    <DefaultsEditor
      value={defaults}
      isCollection={ref.path === ""}
      collectionId={ref.collectionId}
      path={ref.path}
      onChange={(next) => editTab(app, key, next)}
    />
  );
}

function Sentences({ failure }: { readonly failure: Failure }) {
  const { what, remedy } = failureSentences(failure, useLanguage());
  return (
    <>
      <p>
        {what} {failure.place}
      </p>
      <p>{remedy}</p>
    </>
  );
}

function Unreadable({ tab, document }: { readonly tab: Tab; readonly document: Document }) {
  const app = useApp();
  const words = useText(shell);
  const { failure } = document;
  const { ref } = tab;
  return (
    <Empty
      icon={<TriangleAlert size={20} />}
      title={words.cannotRead}
      action={
        <div style={{ display: "flex", gap: 8 }}>
          {ref && tab.target !== "text" && tab.target !== "environment" ? (
            <Button onPress={() => openItem(app, "text", ref)}>{words.openAsText}</Button>
          ) : null}
          <Button onPress={() => void app.documents.open(tab)}>{words.reread}</Button>
        </div>
      }
    >
      {failure === null ? null : <Sentences failure={failure} />}
    </Empty>
  );
}
