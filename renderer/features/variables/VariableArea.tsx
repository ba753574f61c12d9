import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from "react";
import type { VariableView } from "../../../shared/model/variable.ts";
import { Float } from "../../ui/Float.tsx";
import { joined } from "../../ui/joined.ts";
import { type Completion, completionAt, type Suggestion } from "./completion.ts";
import { useGoToFrom } from "./go-to.ts";
import { useHoveredRun, variableAt } from "./hovered-run.ts";
import { insertText } from "./insert-text.ts";
import { notYetKnown, viewNamed } from "../../../shared/template/variable-views.ts";
import { SuggestionList } from "./SuggestionList.tsx";
import { alignLayer, TextLayer } from "./TextLayer.tsx";
import { textRuns } from "./text-runs.ts";
import { textWidth } from "./text-width.ts";
import styles from "./VariableArea.module.css";
import { VariableCard } from "./VariableCard.tsx";

/** px, as in the style sheet. */
const lineHeight = 20;
/** UTF-16 units above which the drawn copy would slow typing: the text is then drawn by the browser alone. */
const longest = 60_000;

/** Several lines of text with `{{variables}}` as in VariableField, and, when asked for, a mark at each line's end. */
export function VariableArea({
  value,
  onChange,
  variables,
  label,
  placeholder,
  lineEnd,
  onSubmit,
  onRecall,
  height,
  className,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly variables: readonly VariableView[];
  readonly label: string;
  readonly placeholder?: string;
  /** Names the mark of the line break at a place of the text. */
  readonly lineEnd?: (at: number) => string;
  /** Mod+Enter. */
  readonly onSubmit?: () => void;
  /** Up in the first line (-1), Down in the last (1). True: the text is another one now. */
  readonly onRecall?: (way: -1 | 1) => boolean;
  /** px; absent: as its place has it. */
  readonly height?: number;
  readonly className?: string | undefined;
}) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const caretMark = useRef<HTMLSpanElement>(null);
  const [completion, setCompletion] = useState<Completion | null>(null);
  const [active, setActive] = useState(0);
  const hovered = useHoveredRun(layer);
  const goTo = useGoToFrom(variables);
  const plain = value.length > longest;

  const follow = () => alignLayer(layer.current, area.current);
  useLayoutEffect(follow);
  const close = () => setCompletion(null);
  const offer = (element: HTMLTextAreaElement) => {
    const next = completionAt(element.value, element.selectionStart, variables);
    setCompletion(next);
    setActive(0);
    if (!next || !caretMark.current) return;
    const before = element.value.slice(0, next.from);
    const line = before.slice(before.lastIndexOf("\n") + 1);
    const row = before.split("\n").length;
    caretMark.current.style.left = `${12 + textWidth(element, line) - element.scrollLeft}px`;
    caretMark.current.style.top = `${10 + (row - 1) * lineHeight - element.scrollTop}px`;
  };
  const accept = (item: Suggestion | undefined) => {
    if (!area.current || !completion || !item) return;
    insertText(area.current, completion.from, completion.to, item.insert);
    close();
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const { key } = event;
    if (goTo.pressed(event)) {
      // Led away.
    } else if (key === "Enter" && (event.ctrlKey || event.metaKey) && onSubmit) onSubmit();
    else if (completion && (key === "ArrowDown" || key === "ArrowUp")) {
      const count = completion.items.length;
      setActive((active + (key === "ArrowDown" ? 1 : -1) + count) % count);
    } else if (completion && (key === "Enter" || key === "Tab")) accept(completion.items[active]);
    else if (completion && key === "Escape") close();
    else if (!recalls(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  const recalls = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    const { key, currentTarget: at } = event;
    if (!onRecall || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return false;
    if (at.selectionStart !== at.selectionEnd) return false;
    if (key === "ArrowUp" && !at.value.slice(0, at.selectionStart).includes("\n"))
      return onRecall(-1);
    return key === "ArrowDown" && !at.value.slice(at.selectionEnd).includes("\n") && onRecall(1);
  };

  const view = hovered.name === null ? null : viewNamed(variables, hovered.name);
  return (
    <div
      className={joined(styles.area, className)}
      style={height === undefined ? undefined : { height }}
      onPointerMove={hovered.onMove}
      onPointerLeave={hovered.onLeave}
    >
      {plain ? null : (
        <TextLayer
          ref={layer}
          runs={textRuns(value, variables)}
          lineEnd={lineEnd}
          className={styles.layer}
        />
      )}
      <span ref={caretMark} className={styles.caret} aria-hidden="true" />
      <textarea
        ref={area}
        aria-label={label}
        aria-autocomplete="list"
        aria-controls={completion ? `${id}-list` : undefined}
        aria-activedescendant={completion ? `${id}-list-${active}` : undefined}
        className={joined(styles.input, !plain && styles.clear)}
        value={value}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        wrap="off"
        onChange={(event) => {
          onChange(event.currentTarget.value);
          offer(event.currentTarget);
        }}
        onScroll={() => {
          follow();
          if (completion) close();
        }}
        onKeyDown={press}
        onClick={(event) => {
          const name = variableAt(layer.current, event.clientX, event.clientY);
          if (goTo.clicked(event, name)) hovered.onLeave();
        }}
        onBlur={close}
      />
      {completion ? (
        <Float anchor={caretMark} isOpen onClose={close}>
          <SuggestionList
            id={`${id}-list`}
            items={completion.items}
            active={active}
            onPick={accept}
          />
        </Float>
      ) : null}
      {hovered.name !== null && !completion && variables !== notYetKnown ? (
        <Float anchor={hovered.anchor} isOpen onClose={hovered.onLeave}>
          <VariableCard name={hovered.name} view={view} />
        </Float>
      ) : null}
    </div>
  );
}
