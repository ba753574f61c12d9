/** Marks of a time scale: round numbers (1, 2 or 5 times a power of ten), about `wanted` of them, from 0 to `total` ms. */
export function ticksOf(total: number, wanted = 6): number[] {
  if (!(total > 0) || !Number.isFinite(total)) return [0];
  const rough = total / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((size) => size >= rough) ?? rough;
  const ticks: number[] = [];
  for (let count = 0; count * step <= total * 1.000001; count += 1) ticks.push(count * step);
  return ticks;
}

/** Place of a time on the scale, in percent. */
export function placeOf(at: number, total: number): number {
  return total > 0 ? Math.min(100, Math.max(0, (at / total) * 100)) : 0;
}
