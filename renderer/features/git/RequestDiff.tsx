import type { RequestDifference } from "../../../shared/model/request-diff.ts";
import { useText } from "../../i18n/language.ts";
import { git } from "../../i18n/messages/git.ts";
import styles from "./Git.module.css";

/** What differs between two forms of a request, as a table. */
export function RequestDiff({
  differences,
}: {
  readonly differences: readonly RequestDifference[];
}) {
  const words = useText(git);
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th>{words.what}</th>
            <th>{words.before}</th>
            <th>{words.after}</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ part, name, before, after }, index) => (
            <tr key={`${part} ${name} ${index}`}>
              <th scope="row">
                {words.parts[part]}
                {name === "" ? null : <code className={styles.rowName}>{name}</code>}
              </th>
              <td data-side={before === null ? undefined : "before"}>{before}</td>
              <td data-side={after === null ? undefined : "after"}>{after}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
