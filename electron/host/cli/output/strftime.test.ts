import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { strftime } from "./strftime.ts";

const letters = "aAbBcCdDeFGgHIjklmMprRsSTuUVwWxXyYz";
const format = [...letters].map((letter) => `${letter}=%${letter}`).join("|");
const times = [
  "2000-01-01T00:00:00Z",
  "2005-01-02T12:00:09Z",
  "2008-12-29T23:59:59Z",
  "2024-02-29T01:02:03Z",
  "2026-12-31T13:30:00Z",
  "2027-01-03T11:59:00Z",
].map((text) => Date.parse(text));

test.skipIf(process.platform !== "linux").each(times)("%d is said as date(1) says it", (at) => {
  const said = execFileSync("date", ["-u", "-d", `@${at / 1000}`, `+${format}`], {
    env: { ...process.env, LC_ALL: "C" },
    encoding: "utf8",
  }).trimEnd();
  expect(strftime(format, at)).toBe(said);
});

test("curl's own conversions, and what is none", () => {
  const at = Date.parse("2026-11-26T20:48:22.123Z");
  expect(strftime("%f %Z %P %% %q %", at)).toBe("123000 GMT pm % %q %");
});
