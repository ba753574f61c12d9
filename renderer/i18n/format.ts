import type { Language } from "./catalogue.ts";

const unitsOf = { en: ["B", "kB", "MB", "GB", "TB"], fr: ["o", "ko", "Mo", "Go", "To"] } as const;

/** Bytes for people, decimal units: 999 B, 1.2 kB, 104.9 MB. */
export function formatBytes(bytes: number, language: Language): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < 4) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  const text = new Intl.NumberFormat(language, {
    minimumFractionDigits: 0,
    maximumFractionDigits: digits,
  }).format(value);
  return `${text}\u00a0${unitsOf[language][unit]}`;
}

/** Milliseconds for people: 0.42 ms, 84 ms, 1.24 s, 2 min 05 s. */
export function formatDuration(ms: number, language: Language): string {
  const number = (value: number, digits: number) =>
    new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
  if (ms < 10) return `${number(ms, 2)}\u00a0ms`;
  if (ms < 999.5) return `${number(ms, 0)}\u00a0ms`;
  if (ms < 59_995) return `${number(ms / 1000, 2)}\u00a0s`;
  const seconds = Math.round(ms / 1000);
  const rest = String(seconds % 60).padStart(2, "0");
  return `${Math.floor(seconds / 60)}\u00a0min\u00a0${rest}\u00a0s`;
}

/** A place in time since something began, to the millisecond, so that many stand below each other: 0.042 s, 59.900 s, 2:05.300, 1:00:05.300. */
export function formatElapsed(ms: number, language: Language): string {
  const whole = Math.max(0, Math.round(ms));
  const number = (value: number, digits: number) =>
    new Intl.NumberFormat(language, {
      minimumIntegerDigits: digits,
      minimumFractionDigits: 3,
      maximumFractionDigits: 3,
    }).format(value);
  if (whole < 60_000) return `${number(whole / 1000, 1)}\u00a0s`;
  const minutes = Math.floor(whole / 60_000);
  const seconds = number((whole % 60_000) / 1000, 2);
  if (minutes < 60) return `${minutes}:${seconds}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${seconds}`;
}

/** A moment for people, to the second: the time alone when it is of today. */
export function formatMoment(epoch: number, now: number, language: Language): string {
  const date = new Date(epoch);
  const today = date.toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(language, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    ...(today ? {} : { day: "numeric", month: "short", year: "numeric" }),
  }).format(date);
}

export function formatCount(count: number, language: Language): string {
  return new Intl.NumberFormat(language).format(count);
}
