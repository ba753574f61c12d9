import { ChevronRight, Replace } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { ReplacePick, SearchFound } from "../../../shared/model/search.ts";
import { useApp } from "../../app/app.ts";
import { openItem } from "../../app/tabs.ts";
import { useText } from "../../i18n/language.ts";
import { search } from "../../i18n/messages/search.ts";
import { findCollection, findNode } from "../../state/replica.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { Method } from "../../ui/Method.tsx";
import { Tree } from "../../ui/Tree.tsx";
import { type ResultRow, resultRows, targetOf } from "./result-rows.ts";
import styles from "./Search.module.css";

const nothing: ReadonlySet<string> = new Set();

/** The files and matches as a tree: Enter opens, the button of a row replaces. */
export function SearchResults({
  found,
  busy,
  onClose,
  onReplace,
}: {
  readonly found: SearchFound;
  readonly busy: boolean;
  readonly onClose: () => void;
  /** null: nothing is being replaced. */
  readonly onReplace: ((picks: readonly ReplacePick[]) => void) | null;
}) {
  const app = useApp();
  const words = useText(search);
  const collections = useStore(app.replica, (replica) => replica.collections);
  const [folded, setFolded] = useState(nothing);
  const [cursor, setCursor] = useState<string | null>(null);
  const rows = resultRows(found, collections, folded);

  const open = ({ file }: ResultRow) => {
    const { collectionId, path } = file;
    const tree = findCollection(app.replica.getState(), collectionId);
    const opens = targetOf(path, tree && findNode(tree.children, path));
    openItem(app, opens.target, { collectionId, path: opens.path });
    onClose();
  };
  const fold = (row: ResultRow, expanded: boolean) =>
    setFolded(new Set([...folded].filter((id) => id !== row.id).concat(expanded ? [] : [row.id])));
  const replace = ({ file, match }: ResultRow) => {
    const { collectionId, path } = file;
    const matches = match === null ? null : [{ field: match.field, index: match.index }];
    onReplace?.([{ collectionId, path, matches }]);
  };

  return (
    <Tree
      label={words.results}
      rows={rows}
      cursor={cursor}
      onCursor={(row) => setCursor(row.id)}
      onPress={(row) => {
        if (row.expanded !== null) fold(row, !row.expanded);
      }}
      onOpen={open}
      onToggle={fold}
      render={(row) => (
        <>
          {row.match === null ? (
            <>
              <span className={styles.chevron} data-open={row.expanded === true || undefined}>
                <ChevronRight size={14} aria-hidden="true" data-toggle />
              </span>
              {row.method === "" ? null : <Method method={row.method} />}
              <span className={styles.name}>{row.text}</span>
              <span className={styles.path}>
                {row.collection} / {row.file.path}
              </span>
              <span className={styles.number}>{row.file.matches.length}</span>
            </>
          ) : (
            <>
              <span className={styles.scope}>{words.scope[row.match.scope]}</span>
              <span className={styles.context}>
                {row.match.before}
                <mark className={styles.mark} data-gone={onReplace !== null || undefined}>
                  {row.match.text}
                </mark>
                {onReplace === null ? null : (
                  <ins className={styles.put}>{row.match.replaced ?? ""}</ins>
                )}
                {row.match.after}
              </span>
            </>
          )}
          {onReplace === null ? null : (
            <IconButton
              dense
              isDisabled={busy}
              label={row.match === null ? words.replaceFile : words.replaceOne}
              onPress={() => replace(row)}
            >
              <Replace size={14} aria-hidden="true" />
            </IconButton>
          )}
        </>
      )}
    />
  );
}
