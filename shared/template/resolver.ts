import { isSecretName } from "../formats/import/secret-signs.ts";
import type { Failure } from "../model/failure.ts";
import type { VariableView } from "../model/variable.ts";
import { dynamicName, type DynamicName } from "./dynamic-names.ts";
import { type Definition, define, rawValue, shadowsOf } from "./definitions.ts";
import { partOfObject } from "./object-path.ts";
import { promptName } from "./prompts.ts";
import { references } from "./references.ts";
import type { VariableSource } from "./source.ts";

/** Why a reference was left as typed. */
export interface TemplateProblem {
  readonly kind: "unknown" | "missing-secret" | "unanswered" | "cycle" | "too-deep" | "too-long";
  /** Of `unanswered` the question, without its `?`. */
  readonly name: string;
  /** Of `cycle`: the names in their order, the first one again at the end. */
  readonly chain?: readonly string[];
  /** Of a missing secret: why, where that is known. */
  readonly failure?: Failure;
}

export interface Resolved {
  readonly text: string;
  /** True when a secret's value went into the text, directly or through another variable. */
  readonly secret: boolean;
  /** Each name and kind once. */
  readonly problems: readonly TemplateProblem[];
}

/** What a text is, where that changes how a value made at the send goes in: inside JSON it is escaped as a string is. */
export type TextForm = "plain" | "json";

/** A lookup of names in fixed sources. Never evaluates anything: a name is a key, not an expression. */
export interface Resolver {
  /** Replaces every known `{{name}}`. Values are resolved in turn; what cannot be resolved stays as typed. */
  resolve(text: string, form?: TextForm): Resolved;
  /** The same for eyes: whatever holds a secret is drawn as `secretMask`, what is only known at the send as `laterMark`. */
  mask(text: string): Resolved;
  /** The same for a text to pass on: a reference to whatever holds a secret, or to what has no value, stays `{{name}}`. */
  keep(text: string, form?: TextForm): Resolved;
  /** Every name in sight, sorted, as the renderer may see it. */
  view(): readonly VariableView[];
  /** What has to be asked before these texts can be sent: the names of `{{?name}}` in them and in the variables they use, in order. */
  prompts(texts: Iterable<string>): readonly string[];
  /** The values of secrets that were looked up so far for sending or passing on: what nobody is to see by accident. */
  secretsUsed(): ReadonlySet<string>;
  /** The values of every secret variable in sight, used or not. */
  secretsInSight(): ReadonlySet<string>;
}

export interface ResolverOptions {
  /** Makes the values of `{{$guid}}` and the like; absent: such names are unknown. */
  readonly make?: (name: DynamicName) => string;
  /** What was answered to `{{?name}}`, by name. */
  readonly answers?: ReadonlyMap<string, string>;
}

export const secretMask = "••••••";

/** Stands for a value that is not known before the send. A question stands without its `?`: in a URL it would begin the query. */
export function laterMark(name: string): string {
  return `‹${promptName(name) ?? name}›`;
}

/** Longest chain of variables that name variables. */
export const maxDepth = 64;
/** Characters one variable may grow to; guards against variables that double each other. */
const maxValue = 4_000_000;
/** Characters the whole text may grow by. */
const maxGrowth = 64_000_000;
/** Values made for one send; the rest are left as typed. */
const maxMade = 100_000;

/** `later`: it holds something that is made or asked at the send, so each occurrence is looked up anew. */
type Value = Resolved & { readonly failed?: TemplateProblem; readonly later?: boolean };

interface Reading {
  readonly secrets: "open" | "mask" | "keep";
  readonly form: TextForm;
  readonly known: Map<string, Value>;
}

/** A resolver over sources from low to high precedence, in the order of `VariableScope`. */
export function createResolver(
  sources: readonly VariableSource[],
  { make, answers }: ResolverOptions = {},
): Resolver {
  const definitions = define(sources);
  const opened = new Map<string, Value>();
  const masked = new Map<string, Value>();
  const open: string[] = [];
  let made = 0;
  const used = new Set<string>();

  function valueOf(name: string, reading: Reading): Value {
    const { known } = reading;
    const before = known.get(name);
    if (before !== undefined) return before;
    const cycleFrom = open.indexOf(name);
    if (cycleFrom >= 0) {
      const members = open.slice(cycleFrom);
      members.forEach((member, at) => known.set(member, circle(members, at)));
      return circle(members, 0);
    }
    if (open.length >= maxDepth) return failure("too-deep", name);
    const definition = definitions.get(name);
    if (definition === undefined) return madeValue(name, reading) ?? partOf(name, reading);
    const raw = rawValue(definition);
    if (raw === undefined) {
      const why = definition.source.unavailable?.get(definition.variable.name);
      // A program gives it at the send: for eyes it is there.
      if (why?.code === "secret-not-fetched" && reading.secrets !== "open")
        return { text: secretMask, secret: true, problems: [], later: true };
      return failed({
        kind: "missing-secret",
        name,
        ...(why === undefined ? {} : { failure: why }),
      });
    }
    if (raw.secret) used.add(raw.text);
    open.push(name);
    const inner = substitute(raw.text, reading, maxValue);
    open.pop();
    const value: Value =
      known.get(name) ??
      (inner.text.length > maxValue
        ? failure("too-long", name)
        : { ...inner, secret: inner.secret || raw.secret });
    // A value cut short by the depth of this path may be whole on a shorter one.
    const fixed = value.later !== true || value.failed !== undefined;
    if (fixed && !value.problems.some((problem) => problem.kind === "too-deep"))
      known.set(name, value);
    return value;
  }

  /** What no file defines: a value made at the send, or an answer. */
  function madeValue(name: string, { secrets, form }: Reading): Value | undefined {
    const question = promptName(name);
    if (question !== null) {
      if (secrets === "mask") return later(laterMark(name));
      const answer = answers?.get(question);
      if (answer === undefined) return failure("unanswered", question);
      // What is typed unseen is hidden afterwards too.
      const secret = isSecretName(question) && answer !== "";
      if (secret) used.add(answer);
      return { ...later(answer), secret };
    }
    const dynamic = dynamicName(name);
    if (dynamic === null || make === undefined) return undefined;
    if (secrets === "mask") return later(laterMark(name));
    made += 1;
    if (made > maxMade) return failure("too-long", name);
    const text = make(dynamic);
    return later(form === "json" ? JSON.stringify(text).slice(1, -1) : text);
  }

  /** `{{user.name}}`: a part of a variable whose type is object, as Bruno reads it. */
  function partOf(name: string, reading: Reading): Value {
    const found = partOfObject(name, (base) => {
      const definition = definitions.get(base);
      return definition?.variable.type === "object" ? valueOf(base, reading) : null;
    });
    if (found === null) return failure("unknown", name);
    const { whole, text } = found;
    return whole.failed === undefined ? { ...whole, text } : failure("unknown", name);
  }

  function substitute(text: string, reading: Reading, limit: number): Value {
    const problems = new Map<string, TemplateProblem>();
    const parts: string[] = [];
    let secret = false;
    let anew = false;
    let done = 0;
    let length = 0;
    for (const reference of references(text)) {
      const value = valueOf(reference.name, reading);
      for (const problem of value.problems)
        problems.set(`${problem.kind}:${problem.name}`, problem);
      anew ||= value.later === true;
      if (value.failed !== undefined) continue;
      const shown = shownValue(value, reference.name, reading);
      if (value.secret && reading.secrets === "open") used.add(value.text);
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
    const all = [...problems.values()];
    return { text: parts.join(""), secret, problems: all, ...(anew ? { later: true } : {}) };
  }

  const read = (text: string, reading: Reading): Resolved => {
    const { secret, problems, ...value } = substitute(text, reading, maxGrowth);
    return { text: value.text, secret, problems };
  };
  const eyes: Reading = { secrets: "mask", form: "plain", known: masked };
  return {
    resolve: (text, form = "plain") => read(text, { secrets: "open", form, known: opened }),
    mask: (text) => read(text, eyes),
    keep: (text, form = "plain") => read(text, { secrets: "keep", form, known: opened }),
    view: () =>
      [...definitions].sort(byName).map(([name, one]) => viewOf(name, one, valueOf(name, eyes))),
    prompts: (texts) => questionsIn(texts, definitions),
    secretsUsed: () => used,
    secretsInSight: () =>
      new Set(
        sources.flatMap((source) =>
          source.variables.flatMap((row) =>
            row.secret === true ? [source.secrets?.get(row.name) ?? ""] : [],
          ),
        ),
      ),
  };
}

/** Values are kept open in both maps: only the last step hides them. */
function shownValue(value: Value, name: string, { secrets }: Reading): string {
  if (!value.secret || secrets === "open") return value.text;
  return secrets === "mask" ? secretMask : `{{${name}}}`;
}

function questionsIn(
  texts: Iterable<string>,
  definitions: ReadonlyMap<string, Definition>,
): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (text: string): void => {
    for (const { name } of references(text)) {
      if (seen.has(name)) continue;
      seen.add(name);
      const definition = definitions.get(name);
      const question = promptName(name);
      if (definition !== undefined) visit(rawValue(definition)?.text ?? "");
      else if (question !== null) found.add(question);
    }
  };
  for (const text of texts) if (text.includes("{{")) visit(text);
  return [...found];
}

function viewOf(name: string, definition: Definition, value: Value): VariableView {
  const { source, variable } = definition;
  const secret = value.secret || variable.secret === true || source.scope === "process";
  return {
    name,
    // A variable in a cycle shows what was typed: the names in it tell the person what to change.
    value: secret ? "" : value.failed === undefined ? value.text : variable.value,
    secret,
    missing: value.failed?.kind === "missing-secret",
    scope: source.scope,
    origin: source.origin,
    shadows: shadowsOf(definition),
    ...(source.place === undefined ? {} : { place: source.place }),
  };
}

function later(text: string): Value {
  return { text, secret: false, problems: [], later: true };
}

function failure(kind: TemplateProblem["kind"], name: string): Value {
  return failed({ kind, name });
}

/** The failure of the member of a circle at a place: its chain begins and ends with that member. */
function circle(members: readonly string[], at: number): Value {
  const name = members[at] ?? "";
  const chain = [...members.slice(at), ...members.slice(0, at), name];
  return failed({ kind: "cycle", name, chain });
}

function failed(problem: TemplateProblem): Value {
  return { text: "", secret: false, problems: [problem], failed: problem };
}

function byName([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
