import type { VariableView } from "../../shared/model/variable.ts";
import { type editor, languages, Range } from "./monaco.ts";
import styles from "./Editor.module.css";

/** `{{name}}` as it is coloured, completed and explained. */
const reference = /\{\{\s*([^{}\s]+)\s*\}\}/g;

/** What the names of a text mean. Kept by model: Monaco's providers belong to a language, not to an editor. */
const known = new WeakMap<editor.ITextModel, VariableWords>();

export interface VariableWords {
  readonly variables: readonly VariableView[];
  readonly secret: string;
  readonly missing: string;
  readonly unknown: string;
}

export function setVariables(model: editor.ITextModel, words: VariableWords): void {
  known.set(model, words);
}

interface Run {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

function* runs(text: string): Generator<Run> {
  for (const match of text.matchAll(reference)) {
    yield { name: match[1] ?? "", start: match.index, end: match.index + match[0].length };
  }
}

/** The variable a place of a model names, and that is known there; null: none. */
export function variableAt(
  model: editor.ITextModel,
  line: number,
  column: number,
): VariableView | null {
  const at = column - 1;
  for (const { name, start, end } of runs(model.getLineContent(line)))
    if (at >= start && at <= end)
      return known.get(model)?.variables.find((one) => one.name === name) ?? null;
  return null;
}

/** Tints the references of a model; unknown ones are underlined. */
export function variableDecorations(
  model: editor.ITextModel,
  variables: readonly VariableView[],
): editor.IModelDeltaDecoration[] {
  const names = new Set(variables.map((variable) => variable.name));
  const found: editor.IModelDeltaDecoration[] = [];
  for (let line = 1; line <= model.getLineCount(); line += 1) {
    const text = model.getLineContent(line);
    if (!text.includes("{{")) continue;
    for (const { name, start, end } of runs(text)) {
      const inlineClassName = (names.has(name) ? styles.variable : styles.unknown) ?? "";
      found.push({
        range: new Range(line, start + 1, line, end + 1),
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
        suggestions: words.variables.map((variable) => ({
          label: { label: variable.name, description: variable.origin },
          detail: variable.secret ? words.secret : variable.value,
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
      if (words === undefined) return null;
      const at = position.column - 1;
      for (const { name, start, end } of runs(model.getLineContent(position.lineNumber))) {
        if (at < start || at > end) continue;
        const variable = words.variables.find((one) => one.name === name);
        return {
          range: new Range(position.lineNumber, start + 1, position.lineNumber, end + 1),
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

function hoverLines(variable: VariableView | undefined, words: VariableWords): string[] {
  if (variable === undefined) return [escapeMarkdown(words.unknown)];
  const value = variable.missing
    ? words.missing
    : variable.secret
      ? words.secret
      : variable.value.slice(0, 2000);
  return [escapeMarkdown(value), escapeMarkdown(variable.origin)];
}

/** A value shown as it is: Monaco renders hovers as Markdown. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~&$:]/g, "\\$&");
}
