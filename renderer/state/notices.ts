import { createStore, type StoreApi } from "zustand/vanilla";
import { type Failure, toFailure } from "../../shared/model/failure.ts";

/** A short word at the window's edge. Never used for the result of a send: that is in the response pane. */
export interface Notice {
  readonly id: string;
  readonly tone: "plain" | "bad";
  readonly text: string;
  readonly detail: string;
  /** What is said in the person's language in place of `text` and `detail`. */
  readonly failure: Failure | null;
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

export type NoticeStore = StoreApi<{ readonly notices: readonly Notice[] }>;

export function createNotices(): NoticeStore {
  return createStore(() => ({ notices: [] }));
}

/** Shows a notice; it goes by itself after 8 s unless it is bad or hovered. */
export function notify(
  store: NoticeStore,
  notice: Partial<Omit<Notice, "id">> & { readonly text: string },
): void {
  const id = crypto.randomUUID();
  // Said again, it is not there twice.
  const isSame = (other: Notice) =>
    other.action === null &&
    other.text === notice.text &&
    other.failure?.place === notice.failure?.place;
  store.setState(({ notices }) => ({
    notices: [
      ...notices.filter((other) => !isSame(other)).slice(-3),
      { tone: "plain", detail: "", failure: null, action: null, ...notice, id },
    ],
  }));
}

export function notifyFailure(store: NoticeStore, failure: Failure): void {
  notify(store, { tone: "bad", text: failure.message, failure });
}

export function dismiss(store: NoticeStore, id: string): void {
  store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}

/** Does some work, and tells how it ended: `done` when it is there, else only a failure. Gives false when it failed; never throws. */
export async function attempt(
  store: NoticeStore,
  work: () => Promise<unknown>,
  done?: string,
): Promise<boolean> {
  try {
    await work();
    if (done !== undefined) notify(store, { text: done });
    return true;
  } catch (thrown) {
    notifyFailure(store, toFailure(thrown));
    return false;
  }
}
