import type { MenuItemConstructorOptions } from "electron";
import type { DesktopContract, MenuItem } from "../../../shared/contract/desktop.ts";
import type { Handlers } from "../../../shared/contract/kinds.ts";
import { menuTemplate, readMenu } from "./menu.ts";

/**
 * Answers the page about the native menu: it sends its actions, and is told which one was chosen.
 * @param install puts a template in the place of the menu there is
 */
export function menuHandlers(
  install: (template: MenuItemConstructorOptions[]) => void,
): Handlers<DesktopContract> {
  const listeners = new Set<(id: string) => void>();
  const choose = (id: string) => listeners.forEach((listen) => listen(id));
  return {
    "menu.set": (input) => {
      install(menuTemplate(readMenu(input), choose));
      return Promise.resolve(null);
    },
    "menu.watch": (signal) => watchChoices(listeners, signal),
  };
}

async function* watchChoices(
  listeners: Set<(id: string) => void>,
  signal: AbortSignal,
): AsyncGenerator<MenuItem, undefined> {
  const waiting: string[] = [];
  let wake = () => {};
  const listen = (id: string) => {
    waiting.push(id);
    wake();
  };
  const abort = () => wake();
  listeners.add(listen);
  signal.addEventListener("abort", abort, { once: true });
  try {
    yield { kind: "ready" };
    while (!signal.aborted) {
      const id = waiting.shift();
      if (id !== undefined) yield { kind: "chosen", id };
      else await new Promise<void>((resolve) => (wake = resolve));
    }
    return undefined;
  } finally {
    listeners.delete(listen);
    signal.removeEventListener("abort", abort);
  }
}
