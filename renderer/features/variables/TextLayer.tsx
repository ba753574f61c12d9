import type { Ref } from "react";
import { joined } from "../../ui/joined.ts";
import styles from "./TextLayer.module.css";
import type { TextRun } from "./text-runs.ts";

/** The drawn copy of a text under a transparent input; `ref` is what `alignLayer` moves. `lineEnd` names the mark drawn before the line break at a place of the text. */
export function TextLayer({
  runs,
  lineEnd,
  className,
  ref,
}: {
  readonly runs: readonly TextRun[];
  readonly lineEnd?: ((at: number) => string) | undefined;
  readonly className?: string | undefined;
  readonly ref?: Ref<HTMLDivElement>;
}) {
  return (
    <div aria-hidden="true" className={joined(styles.layer, className)}>
      <div ref={ref}>
        {runs.map((run) => (
          <span key={run.from} className={styles[run.kind]} data-variable={run.name}>
            {lineEnd === undefined ? run.text : withLineEnds(run, lineEnd)}
          </span>
        ))}
        {/* A last empty line has a height only when something stands on it. */}
        {"\u200b"}
      </div>
    </div>
  );
}

function withLineEnds({ text, from }: TextRun, lineEnd: (at: number) => string) {
  const lines = text.split("\n");
  let at = from;
  return lines.map((line, index) => {
    if (index === lines.length - 1) return line;
    at += line.length;
    const end = lineEnd(at);
    at += 1;
    return (
      <span key={index}>
        {line}
        <span className={styles.lineEnd} data-end={end} />
        {"\n"}
      </span>
    );
  });
}

/** Moves the copy to where its input has scrolled. Moved, not scrolled: the two do not end at the same pixel. */
export function alignLayer(layer: HTMLElement | null, input: HTMLElement | null): void {
  if (!layer || !input) return;
  layer.style.transform = `translate(${-input.scrollLeft}px, ${-input.scrollTop}px)`;
}
