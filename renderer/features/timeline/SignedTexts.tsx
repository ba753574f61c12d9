import type { AuthNote } from "../../../shared/model/auth-note.ts";
import { useText } from "../../i18n/language.ts";
import { authNoteWords, signedTexts } from "../../i18n/messages/auth-notes.ts";
import styles from "./Timeline.module.css";

/** What was signed, in full: to be compared with what the server says it expected. */
export function SignedTexts({ note }: { readonly note: AuthNote }) {
  const words = useText(authNoteWords);
  return signedTexts(note).map(([name, value]) => (
    <details key={name} className={styles.signed}>
      <summary>{words.facts[name] ?? name}</summary>
      <pre>{value}</pre>
    </details>
  ));
}
