/** How well a query fits a text: higher is better, null when it does not. Letters must appear in order; runs, word starts and early places count more. */
export function match(query: string, text: string): number | null {
  if (query === "") return 0;
  const wanted = fold(query);
  const there = fold(text);
  const whole = there.indexOf(wanted);
  if (whole >= 0) return 1000 - whole + (isStart(there, whole) ? 500 : 0) - there.length / 100;
  let at = -1;
  let score = 0;
  for (const letter of wanted) {
    if (letter === " ") continue;
    const next = there.indexOf(letter, at + 1);
    if (next < 0) return null;
    score += next === at + 1 ? 8 : isStart(there, next) ? 6 : 0;
    score -= Math.min(4, next - at - 1) / 2;
    at = next;
  }
  return score;
}

const isStart = (text: string, at: number) => at === 0 || /[\s/._:-]/.test(text[at - 1] ?? " ");

/** Lower case without accents. */
const fold = (text: string) =>
  text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();

/** The best `limit` items for a query, best first; in their own order when the query is empty. */
export function best<Item>(
  items: readonly Item[],
  query: string,
  textOf: (item: Item) => string,
  limit: number,
): readonly Item[] {
  if (query === "") return items.slice(0, limit);
  return items
    .flatMap((item, index) => {
      const score = match(query, textOf(item));
      return score === null ? [] : [{ item, index, score }];
    })
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, limit)
    .map(({ item }) => item);
}
