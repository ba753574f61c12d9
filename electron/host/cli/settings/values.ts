import { FailureError } from "../../../../shared/model/failure.ts";
import type { OptionName } from "../options/list.ts";
import { type Given, last } from "../options/parse.ts";

/** The failure of an option that cannot be: exit code 2 where curl has it, one sentence and what to do. */
export function badOption(place: string, message: string, remedy: string): FailureError {
  return new FailureError({ kind: "input", code: "bad-option", message, place, remedy });
}

/** The option's number of 0 or more; undefined when it was not given. */
export function numberOption(given: Given, name: OptionName): number | undefined {
  const text = last(given, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value >= 0) return value;
  throw badOption(
    `--${name}`,
    `--${name} takes a number of 0 or more.`,
    `Leave --${name} out for none.`,
  );
}

/** Seconds, with a fraction, as whole ms. */
export function secondsOption(given: Given, name: OptionName): number | undefined {
  const seconds = numberOption(given, name);
  return seconds === undefined ? undefined : Math.round(seconds * 1000);
}

const units: Readonly<Record<string, number>> = { "": 1, b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

/** Bytes, with curl's k, M and G (powers of 1,024). */
export function bytesOption(given: Given, name: OptionName): number | undefined {
  const text = last(given, name);
  if (text === undefined) return undefined;
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?)([bkmg]?)$/i.exec(text.trim()) ?? [];
  const factor = units[unit.toLowerCase()];
  if (digits !== undefined && factor !== undefined) return Math.floor(Number(digits) * factor);
  throw badOption(
    `--${name}`,
    `--${name} takes a number of bytes.`,
    "Write for example 500k or 2G.",
  );
}

const periods: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** --rate: ms from one beginning to the next, from `COUNT[/[NUMBER]UNIT]`, an hour by itself; 0: none was given. */
export function rateOption(given: Given): number {
  const text = last(given, "rate");
  if (text === undefined) return 0;
  const [, count = "0", times = "1", unit = "h"] =
    /^(\d+)(?:\/(\d*)(ms|[smhd]))?$/.exec(text.trim()) ?? [];
  const interval = ((Number(times) || 1) * (periods[unit] ?? 0)) / Number(count);
  if (Number(count) > 0 && interval <= 2 ** 31 - 1) return interval;
  throw badOption(
    "--rate",
    "--rate takes a number of transfers and a time.",
    "Write for example 2/s, 3/m or 5/10s; the time may be in ms, s, m, h or d.",
  );
}

/** One of the words an option takes. */
export function wordOption<const W extends string>(
  given: Given,
  name: OptionName,
  words: readonly W[],
): W | undefined {
  const text = last(given, name);
  if (text === undefined) return undefined;
  const found = words.find((word) => word === text.toLowerCase());
  if (found !== undefined) return found;
  throw badOption(
    `--${name}`,
    `--${name} does not know this word.`,
    `It takes ${words.join(", ")}.`,
  );
}

/** An object without the keys whose value is undefined, so that only what was given is said. */
export function given<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
