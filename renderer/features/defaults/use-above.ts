import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { Defaults } from "../../../shared/model/collection.ts";
import { useApp } from "../../app/app.ts";
import { findCollection, foldersAbove } from "../../state/replica.ts";

/** The defaults of the places a folder lies in, outer to inner; none for a collection. */
export function useAbove(collectionId: string, path: string): readonly Defaults[] {
  const app = useApp();
  const collection = useStore(app.replica, (replica) => findCollection(replica, collectionId));
  const [above, setAbove] = useState<readonly Defaults[]>([]);
  useEffect(() => {
    if (path === "" || !collection) return undefined;
    const ended = new AbortController();
    const folders = foldersAbove(collection.children, path).map((folder) => folder.path);
    Promise.all(
      ["", ...folders].map((folder) =>
        app.remote["collections.readDefaults"]({ collectionId, path: folder }, ended.signal),
      ),
    ).then(
      (loaded) => {
        if (!ended.signal.aborted) setAbove(loaded.map(({ value }) => value));
      },
      () => undefined,
    );
    return () => ended.abort();
  }, [app, collection, collectionId, path]);
  return path === "" ? [] : above;
}
