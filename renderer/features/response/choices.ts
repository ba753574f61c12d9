/** What the person chose in this pane, kept by the caller for each tab. Places: `response`, `body`, `headers`, `wire`. */
export interface Choices {
  get(place: string): string | undefined;
  set(place: string, id: string): void;
}

/** A choice when it is one of those there are; else the fallback. */
export function chosen<Id extends string>(
  choices: Choices,
  place: string,
  all: readonly Id[],
  fallback: Id,
): Id {
  const kept = choices.get(place);
  return all.find((id) => id === kept) ?? fallback;
}
