// The chosen parts of Monaco, and nothing that fetches: languages are coloured on this thread, one worker does the rest.
import "monaco-editor/features/bracketMatching/register";
import "monaco-editor/features/caretOperations/register";
import "monaco-editor/features/clipboard/register";
import "monaco-editor/features/codicon/register";
import "monaco-editor/features/comment/register";
import "monaco-editor/features/cursorUndo/register";
import "monaco-editor/features/diffEditor/register";
import "monaco-editor/features/find/register";
import "monaco-editor/features/folding/register";
import "monaco-editor/features/hover/register";
import "monaco-editor/features/indentation/register";
import "monaco-editor/features/linesOperations/register";
import "monaco-editor/features/longLinesHelper/register";
import "monaco-editor/features/multicursor/register";
import "monaco-editor/features/smartSelect/register";
import "monaco-editor/features/suggest/register";
// Without it nothing is ever completed: the part above brings only what other parts show inside a line.
import "monaco-editor/editor/contrib/suggest/browser/suggestController";
import "monaco-editor/features/toggleTabFocusMode/register";
import "monaco-editor/features/wordHighlighter/register";
import "monaco-editor/features/wordOperations/register";
import "monaco-editor/languages/definitions/css/register";
import "monaco-editor/languages/definitions/swift/register";
import "monaco-editor/languages/definitions/shell/register";
import "monaco-editor/languages/definitions/rust/register";
import "monaco-editor/languages/definitions/ruby/register";
import "monaco-editor/languages/definitions/python/register";
import "monaco-editor/languages/definitions/powershell/register";
import "monaco-editor/languages/definitions/php/register";
import "monaco-editor/languages/definitions/kotlin/register";
import "monaco-editor/languages/definitions/java/register";
import "monaco-editor/languages/definitions/go/register";
import "monaco-editor/languages/definitions/dart/register";
import "monaco-editor/languages/definitions/csharp/register";
import "monaco-editor/languages/definitions/cpp/register";
import "monaco-editor/languages/definitions/bat/register";
import "monaco-editor/languages/definitions/graphql/register";
import "monaco-editor/languages/definitions/html/register";
import "monaco-editor/languages/definitions/javascript/register";
import "monaco-editor/languages/definitions/markdown/register";
import "monaco-editor/languages/definitions/sparql/register";
import "monaco-editor/languages/definitions/xml/register";
import "monaco-editor/languages/definitions/yaml/register";
import EditorWorker from "monaco-editor/editor/editor.worker?worker";
import { editor, KeyCode, KeyMod } from "monaco-editor/editor";
import { registerJson } from "./json-language.ts";

export { editor, KeyCode, KeyMod, languages, MarkerSeverity, Range } from "monaco-editor/editor";

self.MonacoEnvironment = { getWorker: () => new EditorWorker() };

registerJson();

// Keys that belong to the app: with no command of its own, the editor lets them through.
for (const keybinding of [
  KeyMod.CtrlCmd | KeyCode.Enter,
  KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.Enter,
  KeyMod.CtrlCmd | KeyCode.KeyL,
  KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.KeyK,
]) {
  editor.addKeybindingRule({ keybinding, command: null });
}
