import { describe, expect, test } from "vitest";
import { accelerator, menuTemplate, readMenu } from "./menu.ts";

const send = {
  kind: "action",
  id: "request.send",
  title: "Send",
  keys: "Mod+Enter",
  enabled: true,
} as const;

describe("keys in Electron's words", () => {
  test.each([
    ["Mod+Enter", "CommandOrControl+Enter"],
    ["Mod+Shift+T", "CommandOrControl+Shift+T"],
    ["Ctrl+Alt+1", "Control+Alt+1"],
    ["Escape", "Esc"],
    ["Mod+,", "CommandOrControl+,"],
    ["Alt+ArrowUp", "Alt+Up"],
    ["Mod+É", null],
    ["", null],
  ])("%j → %j", (keys, text) => expect(accelerator(keys)).toBe(text));
});

describe("the template", () => {
  test("runs the page's actions and registers no key of its own", () => {
    const chosen: string[] = [];
    const separator = { kind: "separator" } as const;
    const quit = { kind: "role", role: "quit", title: "Quit" } as const;
    const entries = [send, separator, quit];
    const [section] = menuTemplate([{ title: "Request", entries }], (id) => void chosen.push(id));
    const items = section?.submenu;
    if (!Array.isArray(items)) throw new Error("no submenu");
    expect(items[0]).toMatchObject({
      id: "request.send",
      label: "Send",
      accelerator: "CommandOrControl+Enter",
      registerAccelerator: false,
    });
    expect(items.slice(1)).toEqual([{ type: "separator" }, { role: "quit", label: "Quit" }]);
    items[0]?.click?.({} as never, undefined, {} as never);
    expect(chosen).toEqual(["request.send"]);
  });
});

describe("what a page sends", () => {
  test("a menu is read", () => {
    const sections = [{ title: "File", entries: [send, { kind: "separator" }] }];
    expect(readMenu({ sections })).toEqual(sections);
  });
  test.each([
    null,
    {},
    { sections: "x" },
    { sections: [{ title: 1, entries: [] }] },
    { sections: [{ title: "x", entries: [{ kind: "role", role: "unhide", title: "x" }] }] },
    { sections: [{ title: "x", entries: [{ ...send, id: "x".repeat(201) }] }] },
    { sections: Array.from({ length: 21 }, () => ({ title: "x", entries: [] })) },
  ])("%j is refused", (input) => {
    expect(() => readMenu(input)).toThrow("could not be understood");
  });
});
