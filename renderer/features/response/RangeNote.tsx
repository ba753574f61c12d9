import type { Hop } from "../../../shared/model/exchange.ts";
import { type ByteSpan, rangeAnswer } from "../../../shared/model/range-request.ts";
import { formatCount } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { rangeWords } from "../../i18n/messages/ranges.ts";
import { Button } from "../../ui/Button.tsx";
import styles from "./panes.module.css";

/** Asks for other bytes than those that came: the request's Range is changed, visibly, and it is sent. null: without a range. */
export type AskRange = (span: ByteSpan | null, validator: string | null) => void;

/** What the reply says of the range that was asked for, in words, and what can be asked next. Nothing where no range is in question. */
export function RangeNote({
  hop,
  onRange,
}: {
  readonly hop: Hop;
  readonly onRange: AskRange | null;
}) {
  const words = useText(rangeWords);
  const language = useLanguage();
  const answer = rangeAnswer(hop);
  // What was appended to an earlier body has a sentence of its own.
  if (answer === null || hop.body?.resumedFrom !== undefined) return null;
  const count = (value: number) => formatCount(value, language);
  const button = (label: string, span: ByteSpan | null, validator: string | null) =>
    onRange === null ? null : (
      <Button dense onPress={() => onRange(span, validator)}>
        {label}
      </Button>
    );
  switch (answer.kind) {
    case "part": {
      const { first, last, size, next, validator } = answer;
      return (
        <p className={styles.range} role="status">
          {size === null
            ? words.shownOpen(count(first), count(last))
            : words.shown(count(first), count(last), count(size))}
          {next === null ? null : (
            <>
              {button(words.next, next, validator)}
              {button(words.rest, { kind: "from", first: last + 1, last: null }, validator)}
            </>
          )}
          {button(words.all, null, null)}
        </p>
      );
    }
    case "parts":
    case "unclear":
    case "whole":
      return (
        <p className={styles.range} role="status">
          {words[answer.kind]}
          {answer.kind === "whole"
            ? button(words.remove, null, null)
            : button(words.all, null, null)}
        </p>
      );
    case "unsatisfied":
      return (
        <p className={styles.range} role="status">
          {answer.size === null ? words.unsatisfiedOpen : words.unsatisfied(count(answer.size))}
          {button(words.all, null, null)}
        </p>
      );
  }
}
