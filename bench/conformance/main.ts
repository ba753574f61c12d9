import { type Area, reaches, type TryArea } from "./area.ts";
import { httpState } from "./http-state.ts";
import { jsonParsing } from "./json-parsing.ts";
import { mimesniff } from "./mimesniff.ts";
import { multipart } from "./multipart.ts";
import { psl } from "./psl.ts";
import { rfcVectors } from "./rfc-vectors.ts";
import { rfc9421 } from "./rfc9421.ts";
import { sigv4 } from "./sigv4.ts";
import { structuredFields } from "./structured-fields.ts";
import { findSuites } from "./suites.ts";
import { tls } from "./tls.ts";
import { url } from "./url.ts";
import { webSocket } from "./websocket/websocket.ts";

/**
 * `npm run conformance -- [area…] [--json]`: public test vectors against Envoi's own parts. They are looked for in ENVOI_SUITES, else in
 * ../shared/suites; what is not there is said and counts for nothing. Exit code 1: an area is below its figure.
 */
const areas: Readonly<Record<string, TryArea>> = {
  url,
  "http-state": httpState,
  psl,
  sigv4,
  "rfc-vectors": rfcVectors,
  rfc9421,
  "structured-fields": structuredFields,
  multipart,
  mimesniff,
  "json-parsing": jsonParsing,
  tls,
  websocket: webSocket,
};
/** Those whose cases are written here. */
const withoutSuites: ReadonlySet<string> = new Set(["websocket"]);

const given = process.argv.slice(2);
const json = given.includes("--json");
const names = given.filter((name) => !name.startsWith("--"));
const unknown = given.filter((name) => name !== "--json" && !Object.hasOwn(areas, name));
if (unknown.length > 0) {
  console.error(
    `There is no area ${unknown.join(", ")}. There are: ${Object.keys(areas).join(", ")}.`,
  );
  process.exit(2);
}

const suites = findSuites();
const found: Area[] = [];
const skipped: Record<string, string> = {};
for (const [name, attempt] of Object.entries(areas)) {
  if (names.length > 0 && !names.includes(name)) continue;
  const result =
    suites === null && !withoutSuites.has(name)
      ? "there are no suites here"
      : await attempt(suites ?? "");
  if (typeof result === "string") {
    skipped[name] = result;
    if (!json) console.log(`${name}: not tried, ${result}.`);
    continue;
  }
  for (const area of result) {
    found.push(area);
    if (!json) tell(area);
  }
}
if (json) {
  const byName = Object.fromEntries(
    found.map(({ name, ...area }) => [name, { ...area, reached: reaches({ name, ...area }) }]),
  );
  console.log(JSON.stringify({ areas: byName, skipped }, null, 2));
}
const below = found.filter((area) => !reaches(area));
if (below.length > 0) {
  if (!json) console.log(`Below the figure: ${below.map(({ name }) => name).join(", ")}.`);
  process.exitCode = 1;
}

function tell(area: Area): void {
  const { name, passed, total, figure, failing } = area;
  const wanted = Math.ceil(figure * total - 1e-9);
  console.log(
    `${name}: ${passed} of ${total} (${reaches(area) ? "ok" : "BELOW"}: at least ${wanted})`,
  );
  for (const one of failing.slice(0, 5)) console.log(`  ${one}`);
  if (failing.length > 5) console.log(`  and ${failing.length - 5} more (--json names them)`);
}
