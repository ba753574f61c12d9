import { useStore } from "zustand";
import { methodMark } from "../../../shared/model/collection.ts";
import type { HttpRequest } from "../../../shared/model/request.ts";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { shell } from "../../i18n/messages/shell.ts";
import { valueOf } from "../../state/document.ts";
import { findCollection, findNode } from "../../state/replica.ts";
import type { Tab } from "../../state/tab.ts";

/** What a tab is called: the item's name, else what its URL says. */
export function useTabTitle(tab: Tab): { readonly name: string; readonly method: string } {
  const app = useApp();
  const words = useText(shell);
  const document = useStore(app.documents.store, ({ documents }) => documents[tab.key]);
  const collection = useStore(app.replica, (replica) =>
    findCollection(replica, tab.ref?.collectionId ?? null),
  );
  const node = tab.ref && collection ? findNode(collection.children, tab.ref.path) : undefined;
  const request = valueOf(document, "request");
  const method = request ? markOf(request) : methodOf(node);
  return { name: nameOf(), method };

  function nameOf(): string {
    if (!tab.ref) return request?.name || shortUrl(request?.url ?? "") || words.untitled;
    if (tab.target === "environment") return tab.ref.path;
    if (tab.target === "text") return tab.ref.path.split("/").at(-1) ?? tab.ref.path;
    if (tab.target === "defaults" && tab.ref.path === "") return collection?.name ?? words.settings;
    return request?.name || node?.name || (tab.ref.path.split("/").at(-1) ?? tab.ref.path);
  }
}

function markOf({ raw, body, method }: HttpRequest): string {
  if (raw) return "RAW";
  return body.kind === "websocket" ? "WS" : method.toUpperCase();
}

function methodOf(node: ReturnType<typeof findNode>): string {
  return node?.kind === "request" ? methodMark(node) : "";
}

/** The last of the path, or the host: enough to tell tabs apart. */
function shortUrl(url: string): string {
  const bare = url.replace(/^[a-z]+:\/\//i, "").replace(/[?#].*$/, "");
  const parts = bare.split("/").filter(Boolean);
  return parts.length > 1 ? `/${parts.at(-1)}` : (parts[0] ?? "");
}
