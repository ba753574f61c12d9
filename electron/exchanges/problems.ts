import { type Failure, FailureError } from "../../shared/model/failure.ts";

export const authUnsupported: Failure = {
  kind: "input",
  code: "auth-unsupported",
  message: "The request's authentication scheme is not applied by Envoi.",
  remedy: "Choose another scheme, or none and write the header yourself.",
  phase: "prepare",
  place: "auth",
};

/** What is wrong with a request, each thing once, in the order it was met. */
export interface Problems {
  add(problem: Failure): void;
  list(): readonly Failure[];
}

export function collectProblems(known: readonly Failure[] = []): Problems {
  const all = new Map<string, Failure>();
  const add = (problem: Failure): void => {
    const key = `${problem.code} ${problem.place ?? ""} ${problem.message}`;
    if (!all.has(key)) all.set(key, problem);
  };
  known.forEach(add);
  return { add, list: () => [...all.values()] };
}

/** What `work` gives, or `otherwise` and one more problem. Anything but a FailureError is thrown on. */
export async function collecting<T>(
  problems: Problems,
  otherwise: T,
  work: () => Promise<T> | T,
): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof FailureError)) throw thrown;
    problems.add(thrown.failure);
    return otherwise;
  }
}
