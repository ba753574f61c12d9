import { createStore, type StoreApi } from "zustand/vanilla";

/** The variable somebody was led to: the tab it is in, and its name. Forgotten once its row has the focus. */
export interface Sought {
  readonly key: string;
  readonly name: string;
}

export type SoughtStore = StoreApi<{ readonly sought: Sought | null }>;

export function createSought(): SoughtStore {
  return createStore(() => ({ sought: null }));
}
