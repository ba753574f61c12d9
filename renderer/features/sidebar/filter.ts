/** What was typed into the filter, as the words to look for. */
export interface Filter {
  readonly words: readonly string[];
}

/** null when nothing is looked for. */
export function parseFilter(text: string): Filter | null {
  const words = fold(text).split(/\s+/).filter(Boolean);
  return words.length > 0 ? { words } : null;
}

/** Every word is in the name, is the method, or is in the names above; at least one is the item's own. */
export function matches(filter: Filter, name: string, method: string, above: string): boolean {
  const own = fold(name);
  const over = fold(above);
  const verb = fold(method);
  let mine = false;
  for (const word of filter.words) {
    if (own.includes(word) || (verb !== "" && verb === word)) mine = true;
    else if (!over.includes(word)) return false;
  }
  // Everything below a folder that matches alone is shown too: one came for its contents.
  return mine || filter.words.every((word) => over.includes(word));
}

/** Where the words stand in a name: sorted, not overlapping. */
export function marksOf(name: string, filter: Filter): readonly (readonly [number, number])[] {
  const own = fold(name);
  const found = filter.words
    .map((word) => [own.indexOf(word), word.length] as const)
    .filter(([start]) => start >= 0)
    .map(([start, length]) => [start, start + length] as const)
    .sort(([a], [b]) => a - b);
  const marks: [number, number][] = [];
  for (const [start, end] of found) {
    const last = marks.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else marks.push([start, end]);
  }
  return marks;
}

const plainText = /^[ -~]*$/;

/** Lower case without accents; never another length than the text, so that places stay true. */
function fold(text: string): string {
  if (plainText.test(text)) return text.toLowerCase();
  let folded = "";
  for (const unit of text.split("")) {
    const plain = unit.normalize("NFD").charAt(0).toLowerCase();
    folded += plain.length === 1 ? plain : unit;
  }
  return folded;
}
