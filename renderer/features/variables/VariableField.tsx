import {
  type ClipboardEvent,
  type KeyboardEvent,
  type Ref,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import type { VariableView } from "../../../shared/model/variable.ts";
import { references } from "../../../shared/template/references.ts";
import { Float } from "../../ui/Float.tsx";
import { joined } from "../../ui/joined.ts";
import { type Completion, completionAt, type Suggestion } from "./completion.ts";
import { insertText } from "./insert-text.ts";
import { notYetKnown, viewNamed } from "../../../shared/template/variable-views.ts";
import { SuggestionList } from "./SuggestionList.tsx";
import { alignLayer, TextLayer } from "./TextLayer.tsx";
import { type TextRange, textRuns } from "./text-runs.ts";
import { textWidth } from "./text-width.ts";
import { cardText, VariableCard } from "./VariableCard.tsx";
import { useGoToFrom } from "./go-to.ts";
import { useHoveredRun, variableAt } from "./hovered-run.ts";
import styles from "./VariableField.module.css";
import { useText } from "../../i18n/language.ts";
import { variablesWords } from "../../i18n/messages/variables.ts";

export interface VariableFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly variables: readonly VariableView[];
  /** The accessible name. */
  readonly label: string;
  readonly placeholder?: string | undefined;
  /** `box` has a border, `cell` fills a table's cell, `bare` is only text. */
  readonly look?: "box" | "cell" | "bare";
  /** Other ranges to tint: path parameters. */
  readonly marks?: readonly TextRange[] | undefined;
  /** Words for the whole text, offered while typing: header names. */
  readonly suggest?: ((text: string) => readonly string[]) | undefined;
  /** Draws the text as dots. */
  readonly masked?: boolean;
  readonly readOnly?: boolean;
  readonly invalid?: boolean;
  readonly onEnter?: (() => void) | undefined;
  /** True: the paste was taken care of. */
  readonly onPasteText?: ((text: string) => boolean) | undefined;
  readonly onFocusChange?: ((focused: boolean) => void) | undefined;
  readonly inputRef?: Ref<HTMLInputElement> | undefined;
  readonly className?: string | undefined;
}

/**
 * One line of text in which `{{variables}}` are tinted, completed and explained. The text itself is a native input with
 * transparent letters over a drawn copy, so selection, undo, dictation and input methods are the system's own.
 */
export function VariableField(props: VariableFieldProps) {
  const { value, onChange, variables, label, suggest, look = "box", masked = false } = props;
  const words = useText(variablesWords);
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const caretMark = useRef<HTMLSpanElement>(null);
  const [completion, setCompletion] = useState<Completion | null>(null);
  const [active, setActive] = useState(-1);
  const [caretName, setCaretName] = useState<string | null>(null);
  const hovered = useHoveredRun(layer);
  const goTo = useGoToFrom(variables);
  useImperativeHandle(props.inputRef, () => input.current as HTMLInputElement, []);

  const follow = () => alignLayer(layer.current, input.current);
  // Only the focused field can have scrolled; asking the others would lay the page out once for each.
  useLayoutEffect(() => {
    if (input.current === document.activeElement) follow();
  });

  const offer = (element: HTMLInputElement, explicit = false) => {
    const caret = element.selectionStart ?? 0;
    const collapsed = element.selectionEnd === caret;
    const wanted = explicit || element.value !== "";
    const next =
      collapsed && wanted ? completionAt(element.value, caret, variables, suggest) : null;
    if (next && caretMark.current) {
      const left = textWidth(element, element.value.slice(0, next.from)) - element.scrollLeft;
      caretMark.current.style.left = `${Math.max(0, left)}px`;
    }
    setCompletion(next);
    setActive(next?.kind === "variable" ? 0 : -1);
  };
  const close = () => setCompletion(null);
  const accept = (item: Suggestion | undefined) => {
    const element = input.current;
    if (!element || !completion || !item) return;
    insertText(element, completion.from, completion.to, item.insert);
    close();
  };
  const caretMoved = () => {
    follow();
    const element = input.current;
    const caret = element?.selectionStart ?? -1;
    const inside = references(value).find(({ from, to }) => caret > from && caret < to);
    setCaretName(element === document.activeElement ? (inside?.name ?? null) : null);
    if (completion && (caret < completion.from || caret > completion.to + 64)) close();
  };

  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const take = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (goTo.pressed(event)) take();
    else if (event.key === " " && event.ctrlKey) {
      take();
      offer(event.currentTarget, true);
    } else if (completion && plain && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      take();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const count = completion.items.length;
      setActive((active + step + count + (active < 0 && step < 0 ? 1 : 0)) % count);
    } else if (completion && event.key === "Escape") {
      take();
      close();
    } else if (completion && plain && active >= 0 && event.key === "Enter") {
      take();
      accept(completion.items[active]);
    } else if (completion && plain && active >= 0 && event.key === "Tab" && !event.shiftKey) {
      if (completion.kind === "variable") take();
      accept(completion.items[active]);
    } else if (event.key === "Enter" && plain && !event.shiftKey && props.onEnter) {
      take();
      close();
      props.onEnter();
    }
  };
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    if (!props.onPasteText?.(event.clipboardData.getData("text/plain"))) return;
    event.preventDefault();
    event.stopPropagation();
  };

  const completes =
    !masked && (variables.length > 0 || suggest !== undefined || completion !== null);
  const runs = textRuns(value, variables, props.marks);
  const asked = hovered.name ?? (completion ? null : caretName);
  const named = variables === notYetKnown ? null : asked;
  const view = named === null ? null : viewNamed(variables, named);
  return (
    <div
      ref={box}
      className={joined(
        styles.field,
        styles[look],
        props.invalid && styles.invalid,
        props.className,
      )}
      onPointerMove={hovered.onMove}
      onPointerLeave={hovered.onLeave}
    >
      {masked ? null : <TextLayer ref={layer} runs={runs} />}
      <span ref={caretMark} className={styles.caret} aria-hidden="true" />
      <input
        ref={input}
        type={masked ? "password" : "text"}
        role={completes ? "combobox" : undefined}
        aria-label={label}
        aria-autocomplete={completes ? "list" : undefined}
        aria-expanded={completes ? completion !== null : undefined}
        aria-controls={completion ? `${id}-list` : undefined}
        aria-activedescendant={completion && active >= 0 ? `${id}-list-${active}` : undefined}
        aria-describedby={named === null ? undefined : `${id}-card`}
        aria-invalid={props.invalid || undefined}
        className={joined(styles.input, !masked && styles.clear)}
        value={value}
        placeholder={props.placeholder}
        readOnly={props.readOnly}
        spellCheck={false}
        autoComplete="off"
        autoCorrect="off"
        autoCapitalize="off"
        onChange={(event) => {
          onChange(event.currentTarget.value);
          offer(event.currentTarget);
          setCaretName(null);
        }}
        onScroll={follow}
        onSelect={caretMoved}
        onKeyDown={press}
        onClick={(event) => {
          const name = variableAt(layer.current, event.clientX, event.clientY);
          if (goTo.clicked(event, name)) hovered.onLeave();
        }}
        onPaste={paste}
        onFocus={() => props.onFocusChange?.(true)}
        onBlur={() => {
          close();
          setCaretName(null);
          props.onFocusChange?.(false);
        }}
      />
      {completion === null ? null : (
        <Float anchor={completion.kind === "variable" ? caretMark : box} isOpen onClose={close}>
          <SuggestionList
            id={`${id}-list`}
            items={completion.items}
            active={active}
            onPick={accept}
          />
        </Float>
      )}
      {named === null || completion ? null : (
        <>
          <span id={`${id}-card`} hidden>
            {cardText(named, view, words)}
          </span>
          <Float
            anchor={hovered.name === null ? box : hovered.anchor}
            isOpen
            onClose={hovered.onLeave}
          >
            <VariableCard name={named} view={view} />
          </Float>
        </>
      )}
    </div>
  );
}
