import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { failureSentences } from "./failures.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
/** Said on the command line or between two programs only, never in the window; or notes, which have a catalogue of their own. */
const elsewhere =
  /^(?:electron\/host\/(?:cli|loopback)|shared\/contract\/link-cases|electron\/wire\/http1\/notes)/;
const notShown = new Set([
  ...["no-session", "key-log", "tls-level-lowered", "body-read-before"],
  ...["hsts-kept", "hsts-removed"],
  ...["trailers-not-sent", "expect-failed", "h2c-not-upgraded", "proxy-unused"],
]);

/** Codes beside a message, by the file they are in first. */
function codes(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const part of ["shared", "electron"])
    for (const name of readdirSync(path.join(root, part), { recursive: true, encoding: "utf8" })) {
      const file = `${part}/${name.replaceAll("\\", "/")}`;
      if (!/(?<!\.test|\.testing)\.ts$/.test(file) || elsewhere.test(file)) continue;
      const text = readFileSync(path.join(root, file), "utf8");
      for (const [, code = ""] of text.matchAll(/code: "([\w-]+)",?\s+message:/g))
        if (!found.has(code)) found.set(code, file);
    }
  return found;
}

test("every failure that is written down has a French sentence", () => {
  const all = codes();
  expect(all.size).toBeGreaterThan(100);
  const english = [...all].filter(
    ([code]) =>
      !notShown.has(code) &&
      ["input", "storage", "tls", "protocol"].every(
        (kind) =>
          failureSentences({ kind: kind as "input", code, message: "In English." }, "fr").what ===
          "In English.",
      ),
  );
  expect(english).toEqual([]);
});
