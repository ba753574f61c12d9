import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { VariableView } from "../../shared/model/variable.ts";
import { useText } from "../i18n/language.ts";
import { editorWords } from "../i18n/messages/editor.ts";
import { variablesWords, variableValue } from "../i18n/messages/variables.ts";
import { isMac } from "../ui/key-text.ts";
import { registerAssist, setAssist } from "./assist.ts";
import type { EditorProps } from "./Editor.tsx";
import { EditorMenu, type MenuAt } from "./EditorMenu.tsx";
import styles from "./Editor.module.css";
import { markInvalidJson } from "./invalid-json.ts";
import { editor, KeyCode } from "./monaco.ts";
import { fixedOptions, fontOptions } from "./options.ts";
import { followTheme } from "./theme.ts";
import { registerVariables, setVariables, variableAt, variableDecorations } from "./variables.ts";

followTheme();
registerVariables();
registerAssist();

/** Monaco itself. The model lives as long as this component; `value` from outside replaces the text as one undo step. */
export function Surface(props: EditorProps) {
  const { value, language, readOnly = false, label, variables, assist, wrap = false } = props;
  const words = useText(editorWords);
  const naming = useText(variablesWords);
  const box = useRef<HTMLDivElement>(null);
  const live = useRef<editor.IStandaloneCodeEditor | null>(null);
  const tints = useRef<editor.IEditorDecorationsCollection | null>(null);
  const [asked, setAsked] = useState<MenuAt | null>(null);

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
    if (names !== undefined)
      setVariables(model, {
        variables: names,
        unknown: naming.unknown,
        value: (variable) => variableValue(variable, naming),
        place: ({ scope, origin }) => naming.origin(scope, origin),
      });
    tints.current?.set(names === undefined ? [] : variableDecorations(model, names));
    const check = !readOnly && model.getLanguageId() === "json";
    markInvalidJson(model, check ? words.invalidJson : null);
    setAssist(model, props.assist ?? null);
  });
  /** The variable at the caret, or at a place, that there is somewhere to go to. */
  const variableOf = useEffectEvent(
    (
      made: editor.IStandaloneCodeEditor,
      place: { readonly lineNumber: number; readonly column: number } | null = made.getPosition(),
    ): VariableView | null => {
      const model = made.getModel();
      const found =
        model === null || place === null || props.onGoTo === undefined
          ? null
          : variableAt(model, place.lineNumber, place.column);
      return found !== null && props.canGoTo?.(found) !== false ? found : null;
    },
  );
  const menu = useEffectEvent((made: editor.IStandaloneCodeEditor, x: number, y: number) => {
    const model = made.getModel();
    const range = made.getSelection();
    if (model === null || range === null) return;
    const from = model.getOffsetAt(range.getStartPosition());
    if (props.onMenu === undefined)
      setAsked({ x, y, variable: variableOf(made), selected: !range.isEmpty() });
    else props.onMenu({ x, y, from, to: model.getOffsetAt(range.getEndPosition()) });
  });
  const goTo = useEffectEvent((variable: VariableView) => props.onGoTo?.(variable));
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
    made.onMouseDown(({ event, target }) => {
      if (!event.leftButton || !(isMac ? event.metaKey : event.ctrlKey)) return;
      const variable = variableOf(made, target.position);
      if (variable === null) return;
      event.preventDefault();
      goTo(variable);
    });
    made.onContextMenu(({ event, target }) => {
      event.preventDefault();
      const selected = made.getSelection();
      const { position } = target;
      if (position !== null && selected?.containsPosition(position) !== true)
        made.setPosition(position);
      menu(made, event.posx, event.posy);
    });
    made.onKeyDown((event) => {
      const variable = event.keyCode === KeyCode.F12 ? variableOf(made) : null;
      if (variable !== null) {
        event.preventDefault();
        event.stopPropagation();
        return goTo(variable);
      }
      const wanted =
        event.keyCode === KeyCode.ContextMenu || (event.shiftKey && event.keyCode === KeyCode.F10);
      const caret = made.getPosition();
      const at = wanted && caret ? made.getScrolledVisiblePosition(caret) : null;
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
  }, [language, readOnly, label, wrap, variables, assist]);

  return (
    <>
      <div ref={box} className={styles.surface} />
      <EditorMenu
        at={asked}
        act={(id) => {
          live.current?.focus();
          live.current?.trigger("menu", id, null);
        }}
        readOnly={readOnly}
        onGoTo={props.onGoTo}
        onClose={() => setAsked(null)}
      />
    </>
  );
}
