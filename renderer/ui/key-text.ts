const mac = typeof navigator !== "undefined" && /mac/i.test(navigator.platform);

const arrows = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓" };

const macNames: Readonly<Record<string, string>> = {
  Mod: "⌘",
  Shift: "⇧",
  Alt: "⌥",
  Ctrl: "⌃",
  Enter: "⏎",
  Escape: "esc",
  ...arrows,
};

const otherNames: Readonly<Record<string, string>> = {
  Mod: "Ctrl",
  Escape: "Esc",
  Enter: "Enter",
  ...arrows,
};

/** "Mod+Shift+T" as this platform writes it: ⌘⇧T or Ctrl+Shift+T. */
export function keyText(keys: string): string {
  const names = mac ? macNames : otherNames;
  return keys
    .split("+")
    .map((key) => names[key] ?? key)
    .join(mac ? "" : "+");
}

/** True on a Mac, where Mod is ⌘. */
export const isMac = mac;
