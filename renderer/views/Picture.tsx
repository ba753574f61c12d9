import { useState } from "react";
import { formatCount } from "../i18n/format.ts";
import { useLanguage, useText } from "../i18n/language.ts";
import { views } from "../i18n/messages/views.ts";
import type { ViewProps } from "./view.ts";
import styles from "./views.module.css";

/** A picture, drawn by the browser's own decoder from the body's address. */
export function Picture({ info }: ViewProps) {
  const words = useText(views);
  const language = useLanguage();
  const [state, setState] = useState<{ width: number; height: number } | "broken" | null>(null);
  return (
    <div className={styles.picture}>
      {state === "broken" ? (
        <p className={styles.note}>{words.imageBroken}</p>
      ) : (
        <img
          src={info.previewUrl}
          alt={words.previewOf(info.fileName)}
          onLoad={({ currentTarget }) =>
            setState({ width: currentTarget.naturalWidth, height: currentTarget.naturalHeight })
          }
          onError={() => setState("broken")}
        />
      )}
      {state !== null && state !== "broken" ? (
        <span className={styles.size}>
          {words.imageSize(formatCount(state.width, language), formatCount(state.height, language))}
        </span>
      ) : null}
    </div>
  );
}
