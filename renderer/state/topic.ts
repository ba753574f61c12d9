import { createStore, type StoreApi } from "zustand/vanilla";

/** A store that holds the latest item of a topic; `initial` until the first arrives. */
export function followTopic<Item>(
  open: (signal: AbortSignal) => AsyncIterable<Item>,
  initial: Item,
  signal: AbortSignal,
): StoreApi<{ readonly value: Item }> & { readonly first: Promise<void> } {
  const store = createStore<{ readonly value: Item }>(() => ({ value: initial }));
  let arrived: () => void = () => undefined;
  const first = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const follow = async () => {
    for await (const value of open(signal)) {
      store.setState({ value });
      arrived();
    }
  };
  void follow().catch(() => arrived());
  return { ...store, first };
}
