import type { Variable } from "../../../shared/model/variable.ts";

/** Names that more than one variable in use has. */
export function duplicateNames(variables: readonly Variable[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { name, disabled } of variables) {
    if (disabled || name === "") continue;
    if (seen.has(name)) twice.add(name);
    seen.add(name);
  }
  return twice;
}

/** Names in use that nothing between two braces can be, as they are shown to a person. */
export function unusableNames(variables: readonly Variable[]): readonly string[] {
  return variables
    .filter(({ name, disabled }) => disabled !== true && isUnusableName(name))
    .map(({ name }) => JSON.stringify(name));
}

/** What stands between two braces is trimmed, and holds no brace and no line break (`references`). */
export function isUnusableName(name: string): boolean {
  return name !== name.trim() || /[{}\n\r]/.test(name);
}
