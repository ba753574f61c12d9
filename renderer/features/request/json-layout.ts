import { indentJson } from "../../../shared/formats/json-indent.ts";
import { type JsonSink, scanJson } from "../../../shared/formats/json-scan.ts";
import { references } from "../../../shared/template/references.ts";

/** `errorAt`: UTF-16 offset of the first place that cannot be JSON; the text is then left alone. */
export type Layout =
  | { readonly kind: "done"; readonly text: string }
  | { readonly kind: "invalid"; readonly errorAt: number };

/**
 * JSON laid out over lines or without white space. Tokens are copied: number text, escapes, order and duplicate keys stay,
 * and a `{{variable}}` may stand wherever a value may.
 */
export function layOutJson(text: string, style: "indent" | "minify"): Layout {
  const stood = standIns(text);
  const bytes = new TextEncoder().encode(stood.text);
  const out = style === "indent" ? indentJson(bytes) : minify(bytes);
  if (out.errorAt !== null) {
    const read = new TextDecoder().decode(bytes.subarray(0, out.errorAt)).length;
    return { kind: "invalid", errorAt: Math.min(text.length, stood.back(read)) };
  }
  const laid = new TextDecoder("utf-8", { ignoreBOM: true }).decode(out.bytes);
  return {
    kind: "done",
    text: laid.replace(standIn, (_, index) => stood.names[Number(index)] ?? ""),
  };
}

const standIn = /"\uE000(\d+)\uE001"/g;

/** References outside strings become strings that no one types, so that a JSON reader takes them for values. */
function standIns(text: string) {
  const names: string[] = [];
  const cuts: { readonly at: number; readonly grown: number }[] = [];
  let out = "";
  let done = 0;
  let scanned = 0;
  let open = false;
  for (const { from, to } of references(text)) {
    for (; scanned < from; scanned += 1) {
      if (text[scanned] === '"') open = !open;
      else if (open && text[scanned] === "\\") scanned += 1;
    }
    if (open) continue;
    const put = `"\uE000${names.length}\uE001"`;
    names.push(text.slice(from, to));
    out += text.slice(done, from) + put;
    done = to;
    scanned = to;
    cuts.push({ at: out.length, grown: put.length - (to - from) });
  }
  const back = (offset: number) =>
    offset - cuts.reduce((grown, cut) => (offset >= cut.at ? grown + cut.grown : grown), 0);
  return { text: out + text.slice(done), names, back };
}

function minify(input: Uint8Array): { bytes: Uint8Array; errorAt: number | null } {
  const bytes = new Uint8Array(input.length);
  let used = 0;
  const sink: JsonSink = {
    piece: (from, start, end) => {
      bytes.set(from.subarray(start, end), used);
      used += end - start;
    },
    gap: () => undefined,
    line: () => undefined,
  };
  const scan = scanJson(sink);
  scan.push(input);
  scan.end();
  return { bytes: bytes.subarray(0, used), errorAt: scan.errorAt() };
}
