import { FailureError } from "../../../shared/model/failure.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

/** A JSON object somebody typed; "" is an empty one. Throws FailureError `input` that names the field. */
export function jsonObject(text: string, what: string): JsonObject {
  let value: unknown = {};
  try {
    if (text.trim() !== "") value = JSON.parse(text);
  } catch {
    value = null;
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as JsonObject;
  throw new FailureError({
    kind: "input",
    code: "auth-json",
    message: `The ${what} of the token are no JSON object.`,
    remedy: 'Write an object such as {"sub": "ana"}.',
    phase: "prepare",
    place: "auth",
  });
}

/** Seconds somebody typed; null for "". Throws FailureError `input`. */
export function seconds(text: string, what: string): number | null {
  const typed = text.trim();
  if (typed === "") return null;
  if (/^\d{1,10}$/.test(typed)) return Number(typed);
  throw new FailureError({
    kind: "input",
    code: "auth-seconds",
    message: `The ${what} is not a whole number of seconds.`,
    phase: "prepare",
    place: "auth",
  });
}
