import type { Variable } from "../model/variable.ts";
import type { VariableSource } from "./source.ts";

/** What counts for a name, and what it hides. */
export interface Definition {
  readonly source: VariableSource;
  readonly variable: Variable;
  /** What would count if this one were not there. */
  readonly below: Definition | undefined;
}

/** The name a variable of a source is written by between the braces. */
export function writtenName(source: Pick<VariableSource, "scope">, variable: Variable): string {
  return source.scope === "process" ? `process.env.${variable.name}` : variable.name;
}

/** What counts for each name. Sources from low to high precedence; of two of one name in a source the later one counts. */
export function define(sources: readonly VariableSource[]): ReadonlyMap<string, Definition> {
  const definitions = new Map<string, Definition>();
  for (const source of sources) {
    for (const variable of source.variables) {
      if (variable.disabled === true || variable.name === "") continue;
      const name = writtenName(source, variable);
      const old = definitions.get(name);
      const below = old?.source === source ? old.below : old;
      definitions.set(name, { source, variable, below });
    }
  }
  return definitions;
}

/** Human names of the places a definition hides, the nearest first. */
export function shadowsOf({ below }: Definition): readonly string[] {
  return below === undefined ? [] : [below.source.origin, ...shadowsOf(below)];
}

/** Its text before its own references are replaced; undefined: a secret without a value. What `.env` holds counts as secret throughout. */
export function rawValue({
  variable,
  source,
}: Definition): { text: string; secret: boolean } | undefined {
  if (variable.secret === true) {
    const text = source.secrets?.get(variable.name);
    return text === undefined ? undefined : { text, secret: true };
  }
  const text = variable.type === "null" ? "null" : variable.value;
  return { text, secret: source.scope === "process" };
}
