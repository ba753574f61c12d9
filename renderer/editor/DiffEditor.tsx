import { lazy, Suspense } from "react";
import styles from "./Editor.module.css";
import type { EditorLanguage } from "./languages.ts";

export interface DiffEditorProps {
  readonly left: string;
  readonly right: string;
  readonly language: EditorLanguage;
  /** The accessible names of the two sides. */
  readonly leftLabel: string;
  readonly rightLabel: string;
}

const load = async () => ({ default: (await import("./DiffSurface.tsx")).DiffSurface });
const Surface = lazy(load);

/** Two texts side by side, what differs marked (Monaco, loaded when first needed). Fills its parent, which must have a height. */
export function DiffEditor(props: DiffEditorProps) {
  return (
    <div className={styles.editor}>
      <Suspense fallback={<div className={styles.still} aria-busy="true" />}>
        <Surface {...props} />
      </Suspense>
    </div>
  );
}
