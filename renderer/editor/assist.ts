import { editor, languages, MarkerSeverity, Range } from "./monaco.ts";
import { escapeMarkdown } from "./variables.ts";

/** A place in a text; lines and columns count from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

export interface Suggestion {
  readonly label: string;
  /** Its type, or what it is, on the same line. */
  readonly detail: string;
  readonly docs: string;
  readonly insert: string;
}

/** Something in a text that cannot be as it is. */
export interface TextMark {
  readonly from: TextPlace;
  readonly to: TextPlace;
  readonly message: string;
}

/** What is known of the language of one text. Its functions are called while a person types: they answer at once and never throw. */
export interface EditorAssist {
  suggest(text: string, place: TextPlace): readonly Suggestion[];
  /** Plain lines about what is at a place; none: nothing is known. */
  explain(text: string, place: TextPlace): readonly string[];
  check(text: string): readonly TextMark[];
}

/** Kept by model: Monaco's providers belong to a language, not to an editor. */
const known = new WeakMap<editor.ITextModel, EditorAssist>();
const owner = "envoi-assist";
const longest = 200_000;

/** Gives a model its assistance, or takes it away, and marks what is wrong. */
export function setAssist(model: editor.ITextModel, assist: EditorAssist | null): void {
  if (assist === null) known.delete(model);
  else known.set(model, assist);
  const marks =
    assist === null || model.getValueLength() > longest ? [] : assist.check(model.getValue());
  editor.setModelMarkers(
    model,
    owner,
    marks.map(({ from, to, message }) => ({
      startLineNumber: from.line,
      startColumn: from.column,
      endLineNumber: to.line,
      endColumn: to.column,
      severity: MarkerSeverity.Error,
      message,
    })),
  );
}

/** Completion and hovers for GraphQL. Called once. */
export function registerAssist(): void {
  languages.registerCompletionItemProvider("graphql", {
    // Not on a brace: the line break that mostly follows would take the first field there is.
    triggerCharacters: ["(", "$", "@"],
    provideCompletionItems: (model, { lineNumber, column }) => {
      const assist = known.get(model);
      const before = model.getLineContent(lineNumber).slice(0, column - 1);
      // The name of a variable of ours is another provider's; Monaco asks it only when this one has nothing.
      if (assist === undefined || /\{\{[^{}]*$/.test(before)) return { suggestions: [] };
      const word = model.getWordUntilPosition({ lineNumber, column });
      // A mark that begins a name is no part of the word for Monaco, and is one for a schema.
      const marked = /[$@]/.test(before.charAt(word.startColumn - 2));
      const from = (text: string): number =>
        word.startColumn - (marked && /^[$@]/.test(text) ? 1 : 0);
      return {
        suggestions: assist
          .suggest(model.getValue(), { line: lineNumber, column })
          .map(({ label, detail, docs, insert }, index) => ({
            label,
            detail,
            documentation: docs,
            kind: languages.CompletionItemKind.Field,
            insertText: insert,
            sortText: String(index).padStart(5, "0"),
            range: new Range(lineNumber, from(insert), lineNumber, word.endColumn),
          })),
      };
    },
  });
  languages.registerHoverProvider("graphql", {
    provideHover: (model, { lineNumber, column }) => {
      const lines = known.get(model)?.explain(model.getValue(), { line: lineNumber, column }) ?? [];
      if (lines.length === 0) return null;
      return {
        contents: lines.map((value) => ({ value: escapeMarkdown(value), isTrusted: false })),
      };
    },
  });
}
