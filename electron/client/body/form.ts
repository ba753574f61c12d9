import type { BodySource } from "../send.ts";
import { textBody } from "./text.ts";

/** `application/x-www-form-urlencoded` (URL standard §5.2): UTF-8, space as `+`, order and duplicates kept. */
export function formBody(
  rows: readonly { readonly name: string; readonly value: string }[],
): BodySource {
  const form = new URLSearchParams();
  for (const { name, value } of rows) form.append(name, value);
  return textBody(form.toString());
}

export const formContentType = "application/x-www-form-urlencoded";
