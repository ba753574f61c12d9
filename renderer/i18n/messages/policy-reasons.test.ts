import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { policyReason } from "./policy-reasons.ts";

const source = (file: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../electron/${file}`, import.meta.url)), "utf8");

/** Keys of the tables of sentences, and codes said beside one. */
function codes(): readonly string[] {
  const tables = [source("cookies/jar.ts"), source("client/redirect.ts")].flatMap((text) =>
    [...text.matchAll(/const (?:sentences|dropReasons) = \{([^}]+)\}/g)].map(([, table]) => table),
  );
  const keys = tables.flatMap((table) =>
    [...(table ?? "").matchAll(/^\s*"?([\w-]+)"?:/gm)].map(([, key]) => key),
  );
  const said = [...source("client/redirect.ts").matchAll(/stay\(\s*"(\w+)"/g)].map(
    ([, code]) => code,
  );
  return [...keys, ...said, "notKept", "heads"].filter((code) => code !== undefined);
}

test("every reason about cookies and redirects has a French sentence", () => {
  const all = codes();
  expect(all.length).toBeGreaterThan(20);
  const english = all.filter((code) => policyReason({ reason: "why", code }, "fr") === "why");
  expect(english).toEqual([]);
  expect(policyReason({ reason: "why", code: "limit" }, "en")).toBe("why");
  expect(policyReason({ reason: "why" }, "fr")).toBe("why");
});
