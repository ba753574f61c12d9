import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { clearFile } from "./index-format.ts";
import {
  decodeReferences,
  keyBytes,
  type Reference,
  type ReferenceList,
  type References,
  referencesFile,
} from "./reference-format.ts";
import { unsealed } from "./seal.ts";

/** How the clear side of a record lies on disk: in `clear.bin`, and in files that were sent. */
export interface Layout {
  /** Bytes of the clear side that are there. */
  readonly size: number;
  /** Those of them that are in `clear.bin`. */
  readonly kept: number;
  /** null: everything is in `clear.bin`, at its own offset. */
  readonly references: References | null;
}

/** A run of the clear side. */
export type LayoutPiece =
  | { readonly kind: "kept"; readonly at: number; readonly length: number }
  | {
      readonly kind: "referred";
      readonly reference: Reference;
      /** Within the reference. */
      readonly from: number;
      readonly to: number;
    };

/** Of a record that may still be written. */
export async function readLayout(folder: string): Promise<Layout> {
  // In this order: what lies behind a reference is written after it.
  const kept = await sizeOf(join(folder, clearFile));
  const path = join(folder, referencesFile);
  const bytes = await readFile(path).catch(absent);
  if (bytes === null || bytes.length <= keyBytes) return { size: kept, kept, references: null };
  const references = decodeReferences(Buffer.from(unsealed(path, 0, bytes)));
  // One that is known before the bytes in front of it are there ends what can be read.
  const ahead = references.list.at(references.list.first((one) => one.kept > kept));
  const before = ahead === undefined ? references.length : ahead.offset - ahead.kept;
  return { size: kept + before, kept, references };
}

/** The runs that make up `[start, end)` of the clear side, in order; as far as they are there. */
export function* piecesOf(
  { size, references }: Layout,
  start: number,
  end: number,
): Generator<LayoutPiece, void, undefined> {
  const last = Math.min(end, size);
  const list = references?.list ?? null;
  let next = firstEndingAfter(list, start);
  for (let at = start; at < last;) {
    const reference = list?.at(next);
    if (reference === undefined || at < reference.offset) {
      const to = Math.min(last, reference?.offset ?? last);
      yield { kind: "kept", at: keptAt(list, next, at), length: to - at };
      at = to;
    } else {
      const to = Math.min(last, reference.offset + reference.length);
      const from = at - reference.offset;
      yield { kind: "referred", reference, from, to: to - reference.offset };
      at = to;
      next += 1;
    }
  }
}

/** Where in `clear.bin` a byte of the clear side is that no reference holds. */
export function keptOffset({ references }: Layout, offset: number): number {
  const list = references?.list ?? null;
  return keptAt(list, firstEndingAfter(list, offset), offset);
}

/** `next`: the first reference that ends after `offset`. */
function keptAt(list: ReferenceList | null, next: number, offset: number): number {
  const before = list?.at(next - 1);
  return before === undefined ? offset : before.kept + (offset - before.offset - before.length);
}

function firstEndingAfter(list: ReferenceList | null, offset: number): number {
  return list?.first((one) => one.offset + one.length > offset) ?? 0;
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(absent))?.size ?? 0;
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
