import { useState } from "react";
import { formatCount } from "../i18n/format.ts";
import { useLanguage, useText } from "../i18n/language.ts";
import { views } from "../i18n/messages/views.ts";
import { RowsView } from "./RowsView.tsx";
import { jsonRows } from "./rows/json-rows.ts";
import { textRows } from "./rows/text-rows.ts";
import type { ViewProps } from "./view.ts";
import styles from "./views.module.css";

/** Text of any size. JSON is laid out when asked; where it turns out not to be JSON, it is shown as it came. */
export function LargeText(props: ViewProps & { readonly layOut: boolean }) {
  const { info, layOut } = props;
  const { charset, kind } = info;
  const words = useText(views);
  const language = useLanguage();
  const [errorAt, setErrorAt] = useState<number | null>(null);
  const json = layOut && (kind === "json" || kind === "ndjson") && !charset.startsWith("utf-16");
  if (json && errorAt === null) {
    return (
      <RowsView
        {...props}
        key="json"
        format={() => jsonRows({ many: kind === "ndjson" })}
        formatName={`json ${kind}`}
        laidOut
        onStop={setErrorAt}
      />
    );
  }
  return (
    <div className={styles.column}>
      {errorAt === null ? null : (
        <div className={styles.problem} role="status">
          {words.invalidJsonByte(formatCount(errorAt, language))}
        </div>
      )}
      <div className={styles.rest}>
        <RowsView
          {...props}
          key="text"
          format={() => textRows({ charset })}
          formatName={`text ${charset}`}
          laidOut={false}
        />
      </div>
    </div>
  );
}
