import type { ReactNode } from "react";
import styles from "./RowLine.module.css";
import type { Row } from "./row.ts";
import { controlParts, type Highlight, slicesOf } from "./row-text.ts";
import { joined } from "../../ui/joined.ts";

/** A row's text in its colours. `data-text` marks what pointer positions count in. */
export function RowText({
  row,
  charset,
  highlights,
  lineEnds = false,
}: {
  readonly row: Row;
  readonly charset: string;
  readonly highlights: readonly Highlight[];
  readonly lineEnds?: boolean;
}) {
  return (
    <span data-text="text" className={styles.text}>
      {slicesOf(row, charset, highlights, lineEnds).map((slice, at) => (
        <span
          // Slices have no identity but their place.
          key={at}
          className={joined(
            slice.run !== "plain" && styles[slice.run],
            slice.highlight && styles[slice.highlight],
          )}
        >
          <Drawn text={slice.text} />
        </span>
      ))}
    </span>
  );
}

/** Text whose control characters were drawn, with their small names; the text itself keeps one character for each. */
export function Drawn({ text }: { readonly text: string }) {
  const parts = controlParts(text);
  if (parts.every(({ name }) => name === null)) return text;
  return parts.map((part, at) =>
    part.name === null ? (
      part.text
    ) : (
      <span key={at} className={styles.control} data-name={part.name}>
        {part.text}
      </span>
    ),
  );
}

/** A line of a windowed view: a gutter that stays when the text is scrolled sideways, and the text. */
export function RowLine({
  number,
  gutter,
  gutterWidth,
  className,
  children,
}: {
  readonly number: number;
  readonly gutter: ReactNode;
  /** In characters. */
  readonly gutterWidth: number;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <div data-row={number} className={joined(styles.row, className)}>
      <span className={styles.gutter} style={{ width: `calc(${gutterWidth}ch + 30px)` }}>
        {gutter}
      </span>
      {children}
    </div>
  );
}
