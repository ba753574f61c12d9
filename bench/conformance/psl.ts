import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { domainToASCII } from "node:url";
import { createJar } from "../../electron/cookies/jar.ts";
import { registrableDomain } from "../../electron/cookies/matching.ts";
import { areaOf, type Case, compared, type TryArea } from "./area.ts";
import { filesBelow, missing } from "./suites.ts";

/** The public suffix list's own cases: `domain registrable`, or `checkPublicSuffix('domain', 'registrable')`. */
export const psl: TryArea = async (suites) => {
  const absent = missing(suites, "psl");
  if (absent !== null) return absent;
  const pairs = new Map<string, string | null>();
  for (const file of await filesBelow(join(suites, "psl"), ".txt")) {
    for (const line of (await readFile(file, "utf8")).split("\n")) {
      const pair = pairOf(line.trim());
      if (pair !== null) pairs.set(pair[0], pair[1]);
    }
  }
  const cases = [...pairs].map(([domain, registrable]) =>
    compared(domain, () => registrableDomain(domain), registrable),
  );
  const jar = [...pairs].flatMap(([domain, registrable]) => jarCase(domain, registrable));
  return [areaOf("psl", 1, cases), areaOf("psl-cookies", 1, jar)];
};

function pairOf(line: string): readonly [domain: string, registrable: string | null] | null {
  if (line === "" || line.startsWith("//")) return null;
  const call = /^checkPublicSuffix\((?:'([^']*)'|null), (?:'([^']*)'|null)\);$/.exec(line);
  const words = /^(\S+) (\S+)$/.exec(line);
  const domain = call?.[1] ?? (call === null ? words?.[1] : undefined);
  const registrable = call === null ? words?.[2] : call[2];
  if (domain === undefined || domain === "null") return null;
  return [domain, registrable === undefined || registrable === "null" ? null : registrable];
}

/** A host may set a cookie for its registrable domain and for nothing above it. */
function jarCase(domain: string, registrable: string | null): readonly Case[] {
  if (registrable === null || domain.startsWith(".")) return [];
  const set = (wide: string): boolean => {
    const jar = createJar(Date.now);
    const [note] = jar.store(`http://${domain}/`, [`n=v; Domain=${domainToASCII(wide)}`]);
    return note?.action === "stored";
  };
  const above = registrable.slice(registrable.indexOf(".") + 1);
  return [
    compared(`${domain} for ${registrable}`, () => [set(registrable), set(above)], [true, false]),
  ];
}
