import { type Failure, FailureError } from "../../shared/model/failure.ts";
import { maxDepth } from "../../shared/template/resolver.ts";
import type { Resolver, TemplateProblem, TextForm } from "../../shared/template/resolver.ts";
import type { Problems } from "./problems.ts";

/** Replaces the variables of one text. */
export type ReplaceVariables = (text: string, form?: TextForm) => string;

/**
 * For sending. A name nobody defined stays as typed (it may be a template meant for the server). Throws `input` for what would send
 * something else than what was meant: a secret without a value, variables that name each other, a text that grows without end.
 */
export function replaceForSending(resolver: Resolver): ReplaceVariables {
  return (text, form) => {
    if (!text.includes("{{")) return text;
    const { text: replaced, problems } = resolver.resolve(text, form);
    const bad = problems.find((problem) => problem.kind !== "unknown");
    if (bad !== undefined) throw new FailureError(variableProblem(bad));
    return replaced;
  };
}

/** The same data with every text in it replaced; names of fields stay. */
export function replaceInside<T>(data: T, replace: ReplaceVariables): T {
  const inside = (value: unknown): unknown => {
    if (typeof value === "string") return replace(value);
    if (Array.isArray(value)) return value.map(inside);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inside(part)]));
  };
  return inside(data) as T;
}

/** For eyes: secrets masked, problems collected as sentences. */
export function replaceForEyes(resolver: Resolver, problems: Problems): ReplaceVariables {
  return (text) => {
    if (!text.includes("{{")) return text;
    const masked = resolver.mask(text);
    for (const problem of masked.problems) problems.add(variableProblem(problem));
    return masked.text;
  };
}

function sentence(problem: TemplateProblem): string {
  switch (problem.kind) {
    case "unknown":
      return `The variable ${problem.name} is not defined here.`;
    case "missing-secret":
      return problem.failure?.message ?? `The secret ${problem.name} has no value on this machine.`;
    case "cycle":
      return `The variable ${problem.name} is defined by itself: ${(problem.chain ?? []).join(" → ")}.`;
    case "unanswered":
      return `The request asks for a value of ${problem.name} before it is sent, and none was given.`;
    case "too-deep":
      return `The variable ${problem.name} is nested too deep: more than ${maxDepth} variables name one another.`;
    case "too-long":
      return `The variable ${problem.name} makes a text that is too long.`;
  }
}

const remedies: Readonly<Partial<Record<TemplateProblem["kind"], string>>> = {
  unanswered: "Answer the question, or give it with --var NAME=VALUE on the command line.",
  "missing-secret": "Give the secret its value in the environment, or choose another environment.",
};

/** A variable that is not as it was meant, as data. */
export function variableProblem(problem: TemplateProblem): Failure {
  const { failure } = problem;
  // One that says everything goes on as it is: the program that gives a secret is found by it.
  if (failure?.phase !== undefined && failure.place !== undefined) return failure;
  if (failure !== undefined)
    return { ...failure, phase: "prepare", place: failure.place ?? problem.name };
  return {
    kind: "input",
    code: `variable-${problem.kind}`,
    message: sentence(problem),
    remedy: remedies[problem.kind] ?? "Correct it in the environment or the collection.",
    phase: "prepare",
    place: problem.chain?.join(" → ") ?? problem.name,
  };
}
