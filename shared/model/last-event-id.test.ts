import { expect, test } from "vitest";
import { canSendLastEventId, withLastEventId } from "./last-event-id.ts";

test("the header takes the place of those that were there", () => {
  const wanted = { name: "Last-Event-ID", value: "7" };
  const other = { name: "Accept", value: "*/*" };
  expect(withLastEventId([other], "7")).toEqual([other, wanted]);
  const rows = [
    { name: "last-event-id ", value: "1", disabled: true },
    other,
    { name: "LAST-EVENT-ID", value: "2" },
  ];
  expect(withLastEventId(rows, "7")).toEqual([wanted, other]);
});

test.each([
  ["7", true],
  ["é…🙂 x", true],
  ["", false],
  [" 7", false],
  ["a\u0001", false],
  ["a\u007f", false],
  ["{{secret}}", false],
  ["{ {x} }", true],
])("%j can be sent: %s", (id, can) => expect(canSendLastEventId(id)).toBe(can));
