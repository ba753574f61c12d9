/** Epoch ms as a `datetime-local` field has it, to the second, in the machine's time zone. */
export function localTime(epoch: number): string {
  const date = new Date(epoch);
  const two = (value: number) => String(value).padStart(2, "0");
  const year = String(date.getFullYear()).padStart(4, "0");
  return `${year}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** The other way; null for what is no time, or before 1970. */
export function readLocalTime(text: string): number | null {
  const epoch = new Date(text).getTime();
  return Number.isFinite(epoch) && epoch >= 0 ? epoch : null;
}
