import type { RepeatedKey } from "./read-json.ts";
import { type NoteCode, noteTexts } from "./note-text.ts";

/** `error`: something is missing from the result. `warning`: it is there, but not as it was. `info`: worth knowing. */
export type NoteSeverity = "error" | "warning" | "info";

/** Something a person should know before an import is written. */
export interface ImportNote {
  readonly severity: NoteSeverity;
  readonly code: NoteCode;
  /** What the sentence names; never a secret. */
  readonly values: Readonly<Record<string, string>>;
  /** File it is about, as chosen; "" for pasted text. */
  readonly file: string;
  /** Counts from 1; 0 when no line is known. */
  readonly line: number;
  /** Names of folders and request, outermost first. */
  readonly item: readonly string[];
}

/** Collects the notes of one import. */
export interface Notes {
  readonly list: readonly ImportNote[];
  /** Adds a note and gives its English sentence, for a request's docs. */
  add(
    severity: NoteSeverity,
    code: NoteCode,
    values?: Readonly<Record<string, string>>,
    place?: Partial<Pick<ImportNote, "file" | "line" | "item">>,
  ): string;
}

/** Notes about one file; a note may name another. */
export function createNotes(file: string): Notes {
  const list: ImportNote[] = [];
  return {
    list,
    add: (severity, code, values = {}, place = {}) => {
      const note: ImportNote = { severity, code, values, file, line: 0, item: [], ...place };
      list.push(note);
      return noteSentence(note);
    },
  };
}

/** Names keys of a file that stand twice in one place. */
export function noteRepeated(repeated: readonly RepeatedKey[], notes: Notes): void {
  for (const { key, line } of repeated) notes.add("warning", "key-twice", { name: key }, { line });
}

/**
 * The sentence of a note, from a table of them: English unless another is given. `{name}` is a value; `{count|one|many}` is the first wording
 * where the value is 1, else the second.
 */
export function noteSentence(
  note: Pick<ImportNote, "code" | "values">,
  texts: Readonly<Record<NoteCode, string>> = noteTexts,
): string {
  return texts[note.code].replace(
    /\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g,
    (_, name: string, one?: string, many?: string) =>
      one === undefined
        ? (note.values[name] ?? "")
        : ((note.values[name] === "1" ? one : many) ?? ""),
  );
}

/** The sentence without what it quotes at length: for a list. */
export function noteHeadline(
  note: Pick<ImportNote, "code" | "values">,
  texts: Readonly<Record<NoteCode, string>> = noteTexts,
): string {
  const sentence = noteSentence(note, texts);
  const line = sentence.split("\n", 1)[0] ?? "";
  return line.length === sentence.length ? line : line.replace(/[\s:]+$/, "");
}

/** Where a note belongs, for people: "file:line · Folder / Request". */
export function notePlace(note: Pick<ImportNote, "file" | "line" | "item">): string {
  const file = note.line > 0 ? `${note.file}:${note.line}` : note.file;
  const item = note.item.join(" / ");
  return [file, item].filter((part) => part !== "").join(" · ");
}
