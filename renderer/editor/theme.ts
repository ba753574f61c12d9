import { editor } from "./monaco.ts";

const themeName = "envoi";

/** Token of Monaco's grammars → custom property that colours it. */
const tokens: readonly (readonly [token: string, property: string])[] = [
  ["", "--text-1"],
  ["string.key.json", "--code-key"],
  ["string.value.json", "--code-string"],
  ["string", "--code-string"],
  ["attribute.value", "--code-string"],
  ["number", "--code-number"],
  ["keyword", "--code-keyword"],
  ["keyword.json", "--code-keyword"],
  ["tag", "--code-key"],
  ["metatag", "--code-keyword"],
  ["attribute.name", "--code-number"],
  ["type", "--code-key"],
  ["comment", "--code-comment"],
  ["delimiter", "--text-2"],
];

/** Colour of Monaco's interface → custom property. */
const colors: Readonly<Record<string, string>> = {
  "editor.background": "--surface-1",
  "editor.foreground": "--text-1",
  "editorLineNumber.foreground": "--text-3",
  "editorLineNumber.activeForeground": "--text-2",
  "editorCursor.foreground": "--accent",
  "editor.selectionBackground": "--selection",
  "editor.inactiveSelectionBackground": "--selection",
  "editor.lineHighlightBackground": "--surface-2",
  "editor.lineHighlightBorder": "--surface-2",
  "editor.findMatchBackground": "--mark",
  "editor.findMatchHighlightBackground": "--mark",
  "editor.findMatchBorder": "--warn",
  "editor.wordHighlightBackground": "--surface-3",
  "editor.wordHighlightStrongBackground": "--surface-3",
  "editorBracketMatch.background": "--surface-3",
  "editorBracketMatch.border": "--line-strong",
  "editorBracketHighlight.foreground1": "--text-2",
  "editorBracketHighlight.foreground2": "--text-2",
  "editorBracketHighlight.foreground3": "--text-2",
  "editorIndentGuide.background1": "--line",
  "editorIndentGuide.activeBackground1": "--line-strong",
  "editorGutter.foldingControlForeground": "--text-3",
  "editorWidget.background": "--surface-2",
  "editorWidget.foreground": "--text-1",
  "editorWidget.border": "--line-strong",
  "editorHoverWidget.background": "--surface-3",
  "editorHoverWidget.foreground": "--text-1",
  "editorHoverWidget.border": "--line-strong",
  "editorSuggestWidget.background": "--surface-2",
  "editorSuggestWidget.border": "--line-strong",
  "editorSuggestWidget.foreground": "--text-1",
  "editorSuggestWidget.selectedForeground": "--text-1",
  "editorSuggestWidget.selectedBackground": "--surface-4",
  "editorSuggestWidget.highlightForeground": "--accent-text",
  "editorSuggestWidget.focusHighlightForeground": "--accent-text",
  "editorError.foreground": "--fault",
  "input.background": "--surface-1",
  "input.foreground": "--text-1",
  "input.border": "--line-strong",
  "inputOption.activeBackground": "--surface-4",
  "inputOption.activeForeground": "--text-1",
  "inputOption.activeBorder": "--line-strong",
  "menu.background": "--surface-2",
  "menu.foreground": "--text-1",
  "menu.selectionBackground": "--surface-4",
  "menu.selectionForeground": "--text-1",
  "menu.border": "--line-strong",
  "menu.separatorBackground": "--line",
  "scrollbar.shadow": "--line",
  "scrollbarSlider.background": "--surface-4",
  "scrollbarSlider.hoverBackground": "--line-strong",
  "scrollbarSlider.activeBackground": "--line-strong",
  "widget.shadow": "--line",
  "diffEditor.insertedTextBackground": "--other-mark",
  "diffEditor.removedTextBackground": "--one-mark",
  "diffEditor.insertedLineBackground": "--other-soft",
  "diffEditor.removedLineBackground": "--one-soft",
  "diffEditor.diagonalFill": "--line",
  "diffEditor.unchangedRegionBackground": "--surface-2",
  "diffEditor.unchangedRegionForeground": "--text-3",
  "diffEditor.unchangedCodeBackground": "--surface-1",
  "diffEditor.unchangedRegionShadow": "--line",
  focusBorder: "--focus",
};

/** Follows the page's theme: computes Monaco's from our tokens now and on each change. Called once. */
export function followTheme(): void {
  apply();
  new MutationObserver(apply).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-theme"],
  });
}

function apply(): void {
  const style = getComputedStyle(document.documentElement);
  const hex = colorReader();
  const color = (property: string) => hex(style.getPropertyValue(property));
  editor.defineTheme(themeName, {
    base: style.colorScheme.includes("light") ? "vs" : "vs-dark",
    inherit: true,
    rules: tokens.map(([token, property]) => ({ token, foreground: color(property).slice(1, 7) })),
    colors: Object.fromEntries(
      Object.entries(colors).map(([name, property]) => [name, color(property)]),
    ),
  });
  editor.setTheme(themeName);
}

/** Any CSS colour as `#rrggbbaa`, which is all Monaco understands: painted on one pixel and read back. */
function colorReader(): (css: string) => string {
  const canvas = document.createElement("canvas");
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return (css) => {
    if (context === null) return "#808080ff";
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = css.trim();
    context.fillRect(0, 0, 1, 1);
    const { data } = context.getImageData(0, 0, 1, 1);
    return `#${[...data].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  };
}
