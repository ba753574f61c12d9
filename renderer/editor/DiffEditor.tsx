import styles from "./Editor.module.css";
import type { EditorLanguage } from "./languages.ts";
import { createLate } from "./late.tsx";

export interface DiffEditorProps {
  readonly left: string;
  readonly right: string;
  readonly language: EditorLanguage;
  /** The accessible names of the two sides. */
  readonly leftLabel: string;
  readonly rightLabel: string;
}

const surface = createLate<DiffEditorProps>(async () => ({
  default: (await import("./DiffSurface.tsx")).DiffSurface,
}));

/** Two texts side by side, what differs marked (Monaco, loaded when first needed). Fills its parent, which must have a height. */
export function DiffEditor(props: DiffEditorProps) {
  return (
    <div className={styles.editor}>
      <surface.Part part={props} still={<div className={styles.still} aria-busy="true" />} />
    </div>
  );
}
