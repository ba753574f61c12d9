/** Class names joined, falsy ones left out. */
export function joined(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(" ");
}
