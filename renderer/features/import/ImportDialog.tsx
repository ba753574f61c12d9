import { useState } from "react";
import { useStore } from "zustand";
import type { ImportPreview, ImportTarget } from "../../../shared/contract/imports.ts";
import type { FolderRule } from "../../../shared/formats/import/openapi/folders.ts";
import { useApp } from "../../app/app.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { common } from "../../i18n/messages/common.ts";
import { failureText } from "../../i18n/messages/failures.ts";
import { importWords } from "../../i18n/messages/import.ts";
import type { ImportFile } from "../../state/import-file.ts";
import { notify } from "../../state/notices.ts";
import { closeOverlay } from "../../state/overlay.ts";
import { findCollection } from "../../state/replica.ts";
import { showSidebar } from "../../state/session.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { recentFolders, rememberFolder } from "../places/recent.ts";
import { ApiOptions, RemoteReferences } from "./ApiOptions.tsx";
import { ChooseSource } from "./ChooseSource.tsx";
import { Destination } from "./Destination.tsx";
import styles from "./Import.module.css";
import { ImportNotes } from "./ImportNotes.tsx";
import { ImportSecrets } from "./ImportSecrets.tsx";
import { PickRequests } from "./PickRequests.tsx";
import { PreviewTree } from "./PreviewTree.tsx";
import { useImport, type Written } from "./use-import.ts";

/** The import, while it is open. */
export function Imports() {
  const app = useApp();
  const overlay = useStore(app.overlay, (state) => state.overlay);
  return overlay.kind === "import" ? (
    <ImportDialog given={overlay.given} from={overlay.from ?? null} into={overlay.into ?? null} />
  ) : null;
}

/** From another program's files to a collection: chosen, looked at whole, then written. */
function ImportDialog({
  given,
  from,
  into,
}: {
  readonly given: readonly ImportFile[] | null;
  readonly from: string | null;
  readonly into: { readonly collectionId: string; readonly folder: string } | null;
}) {
  const app = useApp();
  const words = useText(importWords);
  const { cancel } = useText(common);
  const language = useLanguage();
  const run = useImport(app, given, from);
  const { stage, failure } = run;
  const [target, setTarget] = useState<ImportTarget>(() =>
    into === null
      ? { kind: "new", parent: recentFolders(app)[0] ?? app.info.homeFolder }
      : { kind: "into", ...into },
  );
  const [picked, setPicked] = useState<ReadonlySet<number> | null>(null);
  const [folders, setFolders] = useState<FolderRule>("tags");
  const [link, setLink] = useState(true);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const close = () => closeOverlay(app.overlay);
  const preview = stage.kind === "preview" || stage.kind === "writing" ? stage.preview : null;
  const count = preview === null ? 0 : collectionsIn(preview);
  const chosen = new Set(
    (preview?.secrets ?? []).map(({ id }) => id).filter((id) => !left.has(id)),
  );

  const write = async () => {
    const there: ImportTarget =
      target.kind === "new" ? { ...target, parent: target.parent.trim() } : target;
    const written = await run.write(there, [...chosen], link);
    if (written === null) return;
    if (there.kind === "new") rememberFolder(app, there.parent);
    showSidebar(app.session, true);
    expand(app, written);
    notify(app.notices, {
      text:
        there.kind === "into"
          ? words.doneInto(placeName(app, there))
          : written.length === 1
            ? words.done(written[0]?.name ?? "")
            : words.doneMany(written.length),
    });
    close();
  };

  return (
    <Dialog
      title={
        preview === null || preview.formatName === "" ? words.title : words.from(preview.formatName)
      }
      isOpen
      size={preview === null ? "medium" : "large"}
      onClose={close}
      footer={
        <>
          {preview === null ? null : (
            <Button
              variant="quiet"
              className={styles.back}
              isDisabled={stage.kind === "writing"}
              onPress={() => {
                setPicked(null);
                run.reset();
              }}
            >
              {words.another}
            </Button>
          )}
          <Button onPress={close}>{cancel}</Button>
          {preview === null ? null : (
            <Button
              autoFocus
              variant="primary"
              isDisabled={
                stage.kind === "writing" ||
                count === 0 ||
                picked?.size === 0 ||
                (target.kind === "new" && target.parent.trim() === "")
              }
              onPress={() => void write()}
            >
              {count < 2 || target.kind === "into" ? words.import : words.importCount(count)}
            </Button>
          )}
        </>
      }
    >
      <div className={styles.body}>
        {stage.kind === "choose" ? <ChooseSource onFiles={run.read} onAddress={run.fetch} /> : null}
        {stage.kind === "reading" || stage.kind === "writing" ? (
          <p role="status" className={styles.progress}>
            {stage.kind === "reading" ? words.reading : words.writing}
          </p>
        ) : null}
        {preview === null ? null : (
          <>
            <Figures preview={preview} />
            {preview.linkable ? (
              <ApiOptions
                folders={folders}
                onFolders={(rule) => {
                  setFolders(rule);
                  run.arrange(rule);
                }}
                link={target.kind === "new" ? link : null}
                onLink={setLink}
              />
            ) : null}
            {preview.remote.length === 0 ? null : (
              <RemoteReferences
                addresses={preview.remote}
                onFetch={() => run.fetchReferences(folders)}
              />
            )}
            <div className={styles.columns}>
              {preview.entries.length > 1 ? (
                <PickRequests
                  entries={preview.entries}
                  picked={picked ?? new Set(preview.entries.map(({ index }) => index))}
                  onPicked={(next) => {
                    setPicked(next);
                    run.pick([...next]);
                  }}
                />
              ) : (
                <div className={styles.tree}>
                  <PreviewTree preview={preview} />
                </div>
              )}
              <div className={styles.sections}>
                {preview.secrets.length === 0 ? null : (
                  <ImportSecrets
                    secrets={preview.secrets}
                    chosen={chosen}
                    onChosen={(next) =>
                      setLeft(
                        new Set(preview.secrets.map(({ id }) => id).filter((id) => !next.has(id))),
                      )
                    }
                  />
                )}
                {preview.marked.length === 0 ? null : (
                  <section
                    className={styles.section}
                    aria-label={words.marked(preview.marked.length)}
                  >
                    <h3 className={styles.heading}>{words.marked(preview.marked.length)}</h3>
                    <p className={styles.hint}>{words.markedHint}</p>
                    <p className={styles.names}>{preview.marked.join(", ")}</p>
                  </section>
                )}
                <ImportNotes notes={preview.notes} />
              </div>
            </div>
            {count === 0 ? null : <Destination target={target} onTarget={setTarget} />}
          </>
        )}
        <p role="alert" className={styles.failure}>
          {failure === null ? "" : failureText(failure, language)}
        </p>
      </div>
    </Dialog>
  );
}

/** Environments alone become a collection too. */
function collectionsIn(preview: ImportPreview): number {
  return preview.collections.length || (preview.environments.length > 0 ? 1 : 0);
}

/** The collection, and the folder in it. */
function placeName(
  app: ReturnType<typeof useApp>,
  { collectionId, folder }: Extract<ImportTarget, { kind: "into" }>,
): string {
  const name = findCollection(app.replica.getState(), collectionId)?.name ?? "";
  return [name, ...folder.split("/")].filter(Boolean).join(" / ");
}

function expand(app: ReturnType<typeof useApp>, written: Written): void {
  app.session.setState(({ expanded }) => ({
    expanded: [...new Set([...expanded, ...written.map(({ id }) => `${id}:`)])],
  }));
}

/** How many of what, in one line. */
function Figures({ preview }: { readonly preview: ImportPreview }) {
  const words = useText(importWords);
  const { figures } = preview;
  const parts = [
    [figures.requests, words.requests],
    [figures.folders, words.folders],
    [figures.examples, words.examples],
    [figures.scripts, words.scripts],
    [figures.assertions, words.assertions],
    [figures.environments, words.environmentCount],
  ] as const;
  const some = parts.filter(([count]) => count > 0).map(([count, word]) => word(count));
  const kinds = figures.kinds.filter(([kind]) => kind !== "http");
  return (
    <p className={styles.figures}>
      {some.length === 0 ? words.nothing : some.join(" · ")}
      {kinds.length === 0
        ? ""
        : ` · ${kinds.map(([kind, count]) => `${kindName(kind)} ${count}`).join(", ")}`}
      {figures.auth.length === 0
        ? ""
        : ` · ${words.auth}: ${figures.auth.map(([kind, count]) => `${kind} ${count}`).join(", ")}`}
    </p>
  );
}

/** The same in every language. */
function kindName(kind: string): string {
  const names: Readonly<Record<string, string>> = {
    websocket: "WebSocket",
    graphql: "GraphQL",
    grpc: "gRPC",
  };
  return Object.hasOwn(names, kind) ? (names[kind] ?? kind) : kind;
}
