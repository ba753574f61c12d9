import { ArrowUp, File, Folder, House, Library, PencilLine } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import type { FolderListing } from "../../../shared/contract/index.ts";
import { useApp } from "../../app/app.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { failureText } from "../../i18n/messages/failures.ts";
import { places } from "../../i18n/messages/places.ts";
import { choice } from "../../state/session.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { Tree } from "../../ui/Tree.tsx";
import type { TreeRow } from "../../ui/tree-keys.ts";
import { Crumbs } from "./Crumbs.tsx";
import styles from "./FolderBrowser.module.css";
import { baseName, parentOf, parseRecent } from "./recent.ts";
import type { OpenFolder } from "./use-folder.ts";

export type Entry = FolderListing["entries"][number];
interface EntryRow extends TreeRow {
  readonly entry: Entry;
}

/** Looks through the folders of this machine: by list, by the path above it, or by typing the path. */
export function FolderBrowser({
  folder,
  files = false,
  autoFocus = false,
  selected,
  onSelect,
  onChoose,
}: {
  readonly folder: OpenFolder;
  /** Files are shown and can be chosen. */
  readonly files?: boolean;
  /** The list takes the focus as soon as it is there. */
  readonly autoFocus?: boolean;
  readonly selected: Entry | null;
  readonly onSelect: (entry: Entry | null) => void;
  /** Enter or a double click on a file or on a folder that holds a collection; other folders are entered. */
  readonly onChoose: (entry: Entry) => void;
}) {
  const app = useApp();
  const words = useText(places);
  const language = useLanguage();
  const [typing, setTyping] = useState<string | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  const { listing, failure } = folder;
  const recent = useStore(app.session, (session) => choice(session, "places", "recent", "[]"));
  const collections = useStore(app.replica, (replica) => replica.collections);
  const shown = (listing?.entries ?? []).filter((entry) => files || entry.kind === "folder");
  const rows: readonly EntryRow[] = shown.map((entry, index) => ({
    id: entry.path,
    level: 1,
    expanded: null,
    position: index + 1,
    siblings: shown.length,
    text: entry.name,
    entry,
  }));

  const there = listing !== null;
  useEffect(() => {
    if (autoFocus && there) tree.current?.focus();
  }, [autoFocus, there]);

  const enter = async (path: string, from: string | null = null) => {
    // A person types `~`; a file that is chosen is named by its whole path.
    const whole = path.replace(/^~(?=$|[/\\])/, app.info.homeFolder);
    const next = await folder.go(whole);
    if (next === null) return;
    if (next === "file")
      return onChoose({
        kind: "file",
        name: baseName(whole),
        path: whole,
        collection: false,
        workspace: false,
        bruno: false,
      });
    const came = next.entries.find((entry) => entry.path === from);
    onSelect(came ?? null);
    setTyping(null);
    tree.current?.focus();
  };
  const up = () => {
    if (listing?.parent) void enter(listing.parent, listing.path);
  };
  const open = ({ entry }: EntryRow) => {
    const whole = (entry.collection || entry.bruno) && !files;
    if (entry.kind === "folder" && !whole) void enter(entry.path);
    else onChoose(entry);
  };
  const key = (row: EntryRow | null, event: KeyboardEvent): boolean => {
    if (event.key === "ArrowLeft" || event.key === "Backspace") up();
    else if (event.key === "ArrowRight" && row?.entry.kind === "folder") {
      void enter(row.entry.path);
    } else if (event.key === "/" || event.key === "~") setTyping(event.key);
    else return false;
    return true;
  };

  return (
    <div className={styles.browser}>
      <div className={styles.bar}>
        <IconButton dense label={words.up} isDisabled={!listing?.parent} onPress={up}>
          <ArrowUp size={14} aria-hidden="true" />
        </IconButton>
        <Crumbs
          path={listing?.path ?? ""}
          typing={typing}
          onTyping={setTyping}
          onGo={(path) => void enter(path)}
        />
        <IconButton
          dense
          label={words.typePath}
          onPress={() => setTyping(typing === null ? (listing?.path ?? "") : null)}
        >
          <PencilLine size={14} aria-hidden="true" />
        </IconButton>
      </div>
      <div className={styles.panes}>
        <nav className={styles.places} aria-label={words.places}>
          {placesOf(app.info.homeFolder, [
            ...parseRecent(recent),
            ...collections.map((collection) => parentOf(collection.folder)),
          ]).map((path) => (
            <button
              key={path}
              type="button"
              className={styles.place}
              title={path}
              aria-current={path === listing?.path ? "location" : undefined}
              onClick={() => void enter(path)}
            >
              {path === app.info.homeFolder ? (
                <House size={14} aria-hidden="true" />
              ) : (
                <Folder size={14} aria-hidden="true" />
              )}
              <span>{path === app.info.homeFolder ? words.home : baseName(path)}</span>
            </button>
          ))}
        </nav>
        <div className={styles.list}>
          {rows.length === 0 && listing ? <p className={styles.none}>{words.nothingHere}</p> : null}
          <Tree
            label={words.folderContents(baseName(listing?.path ?? ""))}
            rows={rows}
            cursor={selected?.path ?? null}
            selected={selected?.path ?? null}
            treeRef={tree}
            onCursor={({ entry }) => onSelect(entry)}
            onPress={({ entry }) => onSelect(entry)}
            onOpen={open}
            onKey={key}
            render={({ entry }) => (
              <>
                <EntryIcon entry={entry} />
                <span className={styles.name} title={entry.name}>
                  {entry.name}
                </span>
                {entry.collection ? <span className={styles.tag}>{words.collection}</span> : null}
                {entry.bruno ? <span className={styles.tag}>{words.bruno}</span> : null}
              </>
            )}
          />
        </div>
      </div>
      <p role="alert" className={styles.failure}>
        {failure ? failureText(failure, language) : ""}
      </p>
    </div>
  );
}

function EntryIcon({ entry }: { readonly entry: Entry }) {
  const Icon = entry.collection || entry.bruno ? Library : entry.kind === "folder" ? Folder : File;
  return (
    <Icon
      size={14}
      aria-hidden="true"
      className={styles.icon}
      data-collection={entry.collection || undefined}
    />
  );
}

const placesOf = (home: string, paths: readonly string[]): readonly string[] =>
  [...new Set([home, ...paths])].filter((path) => path !== "").slice(0, 8);
