import { useLanguage, useText } from "../../i18n/language.ts";
import { requestWords } from "../../i18n/messages/request.ts";
import styles from "./KeptLine.module.css";

/** Names what the file holds beside what is shown, so that nobody fears for it. */
export function KeptLine({ kept }: { readonly kept: readonly string[] }) {
  const words = useText(requestWords);
  const language = useLanguage();
  // A body or auth that is kept is named on its own page.
  const others = kept.filter((name) => !/^(?:body|auth): /.test(name));
  if (others.length === 0) return null;
  const names = others.map((name) => words.keptNames[name] ?? name);
  const list = new Intl.ListFormat(language, { type: "conjunction" }).format(names);
  return <p className={styles.line}>{words.kept(list)}</p>;
}
