import { fromHex } from "../../../../shared/model/hex-text.ts";
import { bytesToBase64 } from "../../../../shared/model/raw-bytes.ts";
import type { SocketMessage } from "../../../../shared/model/request.ts";
import type { Composed } from "../../../state/composed.ts";

type Messages = readonly SocketMessage[];

interface Words {
  readonly untitled: (number: string) => string;
  readonly copyOf: (title: string) => string;
}

/** What a message is called: its title, or its number. */
export function titleOf(messages: Messages, at: number, words: Words): string {
  return messages[at]?.title || words.untitled(String(at + 1));
}

/** With another message at the end. One alone needs no title, two are told apart by theirs. */
export function withMessage(
  messages: Messages,
  message: Pick<SocketMessage, "type" | "data">,
  words: Words,
): Messages {
  const first = messages.length === 0;
  const titled = messages.map((one, at) =>
    one.title === "" ? { ...one, title: titleOf(messages, at, words) } : one,
  );
  const title = first ? "" : freeTitle(titled, words);
  return [...titled, { title, selected: first, ...message }];
}

/** The number behind the last that no other message has as its title. */
function freeTitle(messages: Messages, words: Words): string {
  for (let number = messages.length + 1; ; number += 1) {
    const title = words.untitled(String(number));
    if (messages.every((one) => one.title !== title)) return title;
  }
}

/** What is written in the box, kept. Hex that cannot be read is kept as the text it is. */
export function withKept(messages: Messages, { kind, text }: Composed, words: Words): Messages {
  const bytes = kind === "hex" ? fromHex(text) : null;
  const message =
    kind === "base64"
      ? ({ type: "binary", data: text } as const)
      : kind === "hex"
        ? bytes === null
          ? ({ type: "text", data: text } as const)
          : ({ type: "binary", data: bytesToBase64(bytes) } as const)
        : { type: kind, data: text };
  return withMessage(messages, message, words);
}

/** A saved message, to be changed and sent. */
export function composedOf({ type, data }: SocketMessage): Composed {
  return { kind: type === "binary" ? "base64" : type, text: data };
}

/** A copy right behind a message; it is not ticked. */
export function withCopy(messages: Messages, at: number, words: Words): Messages {
  const message = messages[at];
  if (message === undefined) return messages;
  const title = titleOf(messages, at, words);
  return [
    ...messages.slice(0, at),
    { ...message, title },
    { ...message, title: words.copyOf(title), selected: false },
    ...messages.slice(at + 1),
  ];
}

export function withoutMessage(messages: Messages, at: number): Messages {
  return messages.filter((_, index) => index !== at);
}

/** With a message one place further up (-1) or down (1); the same when there is no such place. */
export function withMoved(messages: Messages, at: number, way: -1 | 1): Messages {
  const one = messages[at];
  const other = messages[at + way];
  if (one === undefined || other === undefined) return messages;
  return messages.map((message, index) =>
    index === at ? other : index === at + way ? one : message,
  );
}

/** With a message changed. */
export function withChanged(
  messages: Messages,
  at: number,
  change: Partial<SocketMessage>,
): Messages {
  return messages.map((message, index) => (index === at ? { ...message, ...change } : message));
}

/** The message that is shown first: the first that is ticked, else the first. */
export function firstShown(messages: Messages): number {
  return Math.max(
    0,
    messages.findIndex((message) => message.selected),
  );
}

/** The first line of a text with something on it, as a label. */
export function firstLine(text: string): string {
  const line = text.split("\n").find((one) => one.trim() !== "") ?? "";
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}
