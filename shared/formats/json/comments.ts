import { templatedJsonErrorAt } from "./templated.ts";

/** A `{{variable}}`, a string (to the end where it is not closed), or a comment. */
const piece = /\{\{[^{}\n]*\}\}|"(?:[^"\\]|\\.)*(?:"|$)|\/\/[^\n]*|\/\*.*?(?:\*\/|$)/gs;

/** True for a text with `//` or `/*` outside its strings. */
export function hasComments(text: string): boolean {
  if (!text.includes("//") && !text.includes("/*")) return false;
  for (const [found] of text.matchAll(piece)) if (found.startsWith("/")) return true;
  return false;
}

/** The text without its comments, up to the line break or their end: as Postman, Bruno and Hoppscotch take them out. */
export function withoutComments(text: string): string {
  return text.replace(piece, (found) => (found.startsWith("/") ? "" : found));
}

/**
 * A JSON body as it is sent: without comments, as in Bruno, whose files these are too. A text that is no JSON without them either is sent as
 * it was typed.
 */
export function sentJson(text: string): string {
  if (!hasComments(text)) return text;
  const sent = withoutComments(text);
  return templatedJsonErrorAt(sent) === null ? sent : text;
}

/** True for a text that would not be sent as it is if it were a JSON body. */
export function losesComments(text: string): boolean {
  return sentJson(text) !== text;
}
