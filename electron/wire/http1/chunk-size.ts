import { trimSpace } from "./field-line.ts";
import type { Rule } from "./rules.ts";

export type ChunkSize =
  | {
      readonly kind: "size";
      readonly size: number;
      readonly spaces: boolean;
      /** What follows the size (RFC 9112 §7.1.1), from its semicolon on; "" when there is none. */
      readonly extension: string;
      /** The extension is written as it has to be. */
      readonly proper: boolean;
    }
  | { readonly kind: "wrong"; readonly rule: Rule };

/** chunk-ext of RFC 9112 §7.1.1: `;name`, `;name=token`, `;name="text"`; each piece begins with its semicolon, so none is tried twice. */
const extensions =
  /^(?:[ \t]*;[ \t]*[!#$%&'*+.^_`|~0-9a-z-]+(?:[ \t]*=[ \t]*(?:[!#$%&'*+.^_`|~0-9a-z-]+|"(?:[^"\\]|\\.)*"))?)+[ \t]*$/is;

/** The line before a chunk (RFC 9112 §7.1), without its line end. */
export function readChunkSize(line: string): ChunkSize {
  const semicolon = line.indexOf(";");
  const written = semicolon < 0 ? line : line.slice(0, semicolon);
  const digits = trimSpace(written);
  let size = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const value = hexValue(digits.charCodeAt(at));
    if (value < 0) return wrong("chunk-size");
    size = size * 16 + value;
    if (size > Number.MAX_SAFE_INTEGER) {
      return wrong("chunk-size-huge");
    }
  }
  if (digits === "") return wrong("chunk-size");
  const extension = semicolon < 0 ? "" : line.slice(semicolon);
  const proper = extension === "" || extensions.test(extension);
  return { kind: "size", size, spaces: digits.length !== written.length, extension, proper };
}

function wrong(rule: Rule): ChunkSize {
  return { kind: "wrong", rule };
}

function hexValue(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}
