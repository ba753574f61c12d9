import type { ImportNote, Notes, NoteSeverity } from "./note.ts";
import type { NoteCode } from "./note-text.ts";

/** Says what had no place in one item: a note in the summary, and its sentence for the item's docs. */
export interface Remark {
  add(
    severity: NoteSeverity,
    code: NoteCode,
    values?: Readonly<Record<string, string>>,
    line?: number,
  ): void;
  /** A note in the summary only: nothing is lost that the docs would have to keep. */
  tell(
    severity: NoteSeverity,
    code: NoteCode,
    values?: Readonly<Record<string, string>>,
    line?: number,
  ): void;
  /** The sentences so far. */
  readonly remarks: readonly string[];
  /** Names of folders and request, outermost first. */
  readonly item: readonly string[];
}

/** Remarks about one item. */
export function createRemark(notes: Notes, item: readonly string[], file?: string): Remark {
  const remarks: string[] = [];
  const place = (line: number): Partial<Pick<ImportNote, "file" | "line" | "item">> => ({
    item,
    line,
    ...(file === undefined ? {} : { file }),
  });
  return {
    remarks,
    item,
    add: (severity, code, values = {}, line = 0) => {
      remarks.push(notes.add(severity, code, values, place(line)));
    },
    tell: (severity, code, values = {}, line = 0) => {
      notes.add(severity, code, values, place(line));
    },
  };
}
