import { FileText, Folder, Leaf, Plus, X } from "lucide-react";
import { type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { type App, useApp } from "../../app/app.ts";
import { closeTab, loadTab, openScratch } from "../../app/tabs.ts";
import { useText } from "../../i18n/language.ts";
import { shell } from "../../i18n/messages/shell.ts";
import { moveTab, pinTab } from "../../state/session.ts";
import type { Tab } from "../../state/tab.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { ContextMenu, type MenuEntry, type MenuPoint } from "../../ui/Menu.tsx";
import { Method } from "../../ui/Method.tsx";
import { useKeys } from "./keys.ts";
import styles from "./TabBar.module.css";
import { useTabTitle } from "./title.ts";

/** The open tabs. Middle click closes, double click keeps a preview, drag reorders, the menu key opens the menu. */
export function TabBar() {
  const app = useApp();
  const words = useText(shell);
  const keys = useKeys();
  const tabs = useStore(app.session, (session) => session.tabs);
  const active = useStore(app.session, (session) => session.active);
  const [menu, setMenu] = useState<{ readonly tab: Tab; readonly point: MenuPoint } | null>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  return (
    <nav className={styles.bar} aria-label={words.tabs}>
      <ul className={styles.list} onKeyDown={(event) => roam(event)}>
        {tabs.map((tab, index) => (
          <TabItem
            key={tab.key}
            tab={tab}
            active={tab.key === active}
            onMenu={(point) => setMenu({ tab, point })}
            onDragStart={() => setDragged(tab.key)}
            onDrop={() => {
              if (dragged !== null) moveTab(app.session, dragged, index);
              setDragged(null);
            }}
          />
        ))}
      </ul>
      <IconButton
        label={words.newTab}
        keys={keys("request.new")}
        dense
        onPress={() => void openScratch(app)}
      >
        <Plus size={16} aria-hidden="true" />
      </IconButton>
      <ContextMenu
        label={words.tabs}
        point={menu?.point ?? null}
        onClose={() => setMenu(null)}
        entries={menu ? menuOf(app, menu.tab, tabs, words) : []}
      />
    </nav>
  );
}

function TabItem({
  tab,
  active,
  onMenu,
  onDragStart,
  onDrop,
}: {
  readonly tab: Tab;
  readonly active: boolean;
  readonly onMenu: (point: MenuPoint) => void;
  readonly onDragStart: () => void;
  readonly onDrop: () => void;
}) {
  const app = useApp();
  const words = useText(shell);
  const title = useTabTitle(tab);
  const item = useRef<HTMLLIElement>(null);
  const dirty = useStore(
    app.documents.store,
    ({ documents }) => documents[tab.key]?.dirty ?? false,
  );
  useEffect(() => {
    if (active) item.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [active]);
  const show = () => {
    app.session.setState({ active: tab.key });
    loadTab(app, tab);
  };
  const openMenu = (event: MouseEvent<HTMLElement>) => {
    event.preventDefault();
    const box = event.currentTarget.getBoundingClientRect();
    const byKey = event.clientX === 0 && event.clientY === 0;
    onMenu(byKey ? { x: box.left, y: box.bottom } : { x: event.clientX, y: event.clientY });
  };
  return (
    <li
      ref={item}
      className={styles.item}
      data-active={active || undefined}
      data-preview={tab.preview || undefined}
      draggable
      onDragStart={onDragStart}
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDrop}
      onContextMenu={openMenu}
      onAuxClick={(event) => {
        if (event.button === 1) closeTab(app, tab.key);
      }}
      onDoubleClick={() => pinTab(app.session, tab.key)}
    >
      <button
        type="button"
        className={styles.tab}
        aria-current={active ? "page" : undefined}
        onClick={show}
      >
        <TabIcon tab={tab} method={title.method} />
        <span className={styles.name}>{title.name}</span>
        {dirty ? <span className={styles.spoken}>{words.unsaved}</span> : null}
      </button>
      <button
        type="button"
        className={styles.close}
        aria-label={words.closeTab(title.name)}
        data-dirty={dirty || undefined}
        onClick={() => closeTab(app, tab.key)}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </li>
  );
}

function TabIcon({ tab, method }: { readonly tab: Tab; readonly method: string }) {
  if (tab.target === "request") return <Method method={method} />;
  if (tab.target === "environment") return <Leaf size={14} aria-hidden="true" />;
  if (tab.target === "text") return <FileText size={14} aria-hidden="true" />;
  return <Folder size={14} aria-hidden="true" />;
}

function roam(event: KeyboardEvent<HTMLElement>): void {
  const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (by === 0) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>("button[class]")].filter(
    (button) => !button.hasAttribute("aria-label"),
  );
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  buttons[at + by]?.focus();
  if (at >= 0) event.preventDefault();
}

function menuOf(
  app: App,
  tab: Tab,
  tabs: readonly Tab[],
  words: {
    readonly keepOpen: string;
    readonly closeOthers: string;
    readonly closeRight: string;
  } & {
    readonly copyPath: string;
    readonly closeTab: (name: string) => string;
  },
): readonly MenuEntry[] {
  const at = tabs.findIndex((other) => other.key === tab.key);
  const keysOf = (some: readonly Tab[]) => some.map((other) => other.key);
  const { ref } = tab;
  return [
    ...(tab.preview
      ? [{ id: "keep", label: words.keepOpen, run: () => pinTab(app.session, tab.key) }]
      : []),
    { id: "close", label: words.closeTab(""), run: () => closeTab(app, tab.key) },
    {
      id: "others",
      label: words.closeOthers,
      disabled: tabs.length < 2,
      run: () => closeTab(app, ...keysOf(tabs.filter((other) => other.key !== tab.key))),
    },
    {
      id: "right",
      label: words.closeRight,
      disabled: at === tabs.length - 1,
      run: () => closeTab(app, ...keysOf(tabs.slice(at + 1))),
    },
    ...(ref
      ? [
          { kind: "separator" as const, id: "line" },
          {
            id: "path",
            label: words.copyPath,
            run: () => void navigator.clipboard.writeText(ref.path),
          },
        ]
      : []),
  ];
}
