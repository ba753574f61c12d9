import { ChevronsDownUp, FolderOpen, Plus, Search } from "lucide-react";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useStore } from "zustand";
import { emptyGraphql, emptyRequest, emptyWebSocket } from "../../../shared/model/request.ts";
import { actionOf } from "../../actions/list.ts";
import { useApp } from "../../app/app.ts";
import { pasteInto } from "../../app/paste.ts";
import type { ActionId } from "../../i18n/messages/actions.ts";
import { useText } from "../../i18n/language.ts";
import { sidebar } from "../../i18n/messages/sidebar.ts";
import { Button } from "../../ui/Button.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { SearchField } from "../../ui/Field.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { type MenuEntry, MenuButton } from "../../ui/Menu.tsx";
import * as act from "./actions.ts";
import { parseFilter } from "./filter.ts";
import { homeOf, placeId, type SidebarRow, sidebarRows } from "./rows.ts";
import { NotOpen } from "./NotOpen.tsx";
import styles from "./Sidebar.module.css";
import { SidebarTree } from "./SidebarTree.tsx";

const nothing: ReadonlySet<string> = new Set();

const empties = {
  request: { request: emptyRequest, action: "request.new" },
  graphql: { request: emptyGraphql, action: "request.newGraphql" },
  websocket: { request: emptyWebSocket, action: "request.newWebSocket" },
} as const;

/** The open collections: find, open, make, rename, order, delete. */
export function Sidebar() {
  const app = useApp();
  const words = useText(sidebar);
  const collections = useStore(app.replica, (replica) => replica.collections);
  const ready = useStore(app.replica, (replica) => replica.ready);
  const expanded = useStore(app.session, (session) => session.expanded);
  const [text, setText] = useState("");
  const [folded, setFolded] = useState(nothing);
  const [cursor, setCursor] = useState<string | null>(() => activePlace(app));
  const [editing, setEditing] = useState<string | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const filter = parseFilter(useDeferredValue(text));
  const rows = sidebarRows(collections, new Set(expanded), filter, folded);
  const current = rows.find((row) => row.id === cursor) ?? null;
  useActivePlace(setCursor);
  useNewCollections(setCursor);

  const find = (next: string) => {
    setText(next);
    setFolded(nothing);
  };
  const toggle = (row: SidebarRow, open: boolean) => {
    if (!filter) return act.setExpanded(app, [row.id], open);
    setFolded(new Set([...folded].filter((id) => id !== row.id).concat(open ? [] : [row.id])));
  };
  const run = (id: ActionId) => () => actionOf(id)?.run(app);
  const make = async (kind: keyof typeof empties | "folder") => {
    const place = current ?? rows[0];
    if (!place) return run(kind === "folder" ? "request.new" : empties[kind].action)();
    const id =
      kind === "folder"
        ? await act.newFolder(app, place, words)
        : await act.newRequest(app, place, words, empties[kind].request);
    if (id === null) return;
    find("");
    setCursor(id);
    setEditing(id);
  };
  const entries: readonly MenuEntry[] = [
    { id: "request", label: words.newRequest, run: () => void make("request") },
    { id: "graphql", label: words.newGraphql, run: () => void make("graphql") },
    { id: "websocket", label: words.newWebSocket, run: () => void make("websocket") },
    {
      id: "folder",
      label: words.newFolder,
      disabled: collections.length === 0,
      run: () => void make("folder"),
    },
    { id: "collection", label: words.newCollection, run: run("collection.new") },
    { kind: "separator", id: "line" },
    { id: "open", label: words.openFolder, keys: "Mod+O", run: run("collection.open") },
    { id: "import", label: words.import, keys: "Mod+I", run: run("import.open") },
    { id: "demo", label: words.tryDemo, run: run("demo.open") },
  ];

  return (
    <section className={styles.sidebar} aria-label={words.title}>
      <header className={styles.header}>
        <h2 className={styles.title}>{words.title}</h2>
        <IconButton
          dense
          label={words.collapseAll}
          isDisabled={expanded.length === 0}
          onPress={() =>
            act.setExpanded(
              app,
              expanded.filter((id) => !id.endsWith(":")),
              false,
            )
          }
        >
          <ChevronsDownUp size={14} aria-hidden="true" />
        </IconButton>
        <MenuButton label={words.new} entries={entries} placement="bottom end">
          <IconButton dense label={words.new}>
            <Plus size={16} aria-hidden="true" />
          </IconButton>
        </MenuButton>
      </header>
      <div
        className={styles.filter}
        data-focus="sidebar-filter"
        onKeyDownCapture={(event) => {
          if (event.key !== "ArrowDown" && event.key !== "Enter") return;
          const found = (row: SidebarRow) => row.marks.length > 0 || row.node?.kind === "request";
          const first = rows.find(found) ?? rows[0];
          if (!first) return;
          event.preventDefault();
          // The tree takes its own first row when it gets the focus without a current one.
          if (filter) flushSync(() => setCursor(first.id));
          tree.current?.focus();
        }}
      >
        <SearchField
          label={words.filter}
          placeholder={words.filterHint}
          clearLabel={words.clearFilter}
          value={text}
          onChange={find}
          inputRef={search}
        />
      </div>
      <div
        className={styles.content}
        onPaste={(event) => {
          const text = event.clipboardData.getData("text/plain");
          const field = event.target instanceof HTMLInputElement;
          if (field || current === null || current.collection.problem || text.trim() === "") return;
          event.preventDefault();
          const { id: collectionId } = current.collection;
          void pasteInto(app, text, { collectionId, folder: homeOf(current) });
        }}
      >
        {rows.length > 0 ? (
          <SidebarTree
            rows={rows}
            cursor={cursor}
            editing={editing}
            treeRef={tree}
            onCursor={setCursor}
            onEdit={setEditing}
            onToggle={toggle}
            onFilter={() => search.current?.focus()}
          />
        ) : !ready ? null : filter && collections.length > 0 ? (
          <Empty
            icon={<Search size={20} />}
            title={words.noMatch}
            action={<Button onPress={() => find("")}>{words.showAll}</Button>}
          >
            {words.noMatchHint}
          </Empty>
        ) : (
          <Empty
            icon={<FolderOpen size={20} />}
            title={words.emptyTitle}
            action={
              <div className={styles.actions}>
                <Button onPress={run("collection.open")}>{words.openFolder}</Button>
                <Button onPress={run("import.open")}>{words.import}</Button>
                <Button onPress={run("collection.new")}>{words.newCollection}</Button>
                <Button variant="quiet" onPress={run("demo.open")}>
                  {words.tryDemo}
                </Button>
              </div>
            }
          >
            {words.emptyText}
          </Empty>
        )}
      </div>
      <NotOpen />
    </section>
  );
}

/** The place of the active tab, or null. */
function activePlace({ session }: ReturnType<typeof useApp>): string | null {
  const { tabs, active } = session.getState();
  const tab = tabs.find((other) => other.key === active);
  if (!tab?.ref || tab.target === "environment") return null;
  return placeId(tab.ref.collectionId, tab.ref.path);
}

/** Follows the active tab: its row is shown and becomes the current one. */
function useActivePlace(onPlace: (place: string) => void): void {
  const app = useApp();
  useEffect(() => {
    const show = () => {
      const place = activePlace(app);
      if (place === null) return;
      const at = place.indexOf(":");
      act.reveal(app, place.slice(0, at), place.slice(at + 1));
      onPlace(place);
    };
    show();
    return app.session.subscribe((session, before) => {
      if (session.active !== before.active) show();
    });
  }, [app, onPlace]);
}

/** A collection that was not there before opens in the tree, and its row becomes the current one. */
function useNewCollections(onPlace: (place: string) => void): void {
  const app = useApp();
  useEffect(
    () =>
      app.replica.subscribe((replica, before) => {
        if (!before.ready) return;
        const known = new Set(before.collections.map((collection) => collection.id));
        const places = replica.collections
          .filter((collection) => !known.has(collection.id))
          .map((collection) => placeId(collection.id, ""));
        const [first] = places;
        if (first === undefined) return;
        act.setExpanded(app, places, true);
        onPlace(first);
      }),
    [app, onPlace],
  );
}
