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
