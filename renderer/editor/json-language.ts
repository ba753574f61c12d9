import { languages } from "monaco-editor/editor";

/**
 * JSON for the eyes: colours, brackets, folding. Monaco's own JSON service would flag every {{variable}}, keep a second
 * copy of the text in a worker, and bring in every editor feature after the editor was made. Called once.
 */
export function registerJson(): void {
  languages.register({ id: "json" });
  languages.setLanguageConfiguration("json", {
    wordPattern: /[^\s[\]{}:",]+/,
    comments: { lineComment: "//", blockComment: ["/*", "*/"] },
    brackets: [
      ["{", "}"],
      ["[", "]"],
    ],
    autoClosingPairs: [
      { open: "{", close: "}", notIn: ["string"] },
      { open: "[", close: "]", notIn: ["string"] },
      { open: '"', close: '"', notIn: ["string"] },
    ],
    indentationRules: {
      increaseIndentPattern: /[[{]\s*$/,
      decreaseIndentPattern: /^\s*[\]}]/,
    },
  });
  languages.setMonarchTokensProvider("json", {
    tokenizer: {
      root: [
        [/"(?:[^"\\]|\\.)*"(?=\s*:)/, "string.key.json"],
        [/"(?:[^"\\]|\\.)*"?/, "string.value.json"],
        [/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/, "number"],
        [/\b(?:true|false|null)\b/, "keyword.json"],
        [/\/\/.*$/, "comment"],
        [/\/\*/, "comment", "@comment"],
        [/[{}[\],:]/, "delimiter"],
      ],
      comment: [
        [/\*\//, "comment", "@pop"],
        [/./, "comment"],
      ],
    },
  });
}
