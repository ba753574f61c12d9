import type { Row, RunKind } from "./row.ts";

/** A range of the source drawn in a way of its own. Later ones lie over earlier ones. */
export interface Highlight {
  readonly start: number;
  readonly end: number;
  readonly kind: "hit" | "current" | "selected" | "lit" | "fault";
}

export interface Slice {
  readonly text: string;
  readonly run: RunKind;
  readonly highlight: Highlight["kind"] | null;
}

const decoders = new Map<string, TextDecoder>();

function decoderOf(charset: string): TextDecoder {
  let decoder = decoders.get(charset);
  if (decoder === undefined) {
    decoder = new TextDecoder(charset, { ignoreBOM: true });
    decoders.set(charset, decoder);
  }
  return decoder;
}

/** Names of the control characters, by their pictures (U+2400 …): not every font can draw those. */
const controlNames =
  "NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US SP DEL".split(
    " ",
  );

/** A text cut into runs of plain characters and single control pictures with their names. */
export function controlParts(
  text: string,
): readonly { readonly text: string; readonly name: string | null }[] {
  const parts: { text: string; name: string | null }[] = [];
  for (const part of text.split(/([\u2400-\u2421])/)) {
    if (part === "") continue;
    const at = part.length === 1 ? part.charCodeAt(0) - 0x2400 : -1;
    parts.push({ text: part, name: controlNames[at] ?? null });
  }
  return parts;
}

/** Control characters get the picture that names them (U+2400 …), one for one. */
export function drawControls(text: string, lineEnds = false): string {
  const controls = lineEnds ? /[\0-\x1f\x7f\ufeff]/g : /[\0-\x08\x0a-\x1f\x7f]/g;
  return text.replace(controls, (letter) => {
    const code = letter.charCodeAt(0);
    if (code === 0xfeff) return "\u2402";
    return code === 0x7f ? "\u2421" : String.fromCharCode(0x2400 + code);
  });
}

/** A row's text in slices, each of one colour. */
export function slicesOf(
  row: Row,
  charset: string,
  highlights: readonly Highlight[],
  lineEnds = false,
): Slice[] {
  const { bytes, runs } = row;
  const near = highlights.filter((one) => one.end > row.start && one.start < row.end);
  const cuts = new Set<number>([0, bytes.length]);
  for (const run of runs) {
    cuts.add(run.at);
    cuts.add(Math.min(run.at + run.length, bytes.length));
    for (const { start, end } of near) {
      for (const place of [start, end]) {
        const at = run.at + place - run.source;
        if (at > run.at && at < run.at + run.length && at < bytes.length) cuts.add(at);
      }
    }
  }
  const places = [...cuts].sort((one, other) => one - other);
  const decoder = decoderOf(charset);
  const slices: Slice[] = [];
  let next = 0;
  for (let at = 0; at + 1 < places.length; at += 1) {
    const from = places[at] ?? 0;
    const to = places[at + 1] ?? 0;
    while (next < runs.length && (runs[next]?.at ?? 0) + (runs[next]?.length ?? 0) <= from)
      next += 1;
    const found = runs[next];
    const run = found !== undefined && found.at <= from ? found : undefined;
    const source = run === undefined ? -1 : run.source + from - run.at;
    const over = near.findLast((one) => one.start <= source && one.end > source);
    slices.push({
      text: drawControls(decoder.decode(bytes.subarray(from, to)), lineEnds),
      run: run?.kind ?? "plain",
      highlight: over?.kind ?? null,
    });
  }
  return slices;
}

/** Offset in the source of the character at an index of a row's text; its end for an index past the text. */
export function offsetOfChar(row: Row, charset: string, index: number): number {
  const { bytes, runs } = row;
  const decoder = new TextDecoder(charset, { ignoreBOM: true });
  let letters = 0;
  let at = 0;
  while (at < bytes.length && letters < index) {
    letters += decoder.decode(bytes.subarray(at, at + 1), { stream: true }).length;
    at += 1;
  }
  if (at >= bytes.length && letters < index) return row.end;
  const inside = runs.find((run) => at < run.at + run.length);
  if (inside === undefined) return row.end;
  return at < inside.at ? inside.source : inside.source + at - inside.at;
}
