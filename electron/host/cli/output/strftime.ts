const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const dayMs = 86_400_000;

/**
 * `at` (epoch ms) in UTC by a format of strftime(3) in the POSIX locale, and curl's `%f`, microseconds (curl(1), TIME OUTPUT FORMAT). A
 * conversion nobody knows stays as it is written.
 */
export function strftime(format: string, at: number): string {
  return format.replace(/%([A-Za-z%])/g, (whole, letter: string) => converted(letter, at) ?? whole);
}

function converted(letter: string, at: number): string | undefined {
  const date = new Date(at);
  const two = (value: number, fill = "0") => String(value).padStart(2, fill);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  const weekday = date.getUTCDay();
  const hour = date.getUTCHours();
  const half = hour % 12 === 0 ? 12 : hour % 12;
  const dayOfYear = Math.floor((Date.UTC(year, month, date.getUTCDate()) - Date.UTC(year)) / dayMs);
  const iso = isoWeek(date);
  const more = (text: string) => strftime(text, at);
  switch (letter) {
    case "a":
      return days[weekday]?.slice(0, 3);
    case "A":
      return days[weekday];
    case "b":
    case "h":
      return months[month]?.slice(0, 3);
    case "B":
      return months[month];
    case "c":
      return more("%a %b %e %H:%M:%S %Y");
    case "C":
      return two(Math.floor(year / 100));
    case "d":
      return two(date.getUTCDate());
    case "D":
    case "x":
      return more("%m/%d/%y");
    case "e":
      return two(date.getUTCDate(), " ");
    case "f":
      return String(date.getUTCMilliseconds() * 1000).padStart(6, "0");
    case "F":
      return more("%Y-%m-%d");
    case "G":
      return String(iso.year);
    case "g":
      return two(iso.year % 100);
    case "H":
      return two(hour);
    case "I":
      return two(half);
    case "j":
      return String(dayOfYear + 1).padStart(3, "0");
    case "k":
      return two(hour, " ");
    case "l":
      return two(half, " ");
    case "m":
      return two(month + 1);
    case "M":
      return two(date.getUTCMinutes());
    case "p":
      return hour < 12 ? "AM" : "PM";
    case "P":
      return hour < 12 ? "am" : "pm";
    case "r":
      return more("%I:%M:%S %p");
    case "R":
      return more("%H:%M");
    case "s":
      return String(Math.floor(at / 1000));
    case "S":
      return two(date.getUTCSeconds());
    case "T":
    case "X":
      return more("%H:%M:%S");
    case "u":
      return String(weekday === 0 ? 7 : weekday);
    case "U":
      return two(Math.floor((dayOfYear + 7 - weekday) / 7));
    case "V":
      return two(iso.week);
    case "w":
      return String(weekday);
    case "W":
      return two(Math.floor((dayOfYear + 7 - ((weekday + 6) % 7)) / 7));
    case "y":
      return two(year % 100);
    case "Y":
      return String(year);
    case "z":
      return "+0000";
    case "Z":
      return "GMT";
    case "%":
      return "%";
    default:
      return undefined;
  }
}

/** The week belongs to the year its Thursday is in (ISO 8601). */
function isoWeek(date: Date): { readonly year: number; readonly week: number } {
  const day = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  const thursday = new Date(day + (4 - (date.getUTCDay() || 7)) * dayMs);
  const year = thursday.getUTCFullYear();
  return { year, week: Math.floor((thursday.getTime() - Date.UTC(year)) / (7 * dayMs)) + 1 };
}
