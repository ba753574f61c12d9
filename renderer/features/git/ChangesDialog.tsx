import { useState } from "react";
import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { git } from "../../i18n/messages/git.ts";
import { closeOverlay } from "../../state/overlay.ts";
import { findCollection } from "../../state/replica.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { Tree } from "../../ui/Tree.tsx";
import type { TreeRow } from "../../ui/tree-keys.ts";
import { FileCompare } from "./FileCompare.tsx";
import styles from "./Git.module.css";
import { changedFiles, letters } from "./marks.ts";
import type { GitMark } from "../../../shared/model/git.ts";

interface FileRow extends TreeRow {
  readonly mark: GitMark;
}

/** What differs from the last commit, while its overlay is open. */
export function ChangesDialog() {
  const app = useApp();
  const overlay = useStore(app.overlay, (state) => state.overlay);
  if (overlay.kind !== "changes") return null;
  return <Changes key={overlay.collectionId} id={overlay.collectionId} first={overlay.path} />;
}

function Changes({ id, first }: { readonly id: string; readonly first: string | null }) {
  const app = useApp();
  const words = useText(git);
  const state = useStore(app.git, ({ value }) => value.collections[id]);
  const name = useStore(app.replica, (replica) => findCollection(replica, id)?.name ?? "");
  const files = changedFiles(state?.marks ?? {});
  const [chosen, setChosen] = useState<string | null>(first);
  const path = chosen ?? files[0]?.[0] ?? null;
  const rows = files.map(([file, mark], index): FileRow => ({
    id: file,
    level: 1,
    expanded: null,
    position: index + 1,
    siblings: files.length,
    text: file,
    mark,
  }));
  const close = () => closeOverlay(app.overlay);
  const branch = state?.branch ?? state?.commit ?? words.noCommit;
  return (
    <Dialog title={`${words.title} — ${name}, ${branch}`} isOpen size="full" onClose={close}>
      <div className={styles.changes}>
        <div className={styles.files}>
          {rows.length === 0 ? (
            <Empty title={words.none} />
          ) : (
            <Tree
              label={words.files}
              rows={rows}
              cursor={path}
              selected={path}
              onCursor={(row) => setChosen(row.id)}
              onPress={(row) => setChosen(row.id)}
              onOpen={(row) => setChosen(row.id)}
              render={(row) => (
                <>
                  <span
                    className={styles.letter}
                    data-mark={row.mark}
                    role="img"
                    aria-label={words.marks[row.mark]}
                    title={words.marks[row.mark]}
                  >
                    {letters[row.mark]}
                  </span>
                  <span className={styles.fileName} title={row.text}>
                    {row.text}
                  </span>
                </>
              )}
            />
          )}
          {state?.cut === true ? <p className={styles.note}>{words.cut}</p> : null}
        </div>
        <div className={styles.diff}>
          {path === null ? (
            <Empty title={words.choose} />
          ) : (
            <FileCompare key={path} collectionId={id} path={path} onClose={close} />
          )}
        </div>
      </div>
    </Dialog>
  );
}
