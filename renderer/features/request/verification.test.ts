import { expect, test } from "vitest";
import { countOwn } from "./SettingsPanel.tsx";
import { verifies, withVerification } from "./verification.ts";

test("verification is on until it is switched off, and leaves nothing behind when it is on again", () => {
  expect(verifies({})).toBe(true);
  const off = withVerification({ timeout: 5 }, false);
  expect(off).toEqual({ timeout: 5, verifyTls: false });
  expect(verifies(off)).toBe(false);
  expect(withVerification(off, true)).toEqual({ timeout: 5 });
});

test("verification that is off counts among the request's own settings", () => {
  expect(countOwn({ timeout: 5, maxRedirects: "inherit" })).toBe(1);
  expect(countOwn({ timeout: 5, verifyTls: false })).toBe(2);
  expect(countOwn({ verifyTls: true })).toBe(0);
});
