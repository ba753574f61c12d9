import type { CollectionTree } from "../../shared/model/collection.ts";
import { findCollection } from "../state/replica.ts";
import type { App } from "./app.ts";

/** The collection once the replica has it: main answers a call before the topic has told of the change. */
export function waitForCollection(app: App, id: string): Promise<CollectionTree> {
  return new Promise((resolve) => {
    const look = () => {
      const found = findCollection(app.replica.getState(), id);
      if (!found) return;
      stop();
      resolve(found);
    };
    const stop = app.replica.subscribe(look);
    look();
  });
}
