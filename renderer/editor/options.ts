import type { editor } from "./monaco.ts";

/** How every editor here looks and behaves. */
export const fixedOptions: editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  contextmenu: false,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  renderLineHighlight: "line",
  renderLineHighlightOnlyWhenFocus: true,
  lineNumbersMinChars: 4,
  // Dimmed, as it is by default here, the last number cannot be read.
  renderFinalNewline: "on",
  lineDecorationsWidth: 14,
  glyphMargin: false,
  folding: true,
  showFoldingControls: "mouseover",
  padding: { top: 6, bottom: 6 },
  overviewRulerLanes: 0,
  hideCursorInOverviewRuler: true,
  overviewRulerBorder: false,
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
  links: false,
  wordBasedSuggestions: "off",
  occurrencesHighlight: "off",
  selectionHighlight: false,
  unicodeHighlight: { ambiguousCharacters: false },
  bracketPairColorization: { enabled: false },
  guides: { indentation: true },
  fixedOverflowWidgets: true,
  tabSize: 2,
  detectIndentation: true,
  quickSuggestions: { strings: true, other: true, comments: false },
  stickyScroll: { enabled: false },
  largeFileOptimizations: true,
};

/** Monaco measures characters itself, so it needs the values and not the custom properties. */
export function fontOptions(): editor.IEditorOptions {
  const style = getComputedStyle(document.documentElement);
  const fontSize = Number.parseFloat(style.getPropertyValue("--mono"));
  return {
    fontFamily: style.getPropertyValue("--font-mono"),
    fontSize: Number.isFinite(fontSize) ? fontSize : 12.5,
    lineHeight: 20,
    fontLigatures: false,
  };
}
