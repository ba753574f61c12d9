import { useLanguage, useText } from "../../i18n/language.ts";
import { requestWords } from "../../i18n/messages/request.ts";
import styles from "./KeptLine.module.css";

/** Names what the file holds beside what is shown, so that nobody fears for it. */
export function KeptLine({ kept }: { readonly kept: readonly string[] }) {
  const words = useText(requestWords);
  const language = useLanguage();
  if (kept.length === 0) return null;
  const names = kept.map((name) => words.keptNames[name] ?? name);
  const list = new Intl.ListFormat(language, { type: "conjunction" }).format(names);
  return <p className={styles.line}>{words.kept(list)}</p>;
}
