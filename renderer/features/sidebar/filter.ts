/** What was typed into the filter, as the words to look for. */
export interface Filter {
  readonly words: readonly string[];
}

/** null when nothing is looked for. */
export function parseFilter(text: string): Filter | null {
  const words = fold(text).split(/\s+/).filter(Boolean);
  return words.length > 0 ? { words } : null;
}

/** Every word is in the name, is the method, or begins a word of the names above. */
export function matches(filter: Filter, name: string, method: string, above: string): boolean {
  const own = fold(name);
  const verb = fold(method);
  const over = ` ${fold(above)}`;
  // A folder that matches alone shows all it holds: one came for its contents.
  return filter.words.every(
    (word) => own.includes(word) || (verb !== "" && verb === word) || over.includes(` ${word}`),
  );
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
