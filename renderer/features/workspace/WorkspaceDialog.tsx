import { X } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import { toFailure } from "../../../shared/model/failure.ts";
import type { OpenEntry, RecentPlace } from "../../../shared/model/workspace.ts";
import { actionOf } from "../../actions/list.ts";
import { type App, useApp } from "../../app/app.ts";
import { askForCollection } from "../../app/pick-file.ts";
import { useText } from "../../i18n/language.ts";
import { workspaceWords } from "../../i18n/messages/workspace.ts";
import { notifyFailure } from "../../state/notices.ts";
import { closeOverlay, showOverlay } from "../../state/overlay.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Field } from "../../ui/Field.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { recentFolders, rememberFolder } from "../places/recent.ts";
import styles from "./Workspace.module.css";

/** The workspace, what it lists, and the places that were open before; while its overlay is open. */
export function WorkspaceDialog() {
  const app = useApp();
  const open = useStore(app.overlay, ({ overlay }) => overlay.kind === "workspace");
  return open ? <WorkspaceView /> : null;
}

function WorkspaceView() {
  const app = useApp();
  const words = useText(workspaceWords);
  const { current, recent } = useStore(app.workspace, (state) => state.value);
  const collections = useStore(app.replica, (replica) => replica.collections);
  const [busy, setBusy] = useState(false);
  const close = () => closeOverlay(app.overlay);

  const attempt = async (work: () => Promise<unknown>, thenClose = false): Promise<boolean> => {
    setBusy(true);
    try {
      await app.documents.flush();
      await work();
      if (thenClose) close();
      setBusy(false);
      return true;
    } catch (thrown) {
      notifyFailure(app.notices, toFailure(thrown));
      setBusy(false);
      return false;
    }
  };
  const isOpen = ({ kind, folder }: RecentPlace) =>
    kind === "workspace"
      ? current?.folder === folder
      : collections.some((collection) => collection.folder === folder);
  const openRecent = ({ kind, folder }: RecentPlace) =>
    attempt(
      () =>
        kind === "workspace"
          ? app.remote["workspace.open"]({ folder })
          : app.remote["collections.open"]({ folder }),
      true,
    );

  return (
    <Dialog
      title={current === null ? words.title : current.workspace.name || words.title}
      isOpen
      size="medium"
      onClose={close}
      footer={
        <>
          <Button
            onPress={() => {
              close();
              actionOf("collection.open")?.run(app);
            }}
          >
            {words.openFolder}
          </Button>
          {current === null ? null : (
            <Button
              isDisabled={busy}
              onPress={() => void attempt(() => app.remote["workspace.close"](null))}
            >
              {words.close}
            </Button>
          )}
        </>
      }
    >
      {current === null ? (
        <p className={styles.text}>
          <strong>{words.none}.</strong> {words.noneText}
        </p>
      ) : (
        <section aria-label={words.collections}>
          <p className={styles.folder}>{current.folder}</p>
          {current.problem === undefined ? null : (
            <p role="alert" className={styles.problem}>
              {words.problem} {current.problem.message} {current.problem.place}
            </p>
          )}
          {current.entries.length === 0 ? <p className={styles.text}>{words.empty}</p> : null}
          <ul className={styles.list}>
            {current.entries.map((entry, index) => (
              <Entry
                key={`${entry.path} ${index}`}
                entry={entry}
                busy={busy}
                onAllow={() =>
                  void attempt(() => app.remote["workspace.allow"]({ path: entry.path }))
                }
                onImport={() =>
                  showOverlay(app.overlay, { kind: "import", given: null, from: entry.folder })
                }
                onFind={() => void attempt(() => findEntry(app, entry))}
                onRemove={() =>
                  void attempt(() => app.remote["workspace.remove"]({ path: entry.path }))
                }
              />
            ))}
          </ul>
        </section>
      )}
      <NewWorkspace
        busy={busy}
        onCreate={(parent, name, keep) =>
          attempt(async () => {
            await app.remote["workspace.create"]({ parent, name, keep });
            rememberFolder(app, parent);
          })
        }
      />
      <section aria-label={words.recent}>
        <h3 className={styles.head}>{words.recent}</h3>
        {recent.length === 0 ? <p className={styles.text}>{words.noRecent}</p> : null}
        <ul className={styles.list}>
          {recent.map((place) => (
            <li key={`${place.kind} ${place.folder}`} className={styles.row}>
              <span className={styles.name}>{place.name}</span>
              <span className={styles.kind}>
                {place.kind === "workspace" ? words.workspaceKind : words.collectionKind}
              </span>
              <span className={styles.path} title={place.folder}>
                {place.folder}
              </span>
              <span className={styles.state} data-bad={place.missing || undefined}>
                {place.missing ? words.gone : isOpen(place) ? words.isOpen : ""}
              </span>
              {place.missing || isOpen(place) ? null : (
                <Button dense isDisabled={busy} onPress={() => void openRecent(place)}>
                  {words.open}
                </Button>
              )}
              <IconButton
                dense
                label={`${words.forget}: ${place.name}`}
                isDisabled={busy}
                onPress={() =>
                  void attempt(() => app.remote["workspace.forget"]({ folder: place.folder }))
                }
              >
                <X size={14} aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ul>
      </section>
    </Dialog>
  );
}

function Entry({
  entry,
  busy,
  onAllow,
  onFind,
  onImport,
  onRemove,
}: {
  readonly entry: OpenEntry;
  readonly busy: boolean;
  readonly onAllow: () => void;
  readonly onFind: () => void;
  readonly onImport: () => void;
  readonly onRemove: () => void;
}) {
  const words = useText(workspaceWords);
  return (
    <li className={styles.row}>
      <span className={styles.name}>{entry.name || entry.path}</span>
      <span className={styles.path} title={entry.folder || entry.path}>
        {entry.path}
      </span>
      <span className={styles.state} data-bad={entry.state !== "open" || undefined}>
        {words.states[entry.state]}
      </span>
      {entry.state === "outside" ? (
        <Button dense isDisabled={busy} onPress={onAllow}>
          {words.allow}
        </Button>
      ) : null}
      {entry.state === "bruno" ? (
        <Button
          dense
          isDisabled={busy}
          aria-label={words.importNamed(entry.name || entry.path)}
          onPress={onImport}
        >
          {words.import}
        </Button>
      ) : null}
      {entry.state === "missing" || entry.state === "not-a-collection" ? (
        <Button
          dense
          isDisabled={busy}
          aria-label={words.findNamed(entry.name || entry.path)}
          onPress={onFind}
        >
          {words.find}
        </Button>
      ) : null}
      <IconButton
        dense
        label={`${words.remove}: ${entry.name || entry.path}`}
        isDisabled={busy}
        onPress={onRemove}
      >
        <X size={14} aria-hidden="true" />
      </IconButton>
    </li>
  );
}

function NewWorkspace({
  busy,
  onCreate,
}: {
  readonly busy: boolean;
  /** false: it failed, which was told. */
  readonly onCreate: (parent: string, name: string, keep: boolean) => Promise<boolean>;
}) {
  const app = useApp();
  const words = useText(workspaceWords);
  const [name, setName] = useState("");
  const [parent, setParent] = useState(recentFolders(app)[0] ?? app.info.homeFolder);
  const [keep, setKeep] = useState(true);
  return (
    <form
      aria-label={words.newTitle}
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === "" || busy) return;
        void onCreate(parent.trim(), name.trim(), keep).then((made) => {
          if (made) setName("");
        });
      }}
    >
      <h3 className={styles.head}>{words.newTitle}</h3>
      <div className={styles.fields}>
        <Field label={words.name} value={name} onChange={setName} />
        <Field mono label={words.place} value={parent} onChange={setParent} />
        <Button type="submit" isDisabled={name.trim() === "" || parent.trim() === ""}>
          {words.create}
        </Button>
      </div>
      <Switch isSelected={keep} onChange={setKeep}>
        {words.keep}
      </Switch>
    </form>
  );
}

/** Asks where a collection is now; its line then names that folder. */
async function findEntry(app: App, { path, name }: OpenEntry): Promise<void> {
  const locate = { path, name: name || path };
  const folder = await askForCollection(app, name || path, locate);
  if (folder !== null) await app.remote["workspace.locate"]({ path, folder });
}
