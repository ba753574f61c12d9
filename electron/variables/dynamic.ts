import { randomInt, randomUUID } from "node:crypto";
import type { DynamicName } from "../../shared/template/dynamic-names.ts";

/** Makes one value of a dynamic name. All randomness is the system's. */
export type MakeValue = (name: DynamicName) => string;

/** Names that need no word lists; undefined for the others. */
function plainValue(name: DynamicName): string | undefined {
  switch (name) {
    case "guid":
    case "randomUUID":
      return randomUUID();
    case "timestamp":
      return String(Math.floor(Date.now() / 1000));
    case "isoTimestamp":
      return new Date().toISOString();
    case "randomInt":
      return String(randomInt(0, 1001));
    case "randomBoolean":
      return String(randomInt(2) === 1);
    default:
      return undefined;
  }
}

/**
 * What makes the values for a send. The word lists are loaded only when `mentioned` (whatever the send is made of) holds a name that needs
 * them.
 */
export async function valueMaker(...mentioned: readonly unknown[]): Promise<MakeValue> {
  const lists = mentioned.some((part) => mentions(part, needsLists))
    ? (await import("./word-lists.ts")).listValue
    : null;
  return (name) => plainValue(name) ?? lists?.(name) ?? `{{$${name}}}`;
}

const needsLists = /\$random(?!Int\b|UUID\b|Boolean\b)/;

/** True when any text in it matches. */
function mentions(part: unknown, pattern: RegExp): boolean {
  if (typeof part === "string") return pattern.test(part);
  if (typeof part !== "object" || part === null) return false;
  const inner = part instanceof Map ? [...part.values()] : Object.values(part);
  return inner.some((value) => mentions(value, pattern));
}
