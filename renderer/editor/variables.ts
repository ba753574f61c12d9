import type { VariableView } from "../../shared/model/variable.ts";
import { references } from "../../shared/template/references.ts";
import { completable, notYetKnown, viewNamed } from "../../shared/template/variable-views.ts";
import { type editor, languages, Range } from "./monaco.ts";
import styles from "./Editor.module.css";

/** What the names of a text mean. Kept by model: Monaco's providers belong to a language, not to an editor. */
const known = new WeakMap<editor.ITextModel, VariableWords>();

export interface VariableWords {
  readonly variables: readonly VariableView[];
  readonly unknown: string;
  /** What a variable is worth, as a person may read it. */
  readonly value: (variable: VariableView) => string;
  /** Where it comes from. */
  readonly place: (variable: VariableView) => string;
}

export function setVariables(model: editor.ITextModel, words: VariableWords): void {
  known.set(model, words);
}

/** The variable a place of a model names, and that is known there; null: none. */
export function variableAt(
  model: editor.ITextModel,
  line: number,
  column: number,
): VariableView | null {
  const at = column - 1;
  for (const { name, from, to } of references(model.getLineContent(line)))
    if (at >= from && at <= to) return viewNamed(known.get(model)?.variables ?? [], name);
  return null;
}

/** Tints the references of a model; unknown ones are underlined. */
export function variableDecorations(
  model: editor.ITextModel,
  variables: readonly VariableView[],
): editor.IModelDeltaDecoration[] {
  const waiting = variables === notYetKnown;
  const found: editor.IModelDeltaDecoration[] = [];
  for (let line = 1; line <= model.getLineCount(); line += 1) {
    const text = model.getLineContent(line);
    if (!text.includes("{{")) continue;
    for (const { name, from, to } of references(text)) {
      const isKnown = waiting || viewNamed(variables, name) !== null;
      const inlineClassName = (isKnown ? styles.variable : styles.unknown) ?? "";
      found.push({
        range: new Range(line, from + 1, line, to + 1),
        options: { inlineClassName },
      });
    }
  }
  return found;
}

/** Completion on `{{` and hovers, for every language. Called once. */
export function registerVariables(): void {
  languages.registerCompletionItemProvider("*", {
    triggerCharacters: ["{"],
    provideCompletionItems: (model, position) => {
      const words = known.get(model);
      const line = model.getLineContent(position.lineNumber);
      const before = line.slice(0, position.column - 1);
      const opened = /\{\{\s*([^{}]*)$/.exec(before);
      if (words === undefined || opened === null) return { suggestions: [] };
      const close = /^\s*\}\}/.exec(line.slice(position.column - 1));
      const range = new Range(
        position.lineNumber,
        position.column - (opened[1]?.length ?? 0),
        position.lineNumber,
        position.column + (close?.[0].length ?? 0),
      );
      return {
        suggestions: completable(words.variables, opened[1] ?? "").map((variable) => ({
          label: { label: variable.name, description: words.place(variable) },
          detail: words.value(variable),
          kind: languages.CompletionItemKind.Variable,
          insertText: `${variable.name}}}`,
          filterText: variable.name,
          range,
        })),
      };
    },
  });
  languages.registerHoverProvider("*", {
    provideHover: (model, position) => {
      const words = known.get(model);
      if (words === undefined || words.variables === notYetKnown) return null;
      const at = position.column - 1;
      for (const { name, from, to } of references(model.getLineContent(position.lineNumber))) {
        if (at < from || at > to) continue;
        const variable = viewNamed(words.variables, name);
        return {
          range: new Range(position.lineNumber, from + 1, position.lineNumber, to + 1),
          contents: hoverLines(variable, words).map((value) => ({
            value,
            isTrusted: false,
            supportHtml: false,
          })),
        };
      }
      return null;
    },
  });
}

function hoverLines(variable: VariableView | null, words: VariableWords): string[] {
  return variable === null
    ? [escapeMarkdown(words.unknown)]
    : [escapeMarkdown(words.value(variable)), escapeMarkdown(words.place(variable))];
}

/** A value shown as it is: Monaco renders hovers as Markdown. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~&$:]/g, "\\$&");
}
