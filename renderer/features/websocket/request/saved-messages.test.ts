import { describe, expect, test } from "vitest";
import type { SocketMessage } from "../../../../shared/model/request.ts";
import {
  composedOf,
  firstLine,
  firstShown,
  titleOf,
  withCopy,
  withKept,
  withMessage,
  withMoved,
  withoutMessage,
} from "./saved-messages.ts";

const words = {
  untitled: (number: string) => `Message ${number}`,
  copyOf: (title: string) => `${title} copy`,
};
const message = (title: string, data = "", selected = false): SocketMessage => ({
  title,
  selected,
  type: "text",
  data,
});
const titles = (messages: readonly SocketMessage[]) => messages.map(({ title }) => title);

describe("saved messages", () => {
  test("one alone has no title and is ticked; a second gives both one", () => {
    const one = withMessage([], { type: "json", data: "{}" }, words);
    expect(one).toEqual([{ title: "", selected: true, type: "json", data: "{}" }]);
    const two = withMessage(one, { type: "text", data: "" }, words);
    expect(titles(two)).toEqual(["Message 1", "Message 2"]);
    expect(two.map(({ selected }) => selected)).toEqual([true, false]);
  });

  test("a new title is one that is free", () => {
    const messages = [message("a"), message("Message 3")];
    expect(titles(withMessage(messages, { type: "text", data: "" }, words))).toEqual([
      "a",
      "Message 3",
      "Message 4",
    ]);
  });

  test("a copy stands behind and is not ticked", () => {
    expect(withCopy([message("", "x", true)], 0, words)).toEqual([
      message("Message 1", "x", true),
      message("Message 1 copy", "x"),
    ]);
  });

  test("moving and removing keep the others as they are", () => {
    const messages = [message("a"), message("b"), message("c")];
    expect(titles(withMoved(messages, 0, 1))).toEqual(["b", "a", "c"]);
    expect(withMoved(messages, 0, -1)).toBe(messages);
    expect(withMoved(messages, 2, 1)).toBe(messages);
    expect(titles(withoutMessage(messages, 1))).toEqual(["a", "c"]);
  });

  test.each([
    ["text", "hi", "text", "hi"],
    ["json", "[]", "json", "[]"],
    ["base64", "AP8=", "binary", "AP8="],
    ["hex", "00 ff", "binary", "AP8="],
    ["hex", "0", "text", "0"],
  ] as const)("what is written as %s (%s) is kept as %s", (kind, text, type, data) => {
    expect(withKept([], { kind, text }, words)).toMatchObject([{ type, data }]);
  });

  test("a saved message is written again as it is", () => {
    expect(composedOf({ ...message("a", "AP8="), type: "binary" })).toEqual({
      kind: "base64",
      text: "AP8=",
    });
    expect(composedOf(message("a", "x"))).toEqual({ kind: "text", text: "x" });
  });

  test("the first that is ticked is shown first, else the first", () => {
    expect(firstShown([message("a"), message("b", "", true), message("c", "", true)])).toBe(1);
    expect(firstShown([message("a")])).toBe(0);
    expect(firstShown([])).toBe(0);
  });

  test("labels", () => {
    expect(titleOf([message("")], 0, words)).toBe("Message 1");
    expect(firstLine("\n  \n{\n")).toBe("{");
    expect(firstLine("x".repeat(90))).toBe(`${"x".repeat(80)}…`);
  });
});
