import type { Failure } from "../../shared/model/failure.ts";

/** A place that gives nothing to a request. `place`: the file or the environment, for `context-extends-cycle` their chain. */
export function contextProblem(code: ContextProblem, place: string): Failure {
  return { kind: "input", code, message: sentences[code](place), phase: "prepare", place };
}

type ContextProblem =
  | "context-file"
  | "context-environment"
  | "context-environment-below"
  | "context-extends-cycle"
  | "context-dotenv"
  | "context-dotenv-kind";

const sentences: Readonly<Record<ContextProblem, (place: string) => string>> = {
  "context-file": (place) => `${place} cannot be read, so it gives nothing to this request.`,
  "context-environment": () =>
    "The chosen environment cannot be read, so its variables are missing.",
  "context-environment-below": (place) =>
    `The environment ${place}, which the chosen one extends, cannot be read.`,
  "context-extends-cycle": (place) => `Environments extend each other: ${place}.`,
  "context-dotenv": (place) => `${place} cannot be read.`,
  "context-dotenv-kind": (place) =>
    `${place} is not an ordinary file of this collection, so it is not read.`,
};
