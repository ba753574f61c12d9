import { losesComments } from "../../shared/formats/json/comments.ts";
import { templatedJsonErrorAt } from "../../shared/formats/json/templated.ts";
import { editor, MarkerSeverity } from "./monaco.ts";

const owner = "envoi-json";
const longest = 1 << 20;

/** Underlines the first place where a text stops being JSON. `{{variables}}` stand for any value. `message` null: none. */
export function markInvalidJson(
  model: editor.ITextModel,
  message: ((line: string, column: string) => string) | null,
): void {
  const text = message === null || model.getValueLength() > longest ? "" : model.getValue();
  if (message === null || text.trim() === "") return editor.setModelMarkers(model, owner, []);
  if (losesComments(text)) return editor.setModelMarkers(model, owner, []);
  const offset = templatedJsonErrorAt(text);
  if (offset === null) return editor.setModelMarkers(model, owner, []);
  const { lineNumber, column } = model.getPositionAt(offset);
  const place = {
    startLineNumber: lineNumber,
    startColumn: column,
    endLineNumber: lineNumber,
    endColumn: column + 1,
  };
  editor.setModelMarkers(model, owner, [
    {
      ...place,
      severity: MarkerSeverity.Error,
      message: message(String(lineNumber), String(column)),
    },
  ]);
}
