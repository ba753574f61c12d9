import { useEffect, useEffectEvent, useRef } from "react";
import { useText } from "../i18n/language.ts";
import { editorWords } from "../i18n/messages/editor.ts";
import type { EditorProps } from "./Editor.tsx";
import styles from "./Editor.module.css";
import { markInvalidJson } from "./invalid-json.ts";
import { editor, KeyCode } from "./monaco.ts";
import { fixedOptions, fontOptions } from "./options.ts";
import { followTheme } from "./theme.ts";
import { registerVariables, setVariables, variableDecorations } from "./variables.ts";

followTheme();
registerVariables();

/** Monaco itself. The model lives as long as this component; `value` from outside replaces the text as one undo step. */
export function Surface(props: EditorProps) {
  const { value, language, readOnly = false, label, variables, wrap = false } = props;
  const words = useText(editorWords);
  const box = useRef<HTMLDivElement>(null);
  const live = useRef<editor.IStandaloneCodeEditor | null>(null);
  const tints = useRef<editor.IEditorDecorationsCollection | null>(null);

  const changed = useEffectEvent((text: string) => {
    if (text !== props.value) props.onChange?.(text);
  });
  const submitted = useEffectEvent((): boolean => {
    props.onSubmit?.();
    return props.onSubmit !== undefined;
  });
  const ready = useEffectEvent((made: editor.IStandaloneCodeEditor | null) => {
    props.onReady?.(
      made && {
        focus: () => made.focus(),
        find: () => void made.getAction("actions.find")?.run(),
        selection: () => {
          const range = made.getSelection();
          return range === null || range.isEmpty()
            ? null
            : (made.getModel()?.getValueInRange(range) ?? null);
        },
        reveal: (offset) => {
          const place = made.getModel()?.getPositionAt(offset);
          if (!place) return;
          made.setPosition(place);
          made.revealPositionInCenter(place);
          made.focus();
        },
      },
    );
  });
  const decorate = useEffectEvent(() => {
    const model = live.current?.getModel();
    if (!model) return;
    const names = props.variables;
    if (names !== undefined) setVariables(model, { variables: names, ...words });
    tints.current?.set(names === undefined ? [] : variableDecorations(model, names));
    const check = !readOnly && model.getLanguageId() === "json";
    markInvalidJson(model, check ? words.invalidJson : null);
  });
  const menu = useEffectEvent((made: editor.IStandaloneCodeEditor, x: number, y: number) => {
    const model = made.getModel();
    const range = made.getSelection();
    if (model === null || range === null) return;
    const from = model.getOffsetAt(range.getStartPosition());
    props.onMenu?.({ x, y, from, to: model.getOffsetAt(range.getEndPosition()) });
  });
  const create = useEffectEvent((parent: HTMLElement) => {
    const model = editor.createModel(value, language);
    // Brackets by depth would be colours without a meaning. The editor's own option does not reach a model made apart.
    model.updateOptions({
      bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
    });
    const made = editor.create(parent, {
      ...fixedOptions,
      model,
      readOnly,
      domReadOnly: readOnly,
      // A reader moves on with Tab; a writer writes it, and leaves with Ctrl+M then Tab.
      tabFocusMode: readOnly,
      ariaLabel: label,
      wordWrap: wrap ? "on" : "off",
      contextmenu: props.onMenu === undefined,
      ...fontOptions(),
    });
    return { made, model };
  });

  useEffect(() => {
    if (box.current === null) return undefined;
    const { made, model } = create(box.current);
    live.current = made;
    tints.current = made.createDecorationsCollection();
    let pending = 0;
    model.onDidChangeContent(() => {
      changed(model.getValue());
      clearTimeout(pending);
      pending = window.setTimeout(decorate, 120);
    });
    made.onKeyDown((event) => {
      const submit = event.keyCode === KeyCode.Enter && (event.ctrlKey || event.metaKey);
      if (!submit || event.shiftKey || event.altKey || !submitted()) return;
      event.preventDefault();
      event.stopPropagation();
    });
    made.onContextMenu(({ event, target }) => {
      const selected = made.getSelection();
      const { position } = target;
      if (position !== null && selected?.containsPosition(position) !== true)
        made.setPosition(position);
      menu(made, event.posx, event.posy);
    });
    made.onKeyDown((event) => {
      const asked =
        event.keyCode === KeyCode.ContextMenu || (event.shiftKey && event.keyCode === KeyCode.F10);
      const caret = made.getPosition();
      const at = asked && caret ? made.getScrolledVisiblePosition(caret) : null;
      const corner = made.getDomNode()?.getBoundingClientRect();
      if (!at || !corner) return;
      event.preventDefault();
      event.stopPropagation();
      menu(made, corner.left + at.left, corner.top + at.top + at.height);
    });
    decorate();
    ready(made);
    return () => {
      clearTimeout(pending);
      ready(null);
      live.current = null;
      made.dispose();
      model.dispose();
    };
  }, []);

  useEffect(() => {
    const model = live.current?.getModel();
    if (!model || model.getValue() === value) return;
    if (readOnly) model.setValue(value);
    else {
      model.pushStackElement();
      model.pushEditOperations(
        null,
        [{ range: model.getFullModelRange(), text: value }],
        () => null,
      );
      model.pushStackElement();
    }
  }, [value, readOnly]);

  useEffect(() => {
    const model = live.current?.getModel();
    if (model) editor.setModelLanguage(model, language);
    live.current?.updateOptions({
      readOnly,
      domReadOnly: readOnly,
      tabFocusMode: readOnly,
      ariaLabel: label,
      wordWrap: wrap ? "on" : "off",
    });
    decorate();
  }, [language, readOnly, label, wrap, variables]);

  return <div ref={box} className={styles.surface} />;
}
