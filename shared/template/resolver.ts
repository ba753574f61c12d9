import type { Variable, VariableScope, VariableView } from "../model/variable.ts";
import { references } from "./references.ts";

/** Variables of one place. Sources are given from low to high precedence. */
export interface VariableSource {
  readonly scope: VariableScope;
  /** A human name of the place: the environment's name, the folder's name … */
  readonly origin: string;
  /** Disabled ones count as absent; of two with one name the later one counts. */
  readonly variables: readonly Variable[];
  /** Values of this place's secret variables, known in main only. */
  readonly secrets?: ReadonlyMap<string, string>;
}

/** Why a reference was left as typed. */
export interface TemplateProblem {
  readonly kind: "unknown" | "missing-secret" | "cycle" | "too-deep" | "too-long";
  readonly name: string;
}

export interface Resolved {
  readonly text: string;
  /** True when a secret's value went into the text, directly or through another variable. */
  readonly secret: boolean;
  /** Each name and kind once. */
  readonly problems: readonly TemplateProblem[];
}

/** A lookup of names in fixed sources. Never evaluates anything: a name is a key, not an expression. */
export interface Resolver {
  /** Replaces every known `{{name}}`. Values are resolved in turn; what cannot be resolved stays as typed. */
  resolve(text: string): Resolved;
  /** The same for eyes: whatever holds a secret is drawn as `secretMask`. */
  mask(text: string): Resolved;
  /** The same for a text to pass on: a reference to whatever holds a secret, or to what has no value, stays `{{name}}`. */
  keep(text: string): Resolved;
  /** Every name in sight, sorted, as the renderer may see it. */
  view(): readonly VariableView[];
}

export const secretMask = "••••••";

/** Longest chain of variables that name variables. */
const maxDepth = 64;
/** Characters one variable may grow to; guards against variables that double each other. */
const maxValue = 4_000_000;
/** Characters the whole text may grow by. */
const maxGrowth = 64_000_000;

interface Definition {
  readonly source: VariableSource;
  readonly variable: Variable;
  readonly shadows: readonly string[];
}

type Value = Resolved & { readonly failed?: TemplateProblem };

/** A resolver over sources from low to high precedence (collection < environment < folders outer → inner < request). */
export function createResolver(sources: readonly VariableSource[]): Resolver {
  const definitions = define(sources);
  const known = new Map<string, Value>();
  const open: string[] = [];

  function valueOf(name: string): Value {
    const before = known.get(name);
    if (before !== undefined) return before;
    const cycleFrom = open.indexOf(name);
    if (cycleFrom >= 0) {
      for (const member of open.slice(cycleFrom)) known.set(member, failure("cycle", member));
      return failure("cycle", name);
    }
    if (open.length >= maxDepth) return failure("too-deep", name);
    const definition = definitions.get(name);
    if (definition === undefined) return failure("unknown", name);
    const raw = rawValue(definition);
    if (raw === undefined) return failure("missing-secret", name);
    open.push(name);
    const inner = substitute(raw.text, "open", maxValue);
    open.pop();
    const value =
      known.get(name) ??
      (inner.text.length > maxValue
        ? failure("too-long", name)
        : { ...inner, secret: inner.secret || raw.secret });
    // A value cut short by the depth of this path may be whole on a shorter one.
    if (!value.problems.some((problem) => problem.kind === "too-deep")) known.set(name, value);
    return value;
  }

  function substitute(text: string, secrets: "open" | "mask" | "keep", limit: number): Resolved {
    const problems = new Map<string, TemplateProblem>();
    const parts: string[] = [];
    let secret = false;
    let done = 0;
    let length = 0;
    for (const reference of references(text)) {
      const value = valueOf(reference.name);
      for (const problem of value.problems)
        problems.set(`${problem.kind}:${problem.name}`, problem);
      if (value.failed !== undefined) continue;
      const shown =
        !value.secret || secrets === "open"
          ? value.text
          : secrets === "mask"
            ? secretMask
            : `{{${reference.name}}}`;
      length += shown.length;
      if (length > limit) {
        const problem = { kind: "too-long", name: reference.name } as const;
        return { text, secret, problems: [...problems.values(), problem] };
      }
      secret ||= value.secret;
      parts.push(text.slice(done, reference.from), shown);
      done = reference.to;
    }
    parts.push(text.slice(done));
    return { text: parts.join(""), secret, problems: [...problems.values()] };
  }

  return {
    resolve: (text) => substitute(text, "open", maxGrowth),
    mask: (text) => substitute(text, "mask", maxGrowth),
    keep: (text) => substitute(text, "keep", maxGrowth),
    view: () =>
      [...definitions.keys()].sort(byName).map((name) => viewOf(name, definitions, valueOf(name))),
  };
}

function define(sources: readonly VariableSource[]): ReadonlyMap<string, Definition> {
  const definitions = new Map<string, Definition>();
  for (const source of sources) {
    for (const variable of source.variables) {
      if (variable.disabled === true || variable.name === "") continue;
      const name = source.scope === "process" ? `process.env.${variable.name}` : variable.name;
      const below = definitions.get(name);
      const shadows =
        below === undefined
          ? []
          : below.source === source
            ? below.shadows
            : [below.source.origin, ...below.shadows];
      definitions.set(name, { source, variable, shadows });
    }
  }
  return definitions;
}

/** What `.env` holds is meant to stay on this machine, so it counts as secret throughout. */
function rawValue(definition: Definition): { text: string; secret: boolean } | undefined {
  const { variable, source } = definition;
  if (variable.secret === true) {
    const text = source.secrets?.get(variable.name);
    return text === undefined ? undefined : { text, secret: true };
  }
  return { text: variable.value, secret: source.scope === "process" };
}

function viewOf(
  name: string,
  definitions: ReadonlyMap<string, Definition>,
  value: Value,
): VariableView {
  const definition = definitions.get(name);
  const declared = definition?.variable.secret === true || definition?.source.scope === "process";
  const secret = value.secret || declared;
  // A variable in a cycle shows what was typed: the names in it tell the person what to change.
  const typed = definition?.variable.value ?? "";
  return {
    name,
    value: secret ? "" : value.failed === undefined ? value.text : typed,
    secret,
    missing: value.failed?.kind === "missing-secret",
    scope: definition?.source.scope ?? "collection",
    origin: definition?.source.origin ?? "",
    shadows: definition?.shadows ?? [],
  };
}

function failure(kind: TemplateProblem["kind"], name: string): Value {
  const problem: TemplateProblem = { kind, name };
  return { text: "", secret: false, problems: [problem], failed: problem };
}

function byName(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
