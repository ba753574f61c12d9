import { createStore, type StoreApi } from "zustand/vanilla";
import type { Remote, Contract } from "../../shared/contract/index.ts";
import { isNarrow } from "./narrow.ts";
import { keyOf, movedPath, type Tab } from "./tab.ts";

/** What the window looks like for this person: kept by main, never in a collection. */
export interface Session {
  readonly tabs: readonly Tab[];
  readonly active: string | null;
  /** Most recent last; for "reopen closed tab". */
  readonly closed: readonly Tab[];
  readonly sidebarWidth: number;
  readonly sidebarOpen: boolean;
  /** The sidebar over the workspace, in a narrow window. Closed at start and by opening a tab. */
  readonly drawerOpen: boolean;
  /** Share of the workspace the response takes, 0–1. */
  readonly responseShare: number;
  readonly responseOpen: boolean;
  /** Folders that are open in the tree: `<collectionId>:<path>`. */
  readonly expanded: readonly string[];
  /** Chosen environment by collection. */
  readonly environments: Readonly<Record<string, string | null>>;
  /** Chosen sub-tab and view by `<tab key>/<place>`. */
  readonly choices: Readonly<Record<string, string>>;
  /** Last exchange by tab key: its response is there again after a restart. */
  readonly exchanges: Readonly<Record<string, string>>;
  /** Id of the code that was asked for last. */
  readonly codeTarget: string;
  /** Tabs that closed with their place, by the workspace's folder; "": what is open without one. */
  readonly placeTabs: Readonly<Record<string, PlaceTabs>>;
  readonly welcomed: boolean;
}

/** The tabs of a workspace, for when it is opened again. */
export interface PlaceTabs {
  readonly tabs: readonly Tab[];
  readonly active: string | null;
}

export const emptySession: Session = {
  tabs: [],
  active: null,
  closed: [],
  sidebarWidth: 264,
  sidebarOpen: true,
  drawerOpen: false,
  responseShare: 0.52,
  responseOpen: true,
  expanded: [],
  environments: {},
  choices: {},
  exchanges: {},
  codeTarget: "curl",
  placeTabs: {},
  welcomed: false,
};

export type SessionStore = StoreApi<Session>;

/** Loads the session and saves it 300 ms after the last change. A damaged one is replaced by an empty one. */
export async function createSession(
  remote: Pick<Remote<Contract>, "session.load" | "session.save">,
): Promise<SessionStore & { flush(): Promise<void> }> {
  const stored = await remote["session.load"](null);
  const store = createStore<Session>(() => ({
    ...emptySession,
    ...parse(stored?.json),
    drawerOpen: false,
  }));
  let timer: ReturnType<typeof setTimeout> | null = null;
  const flush = async () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    await remote["session.save"]({ json: JSON.stringify(store.getState()) }).catch(() => null);
  };
  store.subscribe(() => {
    timer ??= setTimeout(() => void flush(), 300);
  });
  return { ...store, flush };
}

function parse(json: string | undefined): Partial<Session> {
  if (!json) return {};
  try {
    const value: unknown = JSON.parse(json);
    return value !== null && typeof value === "object" ? (value as Partial<Session>) : {};
  } catch {
    return {};
  }
}

/** Opens a tab and makes it active. A preview takes the place of the preview before it. */
export function openTab(store: SessionStore, tab: Tab): void {
  store.setState((session) => {
    const there = session.tabs.find((other) => other.key === tab.key);
    if (there) {
      const tabs = tab.preview ? session.tabs : pinned(session.tabs, tab.key);
      return { tabs, active: tab.key, drawerOpen: false };
    }
    const preview = tab.preview ? session.tabs.findIndex((other) => other.preview) : -1;
    const at = session.tabs.findIndex((other) => other.key === session.active) + 1;
    const tabs =
      preview >= 0
        ? session.tabs.map((other, index) => (index === preview ? tab : other))
        : [...session.tabs.slice(0, at), tab, ...session.tabs.slice(at)];
    return { tabs, active: tab.key, drawerOpen: false };
  });
}

function pinned(tabs: readonly Tab[], key: string): readonly Tab[] {
  return tabs.some((tab) => tab.key === key && tab.preview)
    ? tabs.map((tab) => (tab.key === key ? { ...tab, preview: false } : tab))
    : tabs;
}

export function pinTab(store: SessionStore, key: string): void {
  store.setState((session) => ({ tabs: pinned(session.tabs, key) }));
}

/** Closes tabs; each can be reopened. The neighbour to the right, else to the left, becomes active. */
export function closeTabs(store: SessionStore, keys: readonly string[]): void {
  store.setState((session) => {
    const tabs = session.tabs.filter((tab) => !keys.includes(tab.key));
    const gone = session.tabs.filter((tab) => keys.includes(tab.key));
    const at = session.tabs.findIndex((tab) => tab.key === session.active);
    const after = session.tabs.slice(at + 1).find((tab) => !keys.includes(tab.key));
    const before = session.tabs.slice(0, at).findLast((tab) => !keys.includes(tab.key));
    const active =
      session.active !== null && keys.includes(session.active)
        ? ((after ?? before)?.key ?? null)
        : session.active;
    return { tabs, active, closed: [...session.closed, ...gone].slice(-30) };
  });
}

/** Workspaces whose tabs are remembered: the latest. */
const mostPlaces = 20;

/**
 * The window goes from one place to another (workspaces by their folder, "" for none): tabs of collections in `leaving` go and are remembered
 * for the place they were in, and those remembered for the new one come back where `isOpen`. Called again as collections close and open;
 * gives the tabs that left.
 */
export function changePlace(
  store: SessionStore,
  { from, to }: { readonly from: string; readonly to: string },
  leaving: (collectionId: string) => boolean,
  isOpen: (collectionId: string) => boolean,
): readonly Tab[] {
  const { tabs, active, placeTabs } = store.getState();
  const before = placeTabs[from];
  const remembered = placeTabs[to];
  const left = tabs.filter(({ ref }) => ref !== null && leaving(ref.collectionId));
  const back = (remembered?.tabs ?? []).filter(
    ({ ref }) => ref !== null && isOpen(ref.collectionId),
  );
  if (left.length === 0 && back.length === 0) return left;
  const kept = tabs.filter((tab) => !left.includes(tab));
  const next = [...kept, ...back.filter(({ key }) => kept.every((tab) => tab.key !== key))];
  const has = (list: readonly Tab[], key: string | null) => list.some((tab) => tab.key === key);
  const old: PlaceTabs = {
    tabs: [...(before?.tabs ?? []), ...left],
    active: has(left, active) ? active : (before?.active ?? null),
  };
  const waiting = (remembered?.tabs ?? []).filter((tab) => !back.includes(tab));
  const others = Object.entries(placeTabs).filter(([place]) => place !== to && place !== from);
  const shown = has(back, remembered?.active ?? null) ? (remembered?.active ?? null) : active;
  store.setState({
    tabs: next,
    active: has(next, shown) ? shown : (next.at(-1)?.key ?? null),
    placeTabs: Object.fromEntries([
      ...others.slice(-mostPlaces),
      ...(old.tabs.length === 0 ? [] : [[from, old] as const]),
      ...(waiting.length === 0
        ? []
        : [[to, { tabs: waiting, active: remembered?.active ?? null }] as const]),
    ]),
  });
  return left;
}

/** Brings back the tab closed last; null when there is none. */
export function reopenTab(store: SessionStore): Tab | null {
  const { closed } = store.getState();
  const tab = closed.at(-1);
  if (!tab) return null;
  store.setState({ closed: closed.slice(0, -1) });
  openTab(store, { ...tab, preview: false });
  return tab;
}

export function moveTab(store: SessionStore, key: string, to: number): void {
  store.setState((session) => {
    const tab = session.tabs.find((other) => other.key === key);
    if (!tab) return {};
    const rest = session.tabs.filter((other) => other.key !== key);
    return { tabs: [...rest.slice(0, to), tab, ...rest.slice(to)] };
  });
}

/** Gives a tab another key and place (saved for the first time, renamed, moved) with all that hangs on it. */
export function rekeyTab(store: SessionStore, key: string, next: Tab): void {
  store.setState((session) => ({
    tabs: session.tabs.map((tab) => (tab.key === key ? next : tab)),
    active: session.active === key ? next.key : session.active,
    choices: Object.fromEntries(
      Object.entries(session.choices).map(([place, choice]) => [
        place.startsWith(`${key}/`) ? next.key + place.slice(key.length) : place,
        choice,
      ]),
    ),
    exchanges: Object.fromEntries(
      Object.entries(session.exchanges).map(([tab, id]) => [tab === key ? next.key : tab, id]),
    ),
  }));
}

/** An item moved: its tabs and open folders follow. Gives the keys that changed, old to new. */
export function followMove(
  store: SessionStore,
  collectionId: string,
  from: string,
  to: string,
): readonly (readonly [string, Tab])[] {
  const moved = store.getState().tabs.flatMap((tab) => {
    if (!tab.ref || tab.ref.collectionId !== collectionId || tab.target === "environment")
      return [];
    const path = movedPath(tab.ref.path, from, to);
    if (path === null || path === tab.ref.path) return [];
    const ref = { collectionId, path };
    return [[tab.key, { ...tab, ref, key: keyOf(tab.target, ref) }] as const];
  });
  for (const [key, tab] of moved) rekeyTab(store, key, tab);
  store.setState((session) => ({
    expanded: session.expanded.map((place) => {
      const prefix = `${collectionId}:`;
      if (!place.startsWith(prefix)) return place;
      const path = movedPath(place.slice(prefix.length), from, to);
      return path === null ? place : prefix + path;
    }),
  }));
  return moved;
}

/** The choice made at a place of a tab (a sub-tab, a body view), or `fallback`. */
export function choice<Id extends string>(
  session: Session,
  key: string,
  place: string,
  fallback: Id,
): Id {
  return (session.choices[`${key}/${place}`] as Id | undefined) ?? fallback;
}

export function choose(store: SessionStore, key: string, place: string, id: string): void {
  store.setState((session) => ({ choices: { ...session.choices, [`${key}/${place}`]: id } }));
}

/** Shows or hides the sidebar, whichever form it has in this window. */
export function showSidebar(store: SessionStore, show?: boolean): void {
  const field = isNarrow() ? "drawerOpen" : "sidebarOpen";
  store.setState((session) => ({ [field]: show ?? !session[field] }));
}
