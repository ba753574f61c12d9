import type { VariableView } from "../model/variable.ts";
import { dynamicExample, dynamicName, dynamicNames } from "./dynamic-names.ts";
import { promptName } from "./prompts.ts";

/** What is in sight has not been said yet: until then no name is one that nobody defines. Known by identity. */
export const notYetKnown: readonly VariableView[] = [];

const known = new WeakMap<readonly VariableView[], ReadonlyMap<string, VariableView>>();

/** Variables by name; built once per list, however many fields ask. */
export function viewsByName(variables: readonly VariableView[]): ReadonlyMap<string, VariableView> {
  const before = known.get(variables);
  if (before) return before;
  const made = new Map(variables.map((variable) => [variable.name, variable]));
  known.set(variables, made);
  return made;
}

/** What a name means: a variable in sight, a part of one that is an object, or what Envoi makes or asks for; null: nobody defines it. */
export function viewNamed(variables: readonly VariableView[], name: string): VariableView | null {
  const found = viewsByName(variables).get(name);
  if (found !== undefined) return found;
  const dynamic = dynamicName(name);
  if (dynamic !== null) return builtIn(name, "dynamic", dynamicExample(dynamic));
  if (promptName(name) !== null) return builtIn(name, "prompt", "");
  const base = /^([^.[]+)[.[]/.exec(name)?.[1];
  const whole = base === undefined ? undefined : viewsByName(variables).get(base);
  return whole !== undefined && /^\s*[[{]/.test(whole.value) ? { ...whole, name } : null;
}

function builtIn(name: string, scope: "dynamic" | "prompt", value: string): VariableView {
  return { name, value, secret: false, missing: false, scope, origin: "", shadows: [] };
}

const made: readonly VariableView[] = dynamicNames.flatMap((name) => {
  const dynamic = dynamicName(name);
  return dynamic === null ? [] : [builtIn(name, "dynamic", dynamicExample(dynamic))];
});

/** What can be completed after `typed`: the variables in sight; after a `$`, the names Envoi makes values for as well. */
export function completable(
  variables: readonly VariableView[],
  typed: string,
): readonly VariableView[] {
  return typed.startsWith("$") ? [...variables, ...made] : variables;
}
