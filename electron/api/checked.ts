import * as v from "valibot";
import { type Contract, type Handlers, kinds } from "../../shared/contract/index.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { inputs } from "./schema/inputs.ts";

type AnyHandler = (input: unknown, signal: AbortSignal) => unknown;

/**
 * The same handlers behind their schemas: what a peer sends reaches a handler only as the contract's input. Anything else
 * is FailureError `input/bad-input`, with the place and without the value.
 */
export function checkInputs(handlers: Handlers<Contract>): Handlers<Contract> {
  const table = handlers as unknown as Readonly<Record<string, AnyHandler>>;
  const checked: Record<string, unknown> = {};
  for (const [operation, kind] of Object.entries(kinds)) {
    const handler = table[operation];
    if (handler === undefined) continue;
    const schema = kind === "topic" ? undefined : inputs[operation as keyof typeof inputs];
    checked[operation] =
      schema === undefined
        ? handler
        : kind === "call"
          ? async (input: unknown, signal: AbortSignal) => handler(parse(schema, input), signal)
          : (input: unknown, signal: AbortSignal) => handler(parse(schema, input), signal);
  }
  // Every operation keeps its own handler; the compiler cannot follow a loop over names.
  return checked as unknown as Handlers<Contract>;
}

function parse(schema: v.GenericSchema, input: unknown): unknown {
  const result = v.safeParse(schema, input, { abortEarly: true });
  if (result.success) return result.output;
  const place = v.getDotPath(result.issues[0])?.slice(0, 200) ?? null;
  throw new FailureError({
    kind: "input",
    code: "bad-input",
    message: "The window asked for something in a form that Envoi does not accept.",
    ...(place === null ? {} : { place }),
  });
}
