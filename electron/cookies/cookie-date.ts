const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * A date as a Set-Cookie field has it (RFC 6265bis §5.1.1): time, day, month and year in any order, between delimiters of any kind. Epoch
 * ms, or null when it is none.
 */
export function parseCookieDate(text: string): number | null {
  let time: readonly [hour: number, minute: number, second: number] | null = null;
  let day: number | null = null;
  let month: number | null = null;
  let year: number | null = null;
  for (const token of text.split(/[\t\x20-\x2f\x3b-\x40\x5b-\x60\x7b-\x7e]+/)) {
    const clock: RegExpExecArray | null =
      time === null ? /^(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\D|$)/.exec(token) : null;
    if (clock !== null) {
      time = [Number(clock[1]), Number(clock[2]), Number(clock[3])];
      continue;
    }
    const ofMonth: RegExpExecArray | null = day === null ? /^(\d{1,2})(?:\D|$)/.exec(token) : null;
    if (ofMonth !== null) {
      day = Number(ofMonth[1]);
      continue;
    }
    const named: number = month === null ? months.indexOf(token.slice(0, 3).toLowerCase()) : -1;
    if (named >= 0) {
      month = named;
      continue;
    }
    const full = year === null ? /^(\d{2,4})(?:\D|$)/.exec(token) : null;
    if (full !== null) year = wholeYear(Number(full[1]));
  }
  if (time === null || day === null || month === null || year === null) return null;
  const [hour, minute, second] = time;
  if (day < 1 || day > 31 || year < 1601 || hour > 23 || minute > 59 || second > 59) return null;
  const at = Date.UTC(year, month, day, hour, minute, second);
  // 31 February is no date.
  return new Date(at).getUTCDate() === day ? at : null;
}

function wholeYear(year: number): number {
  if (year >= 70 && year <= 99) return year + 1900;
  return year <= 69 ? year + 2000 : year;
}
