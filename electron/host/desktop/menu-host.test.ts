import type { MenuItemConstructorOptions } from "electron";
import { expect, test } from "vitest";
import { menuHandlers } from "./menu-host.ts";

test("the page's menu is installed, and each page that watches is told what was chosen", async () => {
  const installed: MenuItemConstructorOptions[][] = [];
  const handlers = menuHandlers((template) => void installed.push(template));
  const stop = new AbortController();
  const [one, two] = [handlers["menu.watch"](stop.signal), handlers["menu.watch"](stop.signal)].map(
    (items) => items[Symbol.asyncIterator](),
  );
  expect((await one!.next()).value).toEqual({ kind: "ready" });
  expect((await two!.next()).value).toEqual({ kind: "ready" });

  const action = {
    kind: "action",
    id: "tab.new",
    title: "New",
    keys: null,
    enabled: true,
  } as const;
  const sections = [{ title: "File", entries: [action, { ...action, id: "tab.close" }] }];
  expect(await handlers["menu.set"]({ sections }, stop.signal)).toBeNull();
  const items = installed[0]?.[0]?.submenu;
  if (!Array.isArray(items)) throw new Error("no submenu");

  const waiting = one!.next();
  for (const item of items) item.click?.({} as never, undefined, {} as never);
  expect((await waiting).value).toEqual({ kind: "chosen", id: "tab.new" });
  expect((await one!.next()).value).toEqual({ kind: "chosen", id: "tab.close" });
  expect((await two!.next()).value).toEqual({ kind: "chosen", id: "tab.new" });

  const last = one!.next();
  stop.abort();
  expect((await last).done).toBe(true);
  await two!.return?.(undefined);
  expect(() => handlers["menu.set"]({ sections: 1 } as never, stop.signal)).toThrow();
});
