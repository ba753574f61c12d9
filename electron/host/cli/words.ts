/** The words after a command, told apart. */
export interface CommandWords {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
  readonly rest: readonly string[];
}

/** What a command takes, by the long names; `short` stands for them. */
export interface WordSpec {
  readonly flags: readonly string[];
  readonly values: readonly string[];
  readonly short: Readonly<Record<string, string>>;
}

/** Reads `--name`, `--name value`, `--name=value` and short forms; after `--` all is taken as it is. A string says what is wrong. */
export function commandWords(
  words: readonly string[],
  { flags, values, short }: WordSpec,
): CommandWords | string {
  const found = { flags: new Set<string>(), values: new Map<string, string>() };
  const rest: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (word === "--") return { ...found, rest: [...rest, ...words.slice(at + 1)] };
    const [, long, inline] = /^(--[a-z-]+)=(.*)$/s.exec(word) ?? [];
    const name = long ?? short[word] ?? word;
    if (values.includes(name)) {
      const value = inline ?? words[(at += 1)];
      if (value === undefined) return `${name} needs a value`;
      found.values.set(name, value);
    } else if (flags.includes(name) && inline === undefined) found.flags.add(name);
    else if (word.startsWith("-") && word !== "-") return `unknown option ${word}`;
    else rest.push(word);
  }
  return { ...found, rest };
}
