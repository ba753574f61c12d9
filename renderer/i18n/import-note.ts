import { type ImportNote, noteHeadline } from "../../shared/formats/import/note.ts";
import { noteTexts } from "../../shared/formats/import/note-text.ts";
import type { Language } from "./catalogue.ts";
import { frenchNotes } from "./messages/import-notes.ts";
import { frenchPart } from "./messages/import-parts.ts";

/** The sentence of an import's note in the person's language, without what it quotes at length. */
export function importNoteText(note: ImportNote, language: Language): string {
  if (language !== "fr") return noteHeadline(note, noteTexts);
  const { what } = note.values;
  const values = what === undefined ? note.values : { ...note.values, what: frenchPart(what) };
  return noteHeadline({ code: note.code, values }, frenchNotes);
}
