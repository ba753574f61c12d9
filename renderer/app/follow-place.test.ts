import { expect, test } from "vitest";
import { createStore } from "zustand/vanilla";
import type { WorkspaceState } from "../../shared/contract/index.ts";
import type { CollectionTree } from "../../shared/model/collection.ts";
import type { Replica } from "../state/replica.ts";
import { emptySession, openTab, type Session } from "../state/session.ts";
import { keyOf, type Tab } from "../state/tab.ts";
import { followPlace } from "./follow-place.ts";

type Step = () => void;

const globals = (folder: string) => ({
  id: `globals of ${folder}`,
  environments: [],
  chosen: null,
});

/** A window whose main tells it things one after the other. */
function window_() {
  const session = createStore<Session>(() => emptySession);
  const workspace = createStore<{ readonly value: WorkspaceState }>(() => ({
    value: { current: null, recent: [], globals: globals("") },
  }));
  const replica = createStore<Replica>(() => ({ collections: [], ready: true }));
  const tree = (id: string): CollectionTree => ({
    id,
    folder: `/${id}`,
    name: id,
    children: [],
    environments: [],
  });
  const left: (string | undefined)[] = [];
  followPlace({ session, workspace, replica } as unknown as Parameters<typeof followPlace>[0], {
    leave: ({ ref }) => left.push(ref?.path),
    show: () => undefined,
  });
  return {
    left,
    paths: () => session.getState().tabs.map(({ ref }) => ref?.path),
    front: () => session.getState().active,
    collections: (...ids: readonly string[]) => replica.setState({ collections: ids.map(tree) }),
    place: (folder: string | null, ...ids: readonly string[]) =>
      workspace.setState({
        value: {
          recent: [],
          globals: globals(folder ?? ""),
          current:
            folder === null
              ? null
              : {
                  folder,
                  hash: "",
                  workspace: { name: folder, collections: [], docs: "" },
                  entries: ids.map((id) => ({
                    name: id,
                    path: id,
                    state: "open",
                    folder: `/${id}`,
                    collectionId: id,
                  })),
                  environments: [],
                },
        },
      }),
    open: (collectionId: string, path: string) => {
      const ref = { collectionId, path };
      const tab: Tab = { key: keyOf("request", ref), target: "request", ref, preview: false };
      openTab(session, tab);
      return tab.key;
    },
  };
}

test.each(["the collections first", "the workspace first"])(
  "tabs go and come with a workspace; main tells of %s",
  (order) => {
    const page = window_();
    const told = (one: Step, other: Step) => {
      const steps = order.startsWith("the collections") ? [one, other] : [other, one];
      for (const step of steps) step();
    };
    page.collections("harbour");
    page.place("/port", "harbour");
    page.open("harbour", "a");
    const front = page.open("harbour", "b");
    page.open("harbour", "c");
    page.open("harbour", "b");

    told(
      () => page.collections(),
      () => page.place("/other"),
    );
    expect(page.paths()).toEqual([]);
    expect(page.left).toEqual(["a", "b", "c"]);

    told(
      () => page.collections("harbour"),
      () => page.place("/port", "harbour"),
    );
    expect(new Set(page.paths())).toEqual(new Set(["a", "b", "c"]));
    expect(page.front()).toBe(front);

    // Closing it: main says so first, then closes, then says so again.
    page.place(null);
    page.collections();
    page.place(null);
    expect(page.paths()).toEqual([]);
    told(
      () => page.collections("harbour"),
      () => page.place("/port", "harbour"),
    );
    expect(page.front()).toBe(front);
    expect(page.paths()).toHaveLength(3);
  },
);

test("tabs of globals belong to their workspace", () => {
  const at = window_();
  at.open("globals of ", "mine");
  at.place("w");
  at.collections();
  expect(at.paths()).toEqual([]);
  at.open("globals of w", "shared");
  at.place(null);
  at.collections();
  expect(at.paths()).toEqual(["mine"]);
  at.place("w");
  at.collections();
  expect(at.paths()).toEqual(["shared"]);
});
