import { FailureError } from "../../../../shared/model/failure.ts";

/** One of the texts a pattern stands for, and what stood at each of its places, from the left. */
export interface Globbed {
  readonly text: string;
  readonly parts: readonly string[];
}

/** A place of a pattern: text as it is, or what stands there in turn. */
type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "set"; readonly values: readonly string[] }
  | {
      readonly kind: "letters" | "numbers";
      readonly from: number;
      readonly count: number;
      readonly step: number;
      readonly width: number;
    };

const mostTexts = 1e9;

/** Whether there is anything in the text that `globbed` would read. */
export const mayGlob = (text: string): boolean => /[[\]{}]/.test(text);

/**
 * The texts a pattern of curl's stands for, the last place changing fastest: `{a,b}`, `[1-3]`, `[001-100:10]`, `[a-z]`. Brackets that say
 * nothing of the kind (`{id}`, `a[]`, an IPv6 address) stay as they are: a URL is sent as it is typed; curl takes the braces away or refuses
 * it. `\` before a bracket keeps it. Throws FailureError `input` for more texts than could be sent.
 */
export function globbed(pattern: string): Iterable<Globbed> {
  const pieces = piecesOf(pattern);
  if (pieces.reduce((product, piece) => product * countOf(piece), 1) > mostTexts)
    throw new FailureError({
      kind: "input",
      code: "url-pattern",
      message: "The URL stands for more URLs than can be sent.",
      place: "its {} and []",
      remedy: "Write --globoff to send the brackets as they are.",
    });
  return texts(pieces);
}

/** `#1` of an output name is what stood at the first place (curl -o); a number without a place stays as it is. */
export function fillPlaces(name: string, parts: readonly string[]): string {
  return name.replace(/#(\d+)/g, (whole, number: string) => parts[Number(number) - 1] ?? whole);
}

function* texts(pieces: readonly Piece[]): Generator<Globbed> {
  const at = pieces.map(() => 0);
  for (;;) {
    const values = pieces.map((piece, place) => valueOf(piece, at[place] ?? 0));
    yield {
      text: values.join(""),
      parts: values.filter((_, place) => pieces[place]?.kind !== "text"),
    };
    let place = pieces.length - 1;
    for (; place >= 0; place -= 1) {
      const piece = pieces[place];
      const next = (at[place] ?? 0) + 1;
      if (piece !== undefined && next < countOf(piece)) {
        at[place] = next;
        break;
      }
      at[place] = 0;
    }
    if (place < 0) return;
  }
}

function countOf(piece: Piece): number {
  if (piece.kind === "text") return 1;
  return piece.kind === "set" ? piece.values.length : piece.count;
}

function valueOf(piece: Piece, at: number): string {
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "set":
      return piece.values[at] ?? "";
    case "letters":
      return String.fromCharCode(piece.from + at * piece.step);
    case "numbers":
      return String(piece.from + at * piece.step).padStart(piece.width, "0");
  }
}

function piecesOf(pattern: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let text = "";
  let at = 0;
  while (at < pattern.length) {
    const rest = pattern.slice(at);
    const escaped = /^\\[{}[\]]/.exec(rest);
    const found = escaped ? null : (rangeAt(rest) ?? setAt(rest));
    if (found !== null) {
      if (text !== "") pieces.push({ kind: "text", text });
      text = "";
      pieces.push(found.piece);
      at += found.length;
    } else {
      text += rest[escaped ? 1 : 0] ?? "";
      at += escaped ? 2 : 1;
    }
  }
  if (text !== "" || pieces.length === 0) pieces.push({ kind: "text", text });
  return pieces;
}

interface Found {
  readonly piece: Piece;
  readonly length: number;
}

function setAt(text: string): Found | null {
  const found = /^\{((?:\\.|[^\\{}[\]])*)\}/s.exec(text);
  const values = [...(found?.[1] ?? "").matchAll(/((?:\\.|[^\\,])*)(?:,|$)/gs)];
  // The expression also fits the nothing behind the last.
  const written = values.slice(0, found?.[1]?.endsWith(",") === true ? undefined : -1);
  if (!found || written.length < 2) return null;
  return {
    piece: { kind: "set", values: written.map(([, value = ""]) => value.replace(/\\(.)/gs, "$1")) },
    length: found[0].length,
  };
}

function rangeAt(text: string): Found | null {
  const found = /^\[(?:([a-z])-([a-z])|(\d+)-\s*(\d+))(?::(\d+))?\]/i.exec(text);
  if (!found) return null;
  const letters = found[1] !== undefined;
  const from = letters ? (found[1]?.charCodeAt(0) ?? 0) : Number(found[3]);
  const to = letters ? (found[2]?.charCodeAt(0) ?? 0) : Number(found[4]);
  const step = Number(found[5] ?? 1);
  const known = letters ? to - from <= 25 : Number.isSafeInteger(to + step);
  if (step === 0 || from > to || !known || (from === to ? step !== 1 : step > to - from))
    return null;
  const width = found[3]?.startsWith("0") === true ? found[3].length : 0;
  const count = Math.floor((to - from) / step) + 1;
  return {
    piece: { kind: letters ? "letters" : "numbers", from, count, step, width },
    length: found[0].length,
  };
}
