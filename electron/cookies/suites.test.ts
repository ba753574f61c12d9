import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseCookieDate } from "./cookie-date.ts";
import { createJar } from "./jar.ts";
import { registrableDomain } from "./matching.ts";

const suites = new URL("../../../shared/suites/", import.meta.url);
const at = (name: string) => new URL(name, suites);
const there = existsSync(at("http-state/parser.json"));
if (!there) console.log("The cookie suites are not here: their tests are skipped.");

/** Comments before the JSON are the licence. */
function json<T>(name: string): T {
  const text = readFileSync(at(name), "utf8").replace(/^\s*\/\/.*$/gm, "");
  return JSON.parse(text) as T;
}

interface Case {
  readonly test: string;
  readonly received: readonly string[];
  readonly "sent-to"?: string;
  readonly sent: readonly { readonly name: string; readonly value: string }[];
}

describe.runIf(there)("suites nobody here wrote", () => {
  test("http-state: what is sent back", () => {
    // The dates in the cases were in the future then.
    const epoch = () => Date.UTC(2018, 0, 1);
    const home = "http://home.example.org:8888";
    const failing = json<readonly Case[]>("http-state/parser.json").filter((each) => {
      const jar = createJar(epoch);
      jar.store(`${home}/cookie-parser?${each.test}`, each.received);
      const to = new URL(each["sent-to"] ?? `/cookie-parser-result?${each.test}`, home).href;
      const sent = jar.cookiesFor(to)?.cookies.map(({ name, value }) => ({ name, value })) ?? [];
      return JSON.stringify(sent) !== JSON.stringify(each.sent);
    });
    expect(failing.map((each) => each.test)).toEqual([]);
  });

  test.each(["examples", "bsd-examples"])("http-state: dates, %s", (name) => {
    const cases = json<readonly { readonly test: string; readonly expected: string | null }[]>(
      `http-state/dates/${name}.json`,
    );
    const failing = cases.filter(
      (each) =>
        parseCookieDate(each.test) !== (each.expected === null ? null : Date.parse(each.expected)),
    );
    expect(failing).toEqual([]);
  });

  test("the public suffix list", () => {
    const lines = readFileSync(at("psl/tests.txt"), "utf8")
      .split("\n")
      .filter((line) => line.trim() !== "" && !line.startsWith("//"))
      .map((line) => line.trim().split(/\s+/));
    const failing = lines.filter(
      ([host = "", wanted]) =>
        (host === "null" ? null : registrableDomain(host)) !== (wanted === "null" ? null : wanted),
    );
    expect(lines.length).toBeGreaterThan(50);
    expect(failing).toEqual([]);
  });
});
