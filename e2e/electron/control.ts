import type { MenuItemConstructorOptions } from "electron";

/** What a test asks of a running stand-in, over the child process's message channel. */
export type ControlRequest =
  | { readonly kind: "menu"; readonly id: string }
  | { readonly kind: "menu-titles" }
  | { readonly kind: "answer-open"; readonly path: string | null }
  | { readonly kind: "answer-message"; readonly button: number }
  | { readonly kind: "opened" }
  | { readonly kind: "trashed" }
  | { readonly kind: "permission"; readonly permission: string; readonly url: string }
  | { readonly kind: "close-window" }
  | { readonly kind: "quit" };

export type ControlMessage =
  | { readonly kind: "ready"; readonly endpoint: string; readonly browserPid: number }
  | { readonly kind: "answer"; readonly id: number; readonly value: unknown }
  | { readonly kind: "failed"; readonly id: number; readonly message: string };

/** What the stand-in's parts share: the answers a test has prepared and the traces main has left. */
export const world = {
  menu: [] as MenuItemConstructorOptions[],
  /** Answers waiting for the next open or save dialog; none waiting: cancelled. */
  files: [] as (string | null)[],
  /** Buttons for the next message boxes; none waiting: the cancel button. */
  buttons: [] as number[],
  opened: [] as string[],
  trashed: [] as string[],
};

/** Sends to the test, when there is one. */
export function tell(message: ControlMessage): void {
  process.send?.(message);
}

export type ControlHandler = (request: ControlRequest) => unknown;

/** Answers the test's requests until the process ends. */
export function listenToTest(handle: ControlHandler): void {
  process.on("message", (message: { id: number; request: ControlRequest }) => {
    const { id, request } = message;
    Promise.resolve()
      .then(() => handle(request))
      .then((value) => tell({ kind: "answer", id, value }))
      .catch((error: unknown) => tell({ kind: "failed", id, message: String(error) }));
  });
}

/** The item with this id anywhere in a menu. */
export function findItem(
  items: readonly MenuItemConstructorOptions[],
  id: string,
): MenuItemConstructorOptions | null {
  for (const item of items) {
    if (item.id === id) return item;
    const inner = Array.isArray(item.submenu) ? findItem(item.submenu, id) : null;
    if (inner !== null) return inner;
  }
  return null;
}
