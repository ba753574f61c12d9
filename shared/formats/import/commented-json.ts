import { hasComments, losesComments, withoutComments } from "../json/comments.ts";
import type { RequestBody } from "../../model/request.ts";
import { fenced } from "./json-text.ts";
import type { Remark } from "./remark.ts";

/**
 * The JSON body of a program that takes comments out of whatever it sends as JSON: as it was typed where Envoi does the same with it, else
 * without them, and told.
 */
export function commentedJson(text: string, remark: Remark): string {
  if (!hasComments(text) || losesComments(text)) return text;
  remark.add("info", "json-comments", { value: fenced(text) });
  return withoutComments(text);
}

/** The body of a program that sends what is typed: comments that Envoi would take out make it a text. */
export function exactJson(text: string): RequestBody {
  return { kind: losesComments(text) ? "text" : "json", text };
}
