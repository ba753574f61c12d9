/** The languages the editor colours. */
export type EditorLanguage =
  | "plaintext"
  | "json"
  | "xml"
  | "html"
  | "css"
  | "javascript"
  | "graphql"
  | "sparql"
  | "markdown"
  | "yaml"
  | ProgramLanguage;

const programLanguages = [
  "bat",
  "cpp",
  "csharp",
  "dart",
  "go",
  "java",
  "javascript",
  "kotlin",
  "php",
  "powershell",
  "python",
  "ruby",
  "rust",
  "shell",
  "swift",
] as const;

type ProgramLanguage = (typeof programLanguages)[number];

/** The language of a code target; plain text for one the editor does not colour. */
export function codeLanguage(syntax: string): EditorLanguage {
  return programLanguages.find((language) => language === syntax) ?? "plaintext";
}

/** The language for a media type (lower case, without parameters); structured suffixes count (RFC 6839). */
export function languageOf(mediaType: string): EditorLanguage {
  const subtype = mediaType.slice(mediaType.indexOf("/") + 1);
  if (subtype === "json" || subtype.endsWith("+json") || subtype.endsWith("-json")) return "json";
  if (subtype === "html" || subtype === "xhtml+xml") return "html";
  if (subtype === "xml" || subtype.endsWith("+xml")) return "xml";
  if (subtype === "css") return "css";
  if (/^(?:x-)?(?:java|ecma)script$/.test(subtype)) return "javascript";
  if (subtype === "graphql") return "graphql";
  if (subtype.startsWith("sparql-")) return "sparql";
  if (subtype === "markdown") return "markdown";
  if (/^(?:x-)?yaml$/.test(subtype) || subtype.endsWith("+yaml")) return "yaml";
  return "plaintext";
}
