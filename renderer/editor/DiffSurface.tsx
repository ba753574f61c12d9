import { useEffect, useEffectEvent, useRef } from "react";
import type { DiffEditorProps } from "./DiffEditor.tsx";
import styles from "./Editor.module.css";
import { editor } from "./monaco.ts";
import { fixedOptions, fontOptions } from "./options.ts";
import { followTheme } from "./theme.ts";

followTheme();

/** Monaco's two-sided editor, to read in only. Other texts need another component: give it a key. */
export function DiffSurface(props: DiffEditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const create = useEffectEvent((parent: HTMLElement) => {
    const { left, right, language, leftLabel, rightLabel } = props;
    const original = editor.createModel(left, language);
    const modified = editor.createModel(right, language);
    const made = editor.createDiffEditor(parent, {
      ...fixedOptions,
      ...fontOptions(),
      readOnly: true,
      domReadOnly: true,
      originalEditable: false,
      originalAriaLabel: leftLabel,
      modifiedAriaLabel: rightLabel,
      // A space is a byte like any other.
      ignoreTrimWhitespace: false,
      renderMarginRevertIcon: false,
      renderOverviewRuler: false,
      renderIndicators: true,
      maxComputationTime: 4_000,
      useInlineViewWhenSpaceIsLimited: true,
      renderSideBySideInlineBreakpoint: 620,
      hideUnchangedRegions: { enabled: true, minimumLineCount: 6, contextLineCount: 3 },
    });
    // Given the models alone, Monaco never ends their view model, and a comparison that is under way then throws into the page.
    const view = made.createViewModel({ original, modified });
    made.setModel(view);
    const name = (side: editor.ICodeEditor, ariaLabel: string): void => {
      // A reader moves on with Tab.
      side.updateOptions({ tabFocusMode: true, ariaLabel });
      // Monaco forgets the names when it goes from one column to two or back.
      side.onDidChangeConfiguration(() => {
        if (side.getOption(editor.EditorOption.ariaLabel) !== ariaLabel)
          side.updateOptions({ ariaLabel });
      });
    };
    name(made.getOriginalEditor(), leftLabel);
    name(made.getModifiedEditor(), rightLabel);
    return () => {
      made.dispose();
      view.dispose();
      original.dispose();
      modified.dispose();
    };
  });
  useEffect(() => (box.current === null ? undefined : create(box.current)), []);
  return <div ref={box} className={styles.surface} />;
}
