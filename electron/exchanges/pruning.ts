/** Removes what is too old when nobody waits: removing a folder costs more than the exchange that filled the next one. */
export interface Pruning {
  /** One more exchange is kept. Never blocks. */
  soon(): void;
  /** Resolves when what is due is done. Called once, at the end. */
  finish(): Promise<void>;
}

/** ms without an exchange before the walk begins. */
const quiet = 1000;
/** So many exchanges without a pause begin it all the same. */
const most = 64;

/** `prune` is called by one walk at a time. When it rejects, what could not be removed is tried again with the next. */
export function createPruning(prune: () => Promise<void>): Pruning {
  let due = 0;
  let timer: NodeJS.Timeout | undefined;
  let walk: Promise<void> | null = null;

  function start(): void {
    clearTimeout(timer);
    due = 0;
    walk = prune()
      .catch(() => undefined)
      .then(() => {
        walk = null;
        if (due > 0) arm();
      });
  }

  function arm(): void {
    clearTimeout(timer);
    if (walk !== null) return;
    if (due >= most) start();
    else timer = setTimeout(start, quiet).unref();
  }

  return {
    soon() {
      due += 1;
      arm();
    },
    async finish() {
      await walk;
      if (due > 0) start();
      clearTimeout(timer);
      await walk;
    },
  };
}
