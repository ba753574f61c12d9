import type { HstsHost } from "../../shared/model/hsts.ts";

const header =
  "# Your HSTS cache. https://curl.se/docs/hsts.html\n# This file was written by Envoi, in the form curl reads.\n";

/**
 * The file curl keeps such hosts in (curl(1), --hsts): a host, with a dot before it when it speaks for what is below, and until when, in UTC.
 * What is no such line is passed over, as curl does. Never throws.
 */
export function parseHstsFile(text: string): readonly HstsHost[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, dot, host, date = ""] = /^\s*(\.?)([^\s"#]+) "([^"]{1,64})"\s*$/.exec(line) ?? [];
    if (host === undefined) return [];
    const expires = date === "unlimited" ? null : timeOf(date);
    if (expires !== null && Number.isNaN(expires)) return [];
    return [{ host, subdomains: dot === ".", expires }];
  });
}

/** `20301231 10:00:00`, or any date JavaScript reads. Epoch ms; NaN: none. */
function timeOf(text: string): number {
  const [, year, month, day, time] =
    /^(\d{4,6})(\d{2})(\d{2}) (\d{2}:\d{2}:\d{2})$/.exec(text) ?? [];
  if (year === undefined) return Date.parse(`${text} UTC`);
  const date = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const [hours = 0, minutes = 0, seconds = 0] = (time ?? "").split(":").map(Number);
  return date + ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/** The same the other way. */
export function printHstsFile(entries: readonly HstsHost[]): string {
  const lines = entries.map(
    ({ host, subdomains, expires }) =>
      `${subdomains ? "." : ""}${host} "${expires === null ? "unlimited" : dateText(expires)}"\n`,
  );
  return header + lines.join("");
}

function dateText(epoch: number): string {
  const iso = new Date(epoch).toISOString();
  // A year of more than four digits begins with a sign there.
  const [date = "", time = ""] = iso.replace(/^\+0*/, "").split("T");
  return `${date.replaceAll("-", "")} ${time.slice(0, 8)}`;
}
