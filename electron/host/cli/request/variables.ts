import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { isSecretName } from "../../../../shared/formats/import/secret-signs.ts";
import { FailureError } from "../../../../shared/model/failure.ts";
import { createKeptValues, type KeptValues } from "../../../variables/kept-values.ts";
import { all, type Given } from "../options/parse.ts";
import { badOption } from "../settings/values.ts";

/** The variables of one run of the command: what was given, what was answered, what its responses gave. */
export interface RunVariables {
  readonly kept: KeptValues;
  readonly answers: Map<string, string>;
}

/** From `--var NAME=VALUE`: above every file, and the answer to a question of that name. Throws FailureError `input`. */
export function runVariables(given: Given): RunVariables {
  const values = createKeptValues();
  // One run is one place, whichever collections its files are of.
  const kept: KeptValues = {
    keep: (_id, place, variable) => values.keep(null, place, variable),
    at: (_id, place) => values.at(null, place),
    clear: () => values.clear(null),
    forgetSecrets: values.forgetSecrets,
  };
  const answers = new Map<string, string>();
  for (const text of all(given, "var")) {
    const equals = text.indexOf("=");
    const name = text.slice(0, Math.max(equals, 0)).trim();
    if (name === "") {
      throw badOption("--var", "--var takes NAME=VALUE.", "Write for example --var id=7.");
    }
    const value = text.slice(equals + 1);
    answers.set(name.replace(/^\?\s*/, ""), value);
    kept.keep(null, { scope: "runtime" }, { name, value });
  }
  return { kept, answers };
}

/** Asks on the terminal for what has no answer yet. Rejects with FailureError `input` when there is no terminal, or nobody answers. */
export async function answerPrompts(
  names: readonly string[],
  answers: Map<string, string>,
): Promise<void> {
  const open = names.filter((name) => !answers.has(name));
  if (open.length === 0) return;
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw unanswered(open);
  for (const name of open) answers.set(name, await ask(name, open));
}

async function ask(name: string, open: readonly string[]): Promise<string> {
  const hidden = isSecretName(name);
  let quiet = false;
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!quiet) process.stderr.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  const closed = new Promise<never>((_resolve, reject) => {
    lines.once("close", () => reject(unanswered(open)));
    lines.once("SIGINT", () => lines.close());
  });
  try {
    const answer = lines.question(`${name}: `);
    quiet = hidden;
    const text = await Promise.race([answer, closed]);
    if (hidden) process.stderr.write("\n");
    return text;
  } finally {
    closed.catch(() => undefined);
    lines.close();
  }
}

function unanswered(names: readonly string[]): FailureError {
  return new FailureError({
    kind: "input",
    code: "variable-unanswered",
    message: `The request asks before it is sent, and no answer was given to: ${names.join(", ")}.`,
    remedy: `Give it as --var '${names[0] ?? "NAME"}=VALUE', or run the command on a terminal.`,
    phase: "prepare",
    place: names[0] ?? "",
  });
}
