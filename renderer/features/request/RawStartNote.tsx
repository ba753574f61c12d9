import type { RawView } from "../../../shared/contract/index.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { failureSentences } from "../../i18n/messages/failures.ts";
import { requestRawWords } from "../../i18n/messages/request-raw.ts";
import styles from "./RawPanel.module.css";

/** What the bytes of the ordinary request do not have, or why there are none. `isFilled`: they stand there as they came. */
export function RawStartNote({
  view,
  isFilled,
}: {
  readonly view: RawView | null;
  readonly isFilled: boolean;
}) {
  const words = useText(requestRawWords);
  const language = useLanguage();
  if (view === null) return null;
  const said = view.problems.map((problem) => {
    const { what, remedy } = failureSentences(problem, language);
    return view.raw === null ? `${what} ${remedy}`.trim() : what;
  });
  const sentences = [...said, ...view.left.map((left) => words.left[left])];
  if (sentences.length === 0 || (view.raw !== null && !isFilled)) return null;
  return (
    <p className={styles.note} role="status">
      {[...new Set(sentences)].join(" ")}
    </p>
  );
}
