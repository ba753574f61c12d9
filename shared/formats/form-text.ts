import type { Row } from "../model/request.ts";

/** Form encoding, as Envoi sends forms (URL standard, urlencoded serializing), that leaves `{{names}}` alone. */
export function formEncoded(text: string): string {
  return text
    .split(/(\{\{[^{}]*\}\})/)
    .map((run, index) => (index % 2 === 1 ? run : serialised(run)))
    .join("");
}

function serialised(text: string): string {
  const form = new URLSearchParams();
  form.append("", text);
  return form.toString().slice(1);
}

/** The rows that are on as one text. */
export function formText(rows: readonly Row[]): string {
  return rows
    .filter(({ disabled }) => disabled !== true)
    .map(({ name, value }) => `${formEncoded(name)}=${formEncoded(value)}`)
    .join("&");
}
