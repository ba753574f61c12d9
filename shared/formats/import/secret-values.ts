import type { Variable } from "../../model/variable.ts";

/** Values of variables that are secret. */
export function secretsOf(variables: readonly Variable[]): ReadonlyMap<string, string> {
  const secret = variables.filter((variable) => variable.secret === true && variable.value !== "");
  return new Map(secret.map((variable) => [variable.name, variable.value]));
}
