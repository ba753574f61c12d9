/** The languages Envoi speaks. */
export type Language = "en" | "fr";

type Widen<T> = T extends string
  ? string
  : T extends (...input: infer Input) => string
    ? (...input: Input) => string
    : { readonly [K in keyof T]: Widen<T[K]> };

export interface Catalogue<Messages> {
  readonly en: Messages;
  readonly fr: Messages;
}

/**
 * One feature's words in every language. English gives the shape; a missing or extra French message does not compile.
 * Messages are text, or functions of what they mention.
 */
export function catalogue<const English>(
  en: English,
  fr: Widen<English>,
): Catalogue<Widen<English>> {
  return { en: en as Widen<English>, fr };
}
