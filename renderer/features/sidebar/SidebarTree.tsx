import { type KeyboardEvent, type RefObject, useState } from "react";
import { useStore } from "zustand";
import { emptyGraphql, emptyWebSocket } from "../../../shared/model/request.ts";
import { type App, useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { sidebar } from "../../i18n/messages/sidebar.ts";
import { findCollection, findNode } from "../../state/replica.ts";
import { isMac } from "../../ui/key-text.ts";
import { ContextMenu } from "../../ui/Menu.tsx";
import { Tree, type TreePoint } from "../../ui/Tree.tsx";
import * as act from "./actions.ts";
import { useMarks } from "../git/marks.ts";
import { useDirtyPlaces } from "./dirty.ts";
import {
  type Destination,
  dropDestination,
  dropTarget,
  isWithin,
  lastIn,
  type Nudge,
  nudge,
} from "./moves.ts";
import { Row } from "./Row.tsx";
import { rowMenu, type RowCommands } from "./row-menu.tsx";
import { folderOf, homeOf, placeId, type SidebarRow } from "./rows.ts";
import { createStepQueue } from "./step-queue.ts";
import styles from "./Sidebar.module.css";

/** The tree with all one can do to its rows. `cursor` and `editing` are row ids. */
export function SidebarTree({
  rows,
  cursor,
  editing,
  treeRef,
  onCursor,
  onEdit,
  onToggle,
  onFilter,
}: {
  readonly rows: readonly SidebarRow[];
  readonly cursor: string | null;
  readonly editing: string | null;
  readonly treeRef: RefObject<HTMLDivElement | null>;
  readonly onCursor: (id: string) => void;
  readonly onEdit: (id: string | null) => void;
  readonly onToggle: (row: SidebarRow, expanded: boolean) => void;
  /** The person wants the filter field. */
  readonly onFilter: () => void;
}) {
  const app = useApp();
  const words = useText(sidebar);
  const dirty = useDirtyPlaces();
  const gitMarks = useMarks();
  const selected = useStore(app.session, ({ tabs, active }) => {
    const ref = tabs.find((tab) => tab.key === active && tab.target !== "environment")?.ref;
    return ref ? placeId(ref.collectionId, ref.path) : null;
  });
  const [cut, setCut] = useState<SidebarRow | null>(null);
  const [menu, setMenu] = useState<{ row: SidebarRow; point: TreePoint } | null>(null);
  const [said, setSaid] = useState("");

  const goTo = (place: string | null) => {
    if (place !== null) onCursor(place);
  };
  const edit = (place: string | null) => {
    goTo(place);
    onEdit(place);
  };
  const move = async (row: SidebarRow, to: Destination | null): Promise<string | null> => {
    if (!to || isWithin(row, to.collectionId, to.to.folder)) {
      setSaid(words.cannotMove);
      return null;
    }
    const place = await act.move(app, row, to);
    goTo(place);
    setSaid(words.movedTo(row.text, to.to.folder || row.collection.name));
    return place;
  };
  const [steps] = useState(createStepQueue);
  const step = (row: SidebarRow, way: Nudge) =>
    steps.add(row.id, (place) => {
      const now = rowAt(app, row, place) ?? row;
      return move(now, nudge(now, way));
    });
  const commands: RowCommands = {
    newRequest: (row) => void act.newRequest(app, row, words).then(edit),
    newGraphql: (row) => void act.newRequest(app, row, words, emptyGraphql).then(edit),
    newWebSocket: (row) => void act.newRequest(app, row, words, emptyWebSocket).then(edit),
    newFolder: (row) => void act.newFolder(app, row, words).then(edit),
    // The menu holds the focus until it is gone; the field would not get it before.
    edit: (row) => void setTimeout(() => edit(row.id)),
    duplicate: (row) => void act.duplicate(app, row).then(goTo),
    remove: (row) => {
      const at = rows.indexOf(row);
      const next = rows.slice(at + 1).find((other) => other.level <= row.level) ?? rows[at - 1];
      if (next) onCursor(next.id);
      void act.remove(app, row, words, onCursor);
    },
    cut: (row) => {
      setCut(row);
      setSaid(words.cutDone(row.text));
    },
    canPaste: (row) => cut !== null && !isWithin(cut, row.collection.id, homeOf(row)),
    paste: (row) => {
      if (!cut) return;
      const beside = row.node?.kind === "request" && cut.node?.kind === "request";
      const to = beside
        ? {
            collectionId: row.collection.id,
            to: { folder: folderOf(row.path), after: row.path },
          }
        : lastIn(cut, row.collection, homeOf(row));
      setCut(null);
      void move(cut, to);
    },
    move: step,
  };

  const key = (row: SidebarRow | null, event: KeyboardEvent): boolean => {
    const mod = isMac ? event.metaKey : event.ctrlKey;
    const letter = event.key.toLowerCase();
    if (mod && letter === "f" && !event.shiftKey && !event.altKey) {
      onFilter();
      return true;
    }
    if (!row || row.hint) return false;
    if (event.altKey && !mod && row.node) {
      const way = nudges[event.key];
      if (way) step(row, way);
      return way !== undefined;
    }
    if (mod && !event.shiftKey && !event.altKey) {
      if (letter === "v" && cut) commands.paste(row);
      else if (letter === "x" && row.node) commands.cut(row);
      else if (letter === "d" && row.node) commands.duplicate(row);
      else if (letter === "backspace" && row.node) commands.remove(row);
      else return false;
      return true;
    }
    if (event.key === "F2") edit(row.id);
    else if (event.key === "Delete" && row.node) commands.remove(row);
    else if (event.key === "Escape" && cut) setCut(null);
    else return false;
    return true;
  };

  const press = (row: SidebarRow, preview: boolean) => {
    if (row.hint === "empty") commands.newRequest(row);
    else if (row.hint === "problem") setMenu({ row, point: pointOf(treeRef.current) });
    else if (row.expanded !== null) onToggle(row, !row.expanded);
    else act.openRow(app, row, preview);
  };

  return (
    <>
      <Tree
        label={words.tree}
        rows={rows}
        cursor={cursor}
        selected={selected}
        treeRef={treeRef}
        className={styles.tree}
        onCursor={(row) => onCursor(row.id)}
        onPress={(row) => press(row, true)}
        onOpen={(row) => press(row, false)}
        onToggle={onToggle}
        onKey={key}
        onMenu={(row, point) => {
          if (row) setMenu({ row, point });
        }}
        drag={{
          canDrag: (row) => row.node !== null && row.id !== editing,
          target: dropTarget,
          onExpand: (row) => onToggle(row, true),
          drop: (dragged, drop) => {
            const over = rows.find((row) => row.id === drop.row);
            if (over) void move(dragged, dropDestination(dragged, over, drop));
          },
        }}
        render={(row) => (
          <Row
            row={row}
            dirty={dirty.has(row.id)}
            mark={gitMarks.get(row.id)}
            cut={cut?.id === row.id}
            editing={editing === row.id}
            onMenu={(point) => setMenu({ row, point })}
            onRename={(name, byKey) => {
              onEdit(null);
              if (byKey) treeRef.current?.focus();
              if (name !== null) void act.rename(app, row, name).then(goTo);
            }}
          />
        )}
      />
      <ContextMenu
        label={menu?.row.text ?? words.tree}
        point={menu?.point ?? null}
        entries={menu ? rowMenu(app, menu.row, words, commands) : []}
        onClose={() => setMenu(null)}
      />
      <p role="status" className={styles.said}>
        {said}
      </p>
    </>
  );
}

/** The row as the replica has it now, at a place; null when it is not there. */
function rowAt(app: App, row: SidebarRow, place: string): SidebarRow | null {
  const at = place.indexOf(":");
  const path = place.slice(at + 1);
  const collection = findCollection(app.replica.getState(), place.slice(0, at));
  const node = collection && findNode(collection.children, path);
  return collection && node ? { ...row, id: place, collection, node, path } : null;
}

const nudges: Readonly<Record<string, Nudge | undefined>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowRight: "in",
  ArrowLeft: "out",
};

/** Under the row the keys act on, or the tree's corner. */
function pointOf(tree: HTMLDivElement | null): TreePoint {
  const row = tree?.querySelector("[data-cursor]") ?? tree;
  const box = row?.getBoundingClientRect();
  return { x: (box?.left ?? 0) + 24, y: box?.bottom ?? 0 };
}
