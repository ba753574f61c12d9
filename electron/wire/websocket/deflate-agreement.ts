import type { DeflateView } from "../../../shared/model/web-socket.ts";

/** What a client offers (RFC 7692 §7.1): the server may bound the window this side compresses with. */
export const deflateOffer = "permessage-deflate; client_max_window_bits";

/** One extension and its parameters, as in Sec-WebSocket-Extensions (RFC 6455 §9.1). A parameter without a value has null. */
export interface Extension {
  readonly name: string;
  readonly parameters: readonly (readonly [name: string, value: string | null])[];
}

/** The list in the fields of that name, in order; null when it is not written as it has to be. */
export function readExtensions(fields: readonly string[]): readonly Extension[] | null {
  const found: Extension[] = [];
  for (const field of fields)
    for (const item of splitOutside(field, ",")) {
      if (item.trim() === "") continue;
      const [name = "", ...parameters] = splitOutside(item, ";").map((part) => part.trim());
      if (!isToken(name)) return null;
      const read: (readonly [string, string | null])[] = [];
      for (const parameter of parameters) {
        const equals = parameter.indexOf("=");
        const key = (equals < 0 ? parameter : parameter.slice(0, equals)).trim();
        const typed = equals < 0 ? null : parameter.slice(equals + 1).trim();
        const value = typed === null ? null : unquoted(typed);
        if (!isToken(key) || (value !== null && !isToken(value))) return null;
        read.push([key.toLowerCase(), value]);
      }
      found.push({ name: name.toLowerCase(), parameters: read });
    }
  return found;
}

/** What the server agreed to (RFC 7692 §7.1), of an answer to `offered`; null: its parameters are none that may stand there, and the connection fails. */
export function readDeflate(answer: Extension, offered: Extension): DeflateView | null {
  const seen = new Set<string>();
  const view = {
    serverNoContextTakeover: false,
    clientNoContextTakeover: false,
    serverWindowBits: 15,
    clientWindowBits: 15,
  };
  for (const [name, value] of answer.parameters) {
    if (seen.has(name)) return null;
    seen.add(name);
    if (name === "server_no_context_takeover" && value === null)
      view.serverNoContextTakeover = true;
    else if (name === "client_no_context_takeover" && value === null)
      view.clientNoContextTakeover = true;
    else if (name === "server_max_window_bits" && isBits(value))
      view.serverWindowBits = Number(value);
    else if (
      name === "client_max_window_bits" &&
      isBits(value) &&
      offered.parameters.some(([asked]) => asked === name)
    )
      view.clientWindowBits = Number(value);
    else return null;
  }
  return view;
}

function isBits(value: string | null): boolean {
  return value !== null && /^(?:[89]|1[0-5])$/.test(value);
}

function isToken(text: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(text);
}

function unquoted(text: string): string {
  return text.startsWith('"') && text.endsWith('"') && text.length > 1
    ? text.slice(1, -1).replace(/\\(.)/g, "$1")
    : text;
}

function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === "\\" && quoted) at += 1;
    else if (letter === '"') quoted = !quoted;
    else if (letter === separator && !quoted) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
