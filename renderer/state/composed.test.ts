import { expect, test } from "vitest";
import { createStore } from "zustand/vanilla";
import { createComposed } from "./composed.ts";
import { emptySession, type Session } from "./session.ts";

const text = (written: string) => ({ kind: "text" as const, text: written });

function world() {
  const session = createStore<Session>(() => emptySession);
  return { session, composed: createComposed(session) };
}

test("what is written is there again after a restart", () => {
  const { session, composed } = world();
  expect(composed.get("a")).toEqual(text(""));
  composed.put("a", { kind: "json", text: "{" });
  expect(createComposed(session).get("a")).toEqual({ kind: "json", text: "{" });
  expect(createComposed(session).get("b")).toEqual(text(""));
});

test("a long text is kept until then, and not written with every change", () => {
  const { session, composed } = world();
  composed.put("a", text("x".repeat(70_000)));
  expect(composed.get("a").text).toHaveLength(70_000);
  expect(JSON.stringify(session.getState().choices).length).toBeLessThan(100);
});

test.each(["", "{", '{"kind":"other","text":"a"}', '{"kind":"text"}'])(
  "a damaged session (%j) gives an empty text",
  (stored) => {
    const { session } = world();
    session.setState({ choices: { "a/message": stored } });
    expect(createComposed(session).get("a")).toEqual(text(""));
  },
);

test("those sent come back, the last first, and what was written waits", () => {
  const { composed } = world();
  for (const one of ["first", "second", "first"]) {
    composed.put("a", text(one));
    composed.sent("a", text(one));
  }
  composed.put("a", text("draft"));
  const shown = [-1, -1, -1, 1, 1, 1].map((way) => {
    const moved = composed.recall("a", way === 1 ? 1 : -1);
    return [moved, composed.get("a").text];
  });
  expect(shown).toEqual([
    [true, "first"],
    [true, "second"],
    [false, "second"],
    [true, "first"],
    [true, "draft"],
    [false, "draft"],
  ]);
});

test("sending empties the box, its kind stays, and what was typed meanwhile does too", () => {
  const { composed } = world();
  composed.put("a", { kind: "hex", text: "00" });
  composed.sent("a", { kind: "hex", text: "00" });
  expect(composed.get("a")).toEqual({ kind: "hex", text: "" });
  composed.put("a", text("next"));
  composed.sent("a", text("before"));
  expect(composed.get("a")).toEqual(text("next"));
});

test("a failure is there until the text is changed", () => {
  const { composed } = world();
  const failure = { kind: "input", code: "ws-base64", message: "" } as const;
  composed.failed("a", failure);
  expect(composed.store.getState().boxes["a"]?.failure).toBe(failure);
  composed.put("a", text("x"));
  expect(composed.store.getState().boxes["a"]?.failure).toBeNull();
});

test("it follows the tab that gets another key", () => {
  const { composed } = world();
  composed.put("a", text("x"));
  composed.rekey("a", "b");
  expect(composed.get("b")).toEqual(text("x"));
});
