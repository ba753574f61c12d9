import { toFailure } from "../../shared/model/failure.ts";
import type { TreeNode } from "../../shared/model/collection.ts";
import { notifyFailure } from "../state/notices.ts";
import { waitForCollection } from "./wait-for-collection.ts";
import type { App } from "./app.ts";
import { openItem } from "./tabs.ts";

/** Starts the demo server, opens the sample collection and its first request. */
export async function openDemo(app: App): Promise<void> {
  try {
    await app.remote["demo.start"](null);
    const { collectionId } = await app.remote["demo.openSample"](null);
    const collection = await waitForCollection(app, collectionId);
    const environment = collection.environments[0] ?? null;
    app.session.setState(({ environments, expanded }) => ({
      welcomed: true,
      sidebarOpen: true,
      environments: { ...environments, [collectionId]: environment },
      expanded: [...new Set([...expanded, `${collectionId}:`])],
    }));
    const first = firstRequest(collection.children);
    if (first !== null) openItem(app, "request", { collectionId, path: first });
  } catch (thrown) {
    notifyFailure(app.notices, toFailure(thrown));
  }
}

export async function stopDemo(app: App): Promise<void> {
  try {
    await app.remote["demo.stop"](null);
  } catch (thrown) {
    notifyFailure(app.notices, toFailure(thrown));
  }
}

function firstRequest(nodes: readonly TreeNode[]): string | null {
  const request = nodes.find((node) => node.kind === "request" && node.itemKind === "http");
  if (request) return request.path;
  for (const node of nodes) {
    const inside = node.kind === "folder" ? firstRequest(node.children) : null;
    if (inside !== null) return inside;
  }
  return null;
}
