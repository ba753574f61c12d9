import { toHex } from "../../../shared/model/hex-text.ts";
import type { RawRequest } from "../../../shared/model/request.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import { formatBytes, formatCount } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { requestRawWords } from "../../i18n/messages/request-raw.ts";
import { byteGlyph } from "./hex-edit.ts";
import { sketchOf } from "./raw-sketch.ts";
import styles from "./RawSketch.module.css";

const perLine = 16;
const lines = [0, 1, 2];

/** The first bytes as they will be sent, and how many there are. */
export function RawSketch({
  raw,
  variables,
}: {
  readonly raw: RawRequest;
  readonly variables: readonly VariableView[];
}) {
  const words = useText(requestRawWords);
  const language = useLanguage();
  const { bytes, secrets } = sketchOf(raw, variables);
  const size =
    bytes.length < 10_000
      ? `${formatCount(bytes.length, language)}\u00a0${language === "fr" ? "o" : "B"}`
      : formatBytes(bytes.length, language);
  return (
    <footer className={styles.sketch}>
      <div className={styles.line}>
        <span>{raw.encoding === "text" && bytes.length > 0 ? words.first : null}</span>
        <span className={styles.size} role="status">
          {bytes.length === 0
            ? words.nothing
            : secrets
              ? words.sizeSecrets(size)
              : words.size(size)}
        </span>
      </div>
      {raw.encoding === "text"
        ? lines.map((line) => {
            const part = bytes.subarray(line * perLine, (line + 1) * perLine);
            return (
              <div key={line} className={styles.bytes} aria-hidden="true">
                <span className={styles.hex}>{toHex(part)}</span>
                <span>{Array.from(part, byteGlyph).join("")}</span>
              </div>
            );
          })
        : null}
    </footer>
  );
}
