import { fillPlaces, type Globbed, globbed, mayGlob } from "./glob.ts";
import { all, type Given, has, isOn, type Operation } from "./parse.ts";

/** One URL or file to send, with the options for it alone: at most one output and one file to upload. */
export interface Job {
  readonly given: Given;
  readonly operation: Operation;
  readonly target: string;
}

/** A request file of a collection, and no URL. */
export function isRequestFile(target: string): boolean {
  return /\.ya?ml$/i.test(target) && !/^[a-z][a-z0-9+.-]*:\/\//i.test(target);
}

/**
 * What is sent, in order: each URL of each operation, its patterns made out. As with curl the first --output and --upload-file belong to the
 * first URL, the second to the second. Throws FailureError `input` for a pattern that cannot be.
 */
export function* jobsOf(operations: readonly Operation[]): Generator<Job> {
  for (const operation of operations) {
    const { given, targets, listed } = operation;
    const outputs = given.filter(
      ({ name }) => name === "output" || name === "remote-name" || name === "out-null",
    );
    const uploads = all(given, "upload-file");
    const rest = given.filter(
      ({ name }) =>
        name !== "output" &&
        name !== "remote-name" &&
        name !== "out-null" &&
        name !== "upload-file",
    );
    const literal = has(given, "globoff") && isOn(given, "globoff");
    for (const [at, target] of targets.entries()) {
      const fromFile = listed?.has(at) === true;
      const output = outputs[at] ?? (fromFile ? underItsName : remoteName(given));
      for (const upload of patterns(uploads[at], literal))
        for (const { text, parts } of patterns(
          target,
          literal || fromFile || isRequestFile(target),
        ))
          yield {
            operation,
            target: text ?? "",
            given: [
              ...rest,
              ...(output === undefined ? [] : [placed(output, parts)]),
              ...(upload.text === undefined
                ? []
                : [{ name: "upload-file" as const, value: upload.text }]),
            ],
          };
    }
  }
}

function patterns(
  text: string | undefined,
  literal: boolean,
): Iterable<{ readonly text: string | undefined; readonly parts: Globbed["parts"] }> {
  return text === undefined || literal || !mayGlob(text) ? [{ text, parts: [] }] : globbed(text);
}

const underItsName: Given[number] = { name: "remote-name", value: "" };

function remoteName(given: Given): Given[number] | undefined {
  return isOn(given, "remote-name-all") ? underItsName : undefined;
}

const placed = (option: Given[number], parts: readonly string[]): Given[number] =>
  option.name === "output" ? { ...option, value: fillPlaces(option.value, parts) } : option;
