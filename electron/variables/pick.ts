import { query } from "jsonpath-rfc9535";
import { singularSteps } from "../../shared/formats/json/json-path.ts";
import { jsonSlice } from "../../shared/formats/json/json-place.ts";
import type { Selector } from "../../shared/model/action.ts";
import type { Variable } from "../../shared/model/variable.ts";

/** A value as a variable holds it. */
export type PickedValue = Pick<Variable, "value" | "type">;

/** Why a selector found nothing to keep; codes of `keptFailure`. */
export type PickProblem = "kept-nothing" | "kept-not-json" | "kept-bad-path" | "kept-bad-pattern";

export type Picked =
  | { readonly kind: "value"; readonly value: PickedValue }
  | { readonly kind: "problem"; readonly problem: PickProblem };

/** Selectors that read the body. */
export type BodySelector = Extract<Selector, { readonly kind: "json" | "regex" }>;

/** True when following it takes a time no one can foresee: a pattern, or a JSONPath with more than keys and indexes. */
export function isOpenEnded(selector: BodySelector): boolean {
  return selector.kind === "regex" || singularSteps(selector.path) === null;
}

/** What a selector finds in a body's text. */
export function pickFromBody(selector: BodySelector, text: string): Picked {
  return selector.kind === "regex"
    ? byPattern(selector.pattern, text)
    : byPath(selector.path, text);
}

function byPattern(pattern: string, text: string): Picked {
  let compiled: RegExp;
  try {
    compiled = new RegExp(pattern, "mu");
  } catch {
    try {
      compiled = new RegExp(pattern, "m");
    } catch {
      return problem("kept-bad-pattern");
    }
  }
  const found = compiled.exec(text);
  if (found === null) return problem("kept-nothing");
  return { kind: "value", value: { value: found[1] ?? found[0] } };
}

function byPath(path: string, text: string): Picked {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return problem("kept-not-json");
  }
  const steps = singularSteps(path);
  if (steps !== null) {
    const slice = jsonSlice(text, steps);
    return slice === null ? problem("kept-nothing") : { kind: "value", value: valueOf(slice) };
  }
  let nodes: readonly unknown[];
  try {
    nodes = query(data as Parameters<typeof query>[0], path.trim());
  } catch {
    return problem("kept-bad-path");
  }
  if (nodes.length === 0) return problem("kept-nothing");
  return { kind: "value", value: valueOf(JSON.stringify(nodes[0])) };
}

/** A JSON value as it is spelled: large and long numbers keep every digit. */
function valueOf(literal: string): PickedValue {
  if (literal.startsWith('"')) return { value: JSON.parse(literal) as string };
  if (literal === "null") return { value: "null", type: "null" };
  if (literal === "true" || literal === "false") return { value: literal, type: "boolean" };
  return { value: literal, type: /^[[{]/.test(literal) ? "object" : "number" };
}

function problem(code: PickProblem): Picked {
  return { kind: "problem", problem: code };
}
