import { type ImportNote, notePlace } from "../../../shared/formats/import/note.ts";
import { importNoteText } from "../../i18n/import-note.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { importWords } from "../../i18n/messages/import.ts";
import styles from "./Import.module.css";

const rank = { error: 0, warning: 1, info: 2 } as const;

interface Line {
  readonly key: string;
  readonly severity: ImportNote["severity"];
  readonly text: string;
  readonly places: readonly string[];
}

/** Every warning, the gravest first; the same sentence about several places is one line. */
export function ImportNotes({ notes }: { readonly notes: readonly ImportNote[] }) {
  const words = useText(importWords);
  const language = useLanguage();
  const lines = linesOf(notes, (note) => importNoteText(note, language));
  return (
    <section className={styles.section} aria-label={words.notes(notes.length)}>
      <h3 className={styles.heading}>{words.notes(notes.length)}</h3>
      <ul className={styles.notes}>
        {lines.map((line) => (
          <li key={line.key} className={styles.note} data-severity={line.severity}>
            <span className={styles.severity}>{words.severity[line.severity]}</span>
            <span>
              {line.text}
              {line.places.map((place) => (
                <span key={place} className={styles.place}>
                  {place}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function linesOf(
  notes: readonly ImportNote[],
  textOf: (note: ImportNote) => string,
): readonly Line[] {
  const found = new Map<
    string,
    { severity: ImportNote["severity"]; text: string; places: Set<string> }
  >();
  for (const note of notes.toSorted((left, right) => rank[left.severity] - rank[right.severity])) {
    const text = textOf(note);
    const key = `${note.severity} ${text}`;
    const line = found.get(key) ?? { severity: note.severity, text, places: new Set<string>() };
    const place = notePlace(note);
    if (place !== "") line.places.add(place);
    found.set(key, line);
  }
  return [...found].map(([key, line]) => ({ key, ...line, places: [...line.places] }));
}
