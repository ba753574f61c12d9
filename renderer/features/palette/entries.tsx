import { useStore } from "zustand";
import { actions } from "../../actions/list.ts";
import { type App, useApp } from "../../app/app.ts";
import { openItem } from "../../app/tabs.ts";
import { useText } from "../../i18n/language.ts";
import { actionTitles } from "../../i18n/messages/actions.ts";
import { palette } from "../../i18n/messages/palette.ts";
import {
  type CollectionTree,
  isSendable,
  methodMark,
  type TreeNode,
} from "../../../shared/model/collection.ts";
import { localBase } from "../../../shared/model/variable.ts";
import { showOverlay } from "../../state/overlay.ts";
import { Method } from "../../ui/Method.tsx";
import type { PickSection } from "../../ui/PickList.tsx";
import { useCurrentCollection } from "../shell/current.ts";
import { useKeys } from "../shell/keys.ts";
import { best } from "./match.ts";

interface Found {
  readonly collection: CollectionTree;
  readonly node: TreeNode & { readonly kind: "request" };
  /** Folder names above it. */
  readonly trail: string;
}

/** What the palette offers for a query. */
export function useEntries(
  mode: "all" | "requests" | "environments",
  query: string,
): readonly PickSection[] {
  const app = useApp();
  const words = useText(palette);
  const titles = useText(actionTitles);
  const keys = useKeys();
  const collections = useStore(app.replica, (replica) => replica.collections);
  const collectionId = useCurrentCollection();

  if (mode === "environments") {
    const collection = collections.find((candidate) => candidate.id === collectionId);
    const all = collection?.environments ?? [];
    const names = [null, ...all.filter((name) => localBase(name, all) === null)];
    const offered = best(names, query, (name) => name ?? words.noEnvironment, 50);
    return [
      {
        label: words.environments,
        entries: offered.map((name) => ({
          id: `environment:${name ?? ""}`,
          label: name ?? words.noEnvironment,
          run: () => chooseEnvironment(app, collectionId, name),
        })),
      },
    ];
  }

  const limit = mode === "requests" ? 60 : query === "" ? 6 : 20;
  const found = best(
    collections.flatMap((collection) => [...requestsOf(collection, collection.children, "")]),
    query,
    ({ node, trail }) => `${methodMark(node)} ${trail} ${node.name}`,
    limit,
  );
  const requests: PickSection = {
    label: words.requests,
    entries: found.map(({ collection, node, trail }) => ({
      id: `request:${collection.id}:${node.path}`,
      label: node.name,
      icon: <Method method={methodMark(node)} />,
      detail: [collection.name, trail].filter(Boolean).join(" / "),
      run: () => openItem(app, "request", { collectionId: collection.id, path: node.path }),
    })),
  };
  if (mode === "requests") return [requests];
  const possible = actions.filter((action) => !action.hidden && (action.when?.(app) ?? true));
  const named = best(possible, query, (action) => titles[action.id], query === "" ? 30 : 12);
  return [
    requests,
    {
      label: words.actions,
      entries: named.map((action) => ({
        id: `action:${action.id}`,
        label: titles[action.id],
        keys: keys(action.id),
        run: () => action.run(app),
      })),
    },
    {
      label: words.everywhere,
      entries:
        query.trim() === "" || collections.length === 0
          ? []
          : [
              {
                id: "search",
                label: words.searchFor(query.trim()),
                run: () =>
                  showOverlay(app.overlay, { kind: "search", within: null, text: query.trim() }),
              },
            ],
    },
  ];
}

function* requestsOf(
  collection: CollectionTree,
  nodes: readonly TreeNode[],
  trail: string,
): Generator<Found> {
  for (const node of nodes) {
    if (node.kind === "request" && isSendable(node.itemKind)) yield { collection, node, trail };
    if (node.kind === "folder") {
      yield* requestsOf(collection, node.children, trail ? `${trail} / ${node.name}` : node.name);
    }
  }
}

function chooseEnvironment(app: App, collectionId: string | null, name: string | null): void {
  if (collectionId === null) return;
  app.session.setState(({ environments }) => ({
    environments: { ...environments, [collectionId]: name },
  }));
}
