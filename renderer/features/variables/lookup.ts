import type { VariableView } from "../../../shared/model/variable.ts";

const known = new WeakMap<readonly VariableView[], ReadonlyMap<string, VariableView>>();

/** Variables by name; built once per list, however many fields ask. */
export function lookup(variables: readonly VariableView[]): ReadonlyMap<string, VariableView> {
  const before = known.get(variables);
  if (before) return before;
  const made = new Map(variables.map((variable) => [variable.name, variable]));
  known.set(variables, made);
  return made;
}
