import { beforeEach, expect, test } from "vitest";
import { createStore } from "zustand/vanilla";
import {
  changePlace,
  closeTabs,
  emptySession,
  followMove,
  moveTab,
  openTab,
  pinTab,
  reopenTab,
  type Session,
  type SessionStore,
} from "./session.ts";
import { keyOf, type Tab } from "./tab.ts";

let store: SessionStore;
beforeEach(() => {
  store = createStore<Session>(() => emptySession);
});

const tab = (path: string, preview = false): Tab => {
  const ref = { collectionId: "c", path };
  return { key: keyOf("request", ref), target: "request", ref, preview };
};
const paths = () => store.getState().tabs.map(({ ref }) => ref?.path);
const active = () => store.getState().active;

test("a preview takes the place of the preview before it, a kept tab does not", () => {
  openTab(store, tab("a", true));
  openTab(store, tab("b", true));
  expect(paths()).toEqual(["b"]);
  pinTab(store, tab("b").key);
  openTab(store, tab("c", true));
  expect(paths()).toEqual(["b", "c"]);
});

test("opening a preview for good keeps it", () => {
  openTab(store, tab("a", true));
  openTab(store, tab("a"));
  expect(store.getState().tabs[0]?.preview).toBe(false);
});

test("a new tab opens to the right of the active one", () => {
  for (const path of ["a", "b", "c"]) openTab(store, tab(path));
  openTab(store, tab("a"));
  openTab(store, tab("x"));
  expect(paths()).toEqual(["a", "x", "b", "c"]);
});

test("closing makes the neighbour active: right first, then left", () => {
  for (const path of ["a", "b", "c"]) openTab(store, tab(path));
  openTab(store, tab("b"));
  closeTabs(store, [tab("b").key]);
  expect(active()).toBe(tab("c").key);
  closeTabs(store, [tab("c").key]);
  expect(active()).toBe(tab("a").key);
  closeTabs(store, [tab("a").key]);
  expect(active()).toBeNull();
});

test("tabs come back in the order they were closed, last first", () => {
  for (const path of ["a", "b"]) openTab(store, tab(path));
  closeTabs(store, [tab("a").key]);
  closeTabs(store, [tab("b").key]);
  expect(reopenTab(store)?.ref?.path).toBe("b");
  expect(reopenTab(store)?.ref?.path).toBe("a");
  expect(reopenTab(store)).toBeNull();
});

test("tabs move", () => {
  for (const path of ["a", "b", "c"]) openTab(store, tab(path));
  moveTab(store, tab("c").key, 0);
  expect(paths()).toEqual(["c", "a", "b"]);
});

test("tabs, choices, exchanges and open folders follow a moved folder", () => {
  openTab(store, tab("old/a.yml"));
  openTab(store, tab("older.yml"));
  const key = tab("old/a.yml").key;
  store.setState({
    active: key,
    choices: { [`${key}/request`]: "body" },
    exchanges: { [key]: "e1" },
    expanded: ["c:old", "c:old/deep", "d:old"],
  });
  followMove(store, "c", "old", "new/old");
  const moved = tab("new/old/a.yml").key;
  expect(paths()).toEqual(["new/old/a.yml", "older.yml"]);
  expect(active()).toBe(moved);
  expect(store.getState().choices).toEqual({ [`${moved}/request`]: "body" });
  expect(store.getState().exchanges).toEqual({ [moved]: "e1" });
  expect(store.getState().expanded).toEqual(["c:new/old", "c:new/old/deep", "d:old"]);
});

test("tabs of collections that go with a workspace come back with it", () => {
  const of = (collectionId: string, path: string): Tab => {
    const ref = { collectionId, path };
    return { key: keyOf("request", ref), target: "request", ref, preview: false };
  };
  const scratch: Tab = { key: "scratch:1", target: "request", ref: null, preview: false };
  for (const one of [of("both", "x"), of("harbour", "a"), of("harbour", "b"), scratch])
    openTab(store, one);
  store.setState({ active: of("harbour", "a").key });
  const open = new Set(["both", "harbour"]);
  const step = (from: string, to: string, leaving: readonly string[]) =>
    changePlace(
      store,
      { from, to },
      (id) => leaving.includes(id) && !open.has(id),
      (id) => open.has(id),
    ).map(({ ref }) => ref?.path);

  // Main tells of the place first and of its collections afterwards: nothing closes before it is gone.
  expect(step("/harbour", "/port", ["both", "harbour"])).toEqual([]);
  open.delete("harbour");
  expect(step("/harbour", "/port", ["both", "harbour"])).toEqual(["a", "b"]);
  expect(paths()).toEqual(["x", undefined]);
  openTab(store, of("both", "y"));

  expect(step("/port", "/harbour", ["both"])).toEqual([]);
  open.add("harbour");
  step("/port", "/harbour", ["both"]);
  expect(new Set(paths())).toEqual(new Set(["x", "y", undefined, "a", "b"]));
  expect(active()).toBe(of("harbour", "a").key);
  expect(store.getState().placeTabs).toEqual({});
});
