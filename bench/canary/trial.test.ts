import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { findIn } from "./search.ts";
import { trialIn } from "./trial.ts";

test("no secret is found in plain outside the store, whatever was done with it", async () => {
  const outcome = await trialIn(tmpdir(), { printed: 1, browser: false });
  expect(outcome.found).toEqual([]);
  expect(outcome.open).toEqual([]);
  expect(outcome.canaries).toBeGreaterThanOrEqual(30);
  expect(outcome.sent).toBeGreaterThanOrEqual(15);
  expect(outcome.exchanges).toBeGreaterThanOrEqual(25);
  expect(outcome.printedWell).toBeGreaterThanOrEqual(5);
}, 300_000);

test.each([
  ["plain", (text: string) => text],
  ["base64", (text: string) => Buffer.from(`user:${text}!`).toString("base64")],
  ["hex", (text: string) => Buffer.from(text).toString("hex")],
  ["UTF-16", (text: string) => Buffer.from(text, "utf16le").toString("latin1")],
])("the search finds what is there: %s", (_, encode) => {
  const canary = { name: "c", core: "Canary7x0123456789", value: "" };
  const bytes = Buffer.from(`before ${encode(canary.core)} after`, "latin1");
  expect(findIn(bytes, "here", [canary]).length).toBeGreaterThan(0);
});
