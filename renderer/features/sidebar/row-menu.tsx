import {
  Braces,
  Cable,
  ClipboardPaste,
  Code,
  Copy,
  Download,
  FilePlus,
  FileText,
  FolderOpen,
  GitCompare,
  FolderPlus,
  Leaf,
  Link,
  Pencil,
  RefreshCw,
  Scissors,
  Search,
  Send,
  Settings2,
  Trash2,
  Upload,
  X,
} from "lucide-react";
import { isSendable } from "../../../shared/model/collection.ts";
import { actionOf } from "../../actions/list.ts";
import type { App } from "../../app/app.ts";
import { showOverlay } from "../../state/overlay.ts";
import type { MenuEntry } from "../../ui/Menu.tsx";
import * as act from "./actions.ts";
import { nudge } from "./moves.ts";
import { homeOf, type SidebarRow } from "./rows.ts";

/** What the menu needs of the tree it belongs to. */
export interface RowCommands {
  readonly newRequest: (row: SidebarRow) => void;
  readonly newGraphql: (row: SidebarRow) => void;
  readonly newWebSocket: (row: SidebarRow) => void;
  readonly newFolder: (row: SidebarRow) => void;
  readonly edit: (row: SidebarRow) => void;
  readonly duplicate: (row: SidebarRow) => void;
  readonly remove: (row: SidebarRow) => void;
  readonly cut: (row: SidebarRow) => void;
  readonly paste: (row: SidebarRow) => void;
  readonly canPaste: (row: SidebarRow) => boolean;
  readonly move: (row: SidebarRow, way: "up" | "down") => void;
}

export type MenuWords = act.ActionWords & {
  readonly [
    Key in
      | "open"
      | "send"
      | "showCode"
      | "export"
      | "compareWithCommit"
      | "searchHere"
      | "openSettings"
      | "openAsText"
      | "newRequestHere"
      | "newGraphqlHere"
      | "newWebSocketHere"
      | "newFolderHere"
      | "importHere"
      | "updateApi"
      | "newEnvironment"
      | "rename"
      | "duplicate"
      | "delete"
      | "cut"
      | "paste"
      | "moveUp"
      | "moveDown"
      | "copyPath"
      | "closeCollection"
      | "findFolder"
  ]: string;
};

const size = { size: 14, "aria-hidden": true } as const;
const line = (id: string): MenuEntry => ({ kind: "separator", id });

/** The menu of a row. */
export function rowMenu(
  app: App,
  row: SidebarRow,
  words: MenuWords,
  commands: RowCommands,
): readonly MenuEntry[] {
  const { node, collection } = row;
  const whole = node === null;
  const folder = whole || node.kind === "folder";
  const sendable = node?.kind === "request" && isSendable(node.itemKind);
  const path: MenuEntry = {
    id: "path",
    label: words.copyPath,
    icon: <Link {...size} />,
    run: () => void act.copyPath(app, row, words),
  };
  const close: MenuEntry = {
    id: "close",
    label: words.closeCollection,
    icon: <X {...size} />,
    run: () => void act.closeCollection(app, collection, words),
  };
  const text: MenuEntry = {
    id: "text",
    label: words.openAsText,
    icon: <FileText {...size} />,
    run: () => act.openText(app, row),
  };
  const exported: MenuEntry = {
    id: "export",
    label: words.export,
    icon: <Upload {...size} />,
    run: () =>
      showOverlay(app.overlay, {
        kind: "export",
        collectionId: collection.id,
        path: row.path,
        name: node?.name ?? collection.name,
      }),
  };
  const update: MenuEntry = {
    id: "update",
    label: words.updateApi,
    icon: <RefreshCw {...size} />,
    run: () =>
      showOverlay(app.overlay, {
        kind: "update-api",
        collectionId: collection.id,
        name: collection.name,
      }),
  };
  const searched: MenuEntry = {
    id: "search",
    label: words.searchHere,
    icon: <Search {...size} />,
    run: () =>
      showOverlay(app.overlay, {
        kind: "search",
        within: { collectionId: collection.id, path: row.path },
      }),
  };
  const marks = app.git.getState().value.collections[collection.id]?.marks ?? {};
  const file =
    node === null
      ? "opencollection.yml"
      : node.kind === "folder"
        ? `${row.path}/folder.yml`
        : row.path;
  const compared: readonly MenuEntry[] =
    marks[file] === undefined || marks[file] === "ignored"
      ? []
      : [
          {
            id: "compare",
            label: words.compareWithCommit,
            icon: <GitCompare {...size} />,
            run: () =>
              showOverlay(app.overlay, {
                kind: "changes",
                collectionId: collection.id,
                path: file,
              }),
          },
        ];
  if (whole && collection.problem) return [text, path, line("1"), findFolder(app, words), close];

  const make: readonly MenuEntry[] = [
    {
      id: "request",
      label: words.newRequestHere,
      icon: <FilePlus {...size} />,
      run: () => commands.newRequest(row),
    },
    {
      id: "graphql",
      label: words.newGraphqlHere,
      icon: <Braces {...size} />,
      run: () => commands.newGraphql(row),
    },
    {
      id: "websocket",
      label: words.newWebSocketHere,
      icon: <Cable {...size} />,
      run: () => commands.newWebSocket(row),
    },
    {
      id: "folder",
      label: words.newFolderHere,
      icon: <FolderPlus {...size} />,
      run: () => commands.newFolder(row),
    },
    {
      id: "import",
      label: words.importHere,
      icon: <Download {...size} />,
      run: () =>
        showOverlay(app.overlay, {
          kind: "import",
          given: null,
          into: { collectionId: collection.id, folder: homeOf(row) },
        }),
    },
  ];
  const rename: MenuEntry = {
    id: "rename",
    label: words.rename,
    icon: <Pencil {...size} />,
    keys: "F2",
    run: () => commands.edit(row),
  };
  const settings: MenuEntry = {
    id: "settings",
    label: words.openSettings,
    icon: <Settings2 {...size} />,
    run: () => act.openRow(app, row, false),
  };
  const paste: readonly MenuEntry[] = commands.canPaste(row)
    ? [
        {
          id: "paste",
          label: words.paste,
          icon: <ClipboardPaste {...size} />,
          keys: "Mod+V",
          run: () => commands.paste(row),
        },
      ]
    : [];
  if (whole) {
    return [
      ...make,
      {
        id: "environment",
        label: words.newEnvironment,
        icon: <Leaf {...size} />,
        run: () =>
          showOverlay(app.overlay, { kind: "new-environment", collectionId: collection.id }),
      },
      ...paste,
      line("1"),
      settings,
      searched,
      ...compared,
      exported,
      ...(collection.linked === true ? [update] : []),
      text,
      path,
      line("2"),
      rename,
      close,
    ];
  }
  return [
    ...(sendable
      ? ([
          {
            id: "send",
            label: words.send,
            icon: <Send {...size} />,
            run: () => act.sendRow(app, row),
          },
          {
            id: "code",
            label: words.showCode,
            icon: <Code {...size} />,
            run: () => act.showRowCode(app, row),
          },
          {
            id: "open",
            label: words.open,
            icon: <FolderOpen {...size} />,
            keys: "Enter",
            run: () => act.openRow(app, row, false),
          },
        ] as const)
      : []),
    text,
    ...(folder ? [settings, searched] : []),
    ...compared,
    line("1"),
    ...make,
    line("2"),
    rename,
    {
      id: "duplicate",
      label: words.duplicate,
      icon: <Copy {...size} />,
      keys: "Mod+D",
      disabled: node.kind === "broken",
      run: () => commands.duplicate(row),
    },
    {
      id: "cut",
      label: words.cut,
      icon: <Scissors {...size} />,
      keys: "Mod+X",
      run: () => commands.cut(row),
    },
    ...paste,
    ...(["up", "down"] as const).flatMap((way): readonly MenuEntry[] =>
      nudge(row, way)
        ? [
            {
              id: way,
              label: way === "up" ? words.moveUp : words.moveDown,
              keys: way === "up" ? "Alt+↑" : "Alt+↓",
              run: () => commands.move(row, way),
            },
          ]
        : [],
    ),
    ...(node.kind === "broken" ? [] : [exported]),
    path,
    line("3"),
    {
      id: "delete",
      label: words.delete,
      icon: <Trash2 {...size} />,
      keys: "Del",
      danger: true,
      run: () => commands.remove(row),
    },
  ];
}

function findFolder(app: App, words: MenuWords): MenuEntry {
  return {
    id: "find",
    label: words.findFolder,
    icon: <FolderOpen {...size} />,
    run: () => actionOf("collection.open")?.run(app),
  };
}
