import { Braces, Copy } from "lucide-react";
import { useState } from "react";
import { formatCount } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { responseWords } from "../../i18n/messages/response.ts";
import { Button } from "../../ui/Button.tsx";
import { joined } from "../../ui/joined.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { useKeep } from "../../views/keep.ts";
import { variableName } from "../../views/selector-at.ts";
import { keepWords } from "../../i18n/messages/keep.ts";
import { copyText } from "../../views/copy-text.ts";
import { drawControls } from "../../views/rows/row-text.ts";
import type { HeaderRow } from "./HeadersPane.tsx";
import styles from "./panes.module.css";

/** Rows drawn at once; a hostile reply may have a hundred thousand. */
const step = 300;

/** Header fields in their order. Longer lists are drawn in steps. */
export function HeaderTable({
  rows,
  label,
  keeps = false,
}: {
  readonly rows: readonly HeaderRow[];
  readonly label: string;
  /** The rows are those of the last response: their values can be kept as variables. */
  readonly keeps?: boolean;
}) {
  const keep = useKeep();
  const keeping = useText(keepWords);
  const words = useText(responseWords);
  const language = useLanguage();
  const [shown, setShown] = useState(step);
  const origins = rows.some((row) => row.origin !== undefined);
  const rest = rows.length - shown;
  return (
    <>
      <table className={joined(styles.table, styles.fields)} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{words.headerName}</th>
            <th scope="col">{words.headerValue}</th>
            {origins ? <th scope="col">{words.headerOrigin}</th> : null}
            <td className={styles.tool} style={{ border: 0 }} />
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map((row, at) => (
            // Order is the identity of a field: names repeat.
            <tr key={at}>
              <td className={styles.name}>{drawControls(row.name)}</td>
              <td>{drawControls(row.value)}</td>
              {origins ? (
                <td className={styles.origin}>{row.origin && words.origin[row.origin]}</td>
              ) : null}
              <td className={styles.tool}>
                {keeps && keep !== null ? (
                  <IconButton
                    label={keeping.keepHeader(row.name)}
                    dense
                    onPress={() =>
                      keep({ kind: "header", name: row.name }, variableName(row.name), row.value)
                    }
                  >
                    <Braces size={14} aria-hidden="true" />
                  </IconButton>
                ) : null}
                <IconButton
                  label={words.copyHeader(row.name)}
                  dense
                  onPress={() => void copyText(`${row.name}: ${row.value}`)}
                >
                  <Copy size={14} aria-hidden="true" />
                </IconButton>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rest > 0 ? (
        <Button variant="quiet" onPress={() => setShown(shown * 4)}>
          {words.moreFaults(formatCount(rest, language))}
        </Button>
      ) : null}
    </>
  );
}
