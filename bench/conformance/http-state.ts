import { join } from "node:path";
import { parseCookieDate } from "../../electron/cookies/cookie-date.ts";
import { createJar } from "../../electron/cookies/jar.ts";
import { type Area, areaOf, type Case, compared, type TryArea } from "./area.ts";
import { jsonFiles, missing, recordsIn, textOf } from "./suites.ts";

/** RFC 6265's cases: what the jar keeps and sends back, and how dates are read. */
export const httpState: TryArea = async (suites) => {
  const absent = missing(suites, "http-state");
  if (absent !== null) return absent;
  const cookies: Case[] = [];
  const dates: Case[] = [];
  for (const { name, data } of await jsonFiles(join(suites, "http-state"))) {
    for (const one of recordsIn(data)) {
      const test = textOf(one["test"]) ?? "";
      if (Array.isArray(one["received"])) cookies.push(cookieCase(`${name} ${test}`, test, one));
      else if ("expected" in one) {
        const read = (): string | null => {
          const time = parseCookieDate(test);
          return time === null ? null : new Date(time).toUTCString();
        };
        dates.push(compared(`${name} ${JSON.stringify(test)}`, read, one["expected"]));
      }
    }
  }
  const areas: Area[] = [areaOf("http-state", 1, cookies), areaOf("http-state-dates", 1, dates)];
  return areas.filter(({ total }) => total > 0);
};

/** The place all cases are about; the port is not the scheme's, as in the suite's own server. */
const home = "http://home.example.org:8888";

function cookieCase(id: string, test: string, one: Readonly<Record<string, unknown>>): Case {
  // Cookies "far in the future" expired in 2019: the clock stands where the cases were written.
  const jar = createJar(() => Date.UTC(2011, 0, 1));
  // The suite's server sets the cookie on one page and looks at it on another.
  const to = textOf(one["sent-to"]) ?? `/cookie-parser-result?${test}`;
  const received = (one["received"] as unknown[]).map((text) => asBytes(textOf(text) ?? ""));
  return compared(
    id,
    () => {
      jar.store(`${home}/cookie-parser?${test}`, received);
      return jar.cookiesFor(new URL(to, home).href)?.field ?? "";
    },
    fieldOf(one["sent"]),
  );
}

/** Fields come from the wire one code unit a byte. */
function asBytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** The Cookie field the suite expects: a cookie without a name is its value alone. */
function fieldOf(sent: unknown): string {
  return recordsIn(sent)
    .map(({ name, value }) => [textOf(name) ?? "", textOf(value) ?? ""] as const)
    .map(([name, value]) => (name === "" ? value : `${name}=${value}`))
    .join("; ");
}
