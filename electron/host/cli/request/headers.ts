import type { TypedHeader } from "../../../client/attempt.ts";
import { all, type Given, isOn, last } from "../options/parse.ts";
import { badOption } from "../settings/values.ts";
import { conditionsOf } from "./conditions.ts";
import { readBytes } from "./files.ts";
import { typedCookies, usesJar } from "./typed-cookies.ts";

/** Header fields of the options, and the lower case names of automatic ones to leave out. */
export interface OptionHeaders {
  readonly headers: readonly TypedHeader[];
  readonly omitted: readonly string[];
}

/** Rejects with FailureError `input` for what is no header field. */
export async function headersOf(given: Given): Promise<OptionHeaders> {
  const headers: TypedHeader[] = [];
  const omitted: string[] = [];
  const add = (name: string, value: string) => headers.push({ name, value, origin: "request" });
  for (const line of await linesOf(given)) {
    const [, name = "", mark, value = ""] = /^([^:;]*)([:;])\s*(.*)$/s.exec(line) ?? [];
    if (name === "" || mark === undefined || (mark === ";" && value !== ""))
      throw badOption(
        "--header",
        "A header field is written Name: value.",
        "'Name;' sends it empty.",
      );
    if (mark === ":" && value === "") omitted.push(name.toLowerCase());
    else add(name, mark === ";" ? "" : value);
  }
  const typed = typedCookies(given);
  const special = [
    ["User-Agent", last(given, "user-agent")],
    ["Referer", refererOf(given)],
    ["Range", range(given)],
    // With a jar they go into it, so that both are sent in one field.
    ["Cookie", typed.length === 0 || usesJar(given) ? undefined : typed.join("; ")],
  ] as const;
  for (const [name, value] of await conditionsOf(given)) add(name, value);
  if (isOn(given, "tr-encoding")) offerTransferCodings(headers);
  for (const [name, value] of special) {
    if (value === "") omitted.push(name.toLowerCase());
    else if (value !== undefined) add(name, value);
  }
  if (!isOn(given, "compressed")) omitted.push("accept-encoding");
  return { headers, omitted };
}

/** TE is about one connection only, so Connection has to name it (RFC 9110 §10.1.4). */
function offerTransferCodings(headers: TypedHeader[]): void {
  const at = headers.findIndex(({ name }) => name.toLowerCase() === "connection");
  const typed = headers[at];
  const field = (name: string, value: string): TypedHeader => ({ name, value, origin: "request" });
  if (typed === undefined) headers.push(field("Connection", "TE"));
  else headers[at] = field(typed.name, typed.value === "" ? "TE" : `${typed.value}, TE`);
  headers.push(field("TE", "gzip"));
}

async function linesOf(given: Given): Promise<readonly string[]> {
  const lines = all(given, "header").map(async (line) => {
    if (!line.startsWith("@")) return [line];
    const text = (await readBytes(line.slice(1))).toString("utf8");
    return text.split(/\r?\n/).filter((field) => field.trim() !== "");
  });
  return (await Promise.all(lines)).flat();
}

function range(given: Given): string | undefined {
  const text = last(given, "range");
  if (text === undefined) return undefined;
  // One number is where it begins, as with curl.
  return `bytes=${/^\d+$/.test(text) ? `${text}-` : text}`;
}

/** `URL;auto`: the first request says the URL, redirects say where they came from. */
function refererOf(given: Given): string | undefined {
  const text = last(given, "referer");
  return text === ";auto" ? undefined : text?.replace(/;auto$/, "");
}
