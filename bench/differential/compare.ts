import type { Case } from "./collection.ts";
import { caseField, type Recorded } from "./recorder.ts";

/** Fields each program adds of its own accord; they count only where a person wrote them. */
const ofPrograms = new Set([
  "accept",
  "accept-encoding",
  "cache-control",
  "connection",
  "postman-token",
  "request-start-time",
  "transfer-encoding",
  "user-agent",
]);
/** Made by the program from what is asked for: their place among the others is its own. */
const made = new Set([
  "authorization",
  "content-length",
  "content-type",
  "host",
  "x-amz-date",
  "x-amz-security-token",
]);

/** What two programs sent differently for one request, in words; empty: the same. */
export function differences(one: Recorded, other: Recorded, of: Case): readonly string[] {
  const [left, right] = [comparable(one, of), comparable(other, of)];
  const found: string[] = [];
  const say = (what: string, a: string, b: string): void => {
    if (a !== b) found.push(`${what}: ${cut(a)} | ${cut(b)}`);
  };
  say("line", left.line, right.line);
  for (const name of new Set([...left.made.keys(), ...right.made.keys()]))
    say(name, left.made.get(name) ?? "none", right.made.get(name) ?? "none");
  say("fields", left.written.join(" / "), right.written.join(" / "));
  say("body", left.body, right.body);
  return found;
}

interface Comparable {
  readonly line: string;
  readonly made: ReadonlyMap<string, string>;
  readonly written: readonly string[];
  readonly body: string;
}

function comparable({ secure, line, fields, body }: Recorded, { written }: Case): Comparable {
  const kept = fields.filter(([name]) => {
    const low = name.toLowerCase();
    return low !== caseField.toLowerCase() && (written.has(low) || !ofPrograms.has(low));
  });
  const type = kept.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  const boundary = /boundary="?([^";]+)/i.exec(type)?.[1] ?? null;
  const calm = (text: string): string =>
    unsteady(boundary === null ? text : text.replaceAll(boundary, "BOUNDARY"));
  const isMade = (name: string) => made.has(name.toLowerCase());
  const length = boundary === null ? null : "of its boundary";
  return {
    line: unsteady(`${secure ? "https" : "http"} ${line}`),
    made: new Map(
      kept
        .filter(([name]) => isMade(name))
        .map(([name, value]): [string, string] => {
          const low = name.toLowerCase();
          if (low === "content-length" && length !== null) return [low, length];
          return [low, calm(value).replace(/boundary="BOUNDARY"/, "boundary=BOUNDARY")];
        }),
    ),
    written: kept
      .filter(([name]) => !isMade(name))
      .map(([name, value]) => `${name}: ${calm(value)}`),
    body: calm(body.toString("latin1")),
  };
}

/** What is made anew for each request: nonces, times and what is computed from them. */
function unsteady(text: string): string {
  return text
    .replaceAll(
      /\b(nonce|cnonce|ts|mac|response|Signature|timestamp|signature)=("?)[^",&\s]*/g,
      "$1=$2*",
    )
    .replaceAll(/\b\d{8}T\d{6}Z\b/g, "*")
    .replaceAll(/(Credential=[^/\s]*)\/\d{8}\//g, "$1/*/");
}

function cut(text: string): string {
  const most = 160;
  const plain = JSON.stringify(text).slice(1, -1);
  return plain.length > most ? `${plain.slice(0, most)}…` : plain;
}
