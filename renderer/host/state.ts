/** A value that changes, in the shape `useSyncExternalStore` takes. */
export interface State<T> {
  get(): T;
  /** The listener is told that it changed. Gives what ends the subscription. */
  subscribe(listener: () => void): () => void;
}

/** A state and the only way to change it. */
export function createState<T>(initial: T): { readonly state: State<T>; set(value: T): void } {
  const listeners = new Set<() => void>();
  let current = initial;
  return {
    state: {
      get: () => current,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    set: (value) => {
      if (Object.is(value, current)) return;
      current = value;
      for (const listener of [...listeners]) listener();
    },
  };
}
