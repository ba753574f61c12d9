import { useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import type { Preview } from "../../../shared/contract/index.ts";
import type { Defaults } from "../../../shared/model/collection.ts";
import type { HttpRequest } from "../../../shared/model/request.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import { notYetKnown } from "../../../shared/template/variable-views.ts";
import { useApp } from "../../app/app.ts";
import { environmentOf, sendInput } from "../../app/send.ts";
import type { Document } from "../../state/document.ts";
import { findCollection, foldersAbove } from "../../state/replica.ts";

export interface RequestContext {
  readonly variables: readonly VariableView[];
  readonly preview: Preview | null;
  readonly inherited: readonly Defaults[];
}

const nothing: RequestContext = { variables: notYetKnown, preview: null, inherited: [] };

/** What main says of a request as it is edited: its variables, what would be sent, what it inherits. Asked at once, then 120 ms after the last change. */
export function useRequestContext(document: Document, request: HttpRequest): RequestContext {
  const app = useApp();
  const { key, ref } = document;
  const collectionId = ref?.collectionId ?? null;
  const path = ref?.path ?? "";
  const collection = useStore(app.replica, (replica) => findCollection(replica, collectionId));
  const chosen = useStore(app.session, (session) => session.environments[collectionId ?? ""]);
  const keptTurn = useStore(app.runs.store, (runs) => runs.keptTurn);
  const [context, setContext] = useState<RequestContext>(nothing);
  const asked = useRef("");

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const ask = async () => {
      const input = sendInput(app, key);
      if (!input) return;
      const environment = collectionId === null ? null : environmentOf(app, collectionId);
      const about = { collectionId, path, environment, request };
      const [variables, preview] = await Promise.all([
        app.remote["variables.view"](about, signal),
        app.remote["exchange.preview"](input, signal),
      ]);
      if (!signal.aborted) setContext((before) => ({ ...before, variables, preview }));
    };
    const timer = setTimeout(
      () => void ask().catch(() => undefined),
      asked.current === key ? 120 : 0,
    );
    asked.current = key;
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [app, key, collectionId, path, request, chosen, collection, keptTurn]);

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const ask = async () => {
      if (collectionId === null || !collection) return;
      const folders = foldersAbove(collection.children, path).map((folder) => folder.path);
      const inherited = await Promise.all(
        ["", ...folders].map(async (folder) => {
          const loaded = await app.remote["collections.readDefaults"](
            { collectionId, path: folder },
            signal,
          );
          return loaded.value;
        }),
      );
      if (!signal.aborted) setContext((before) => ({ ...before, inherited }));
    };
    void ask().catch(() => undefined);
    return () => controller.abort();
  }, [app, collectionId, path, collection]);

  return context;
}
