import { readFile } from "node:fs/promises";
import { FailureError } from "../../../../shared/model/failure.ts";
import { storageFailure } from "../../../base/storage-failure.ts";

/** Where a passphrase comes from: never from the command line itself, which other users of the machine can read. */
export interface PassphraseSource {
  /** `--passphrase-file`. */
  readonly file: string | null;
  readonly environment: NodeJS.ProcessEnv;
  /** Asks on a terminal; null when there is none. */
  ask(prompt: string): Promise<string | null>;
}

/**
 * The passphrase: of the file, else of ENVOI_PASSPHRASE_FILE or ENVOI_PASSPHRASE, else typed on the terminal without being shown. null: nobody
 * can be asked. Throws FailureError when a file cannot be read.
 */
export async function passphraseFrom(
  { file, environment, ask }: PassphraseSource,
  prompt: string,
): Promise<string | null> {
  const named = file ?? environment["ENVOI_PASSPHRASE_FILE"] ?? "";
  if (named !== "") return firstLine(await textOf(named));
  const given = environment["ENVOI_PASSPHRASE"] ?? "";
  if (given !== "") return given;
  return await ask(prompt);
}

/** The same, asked for twice on a terminal, for a passphrase that is new. Throws FailureError `input` when they differ. */
export async function newPassphraseFrom(source: PassphraseSource): Promise<string | null> {
  const file = source.file ?? source.environment["ENVOI_NEW_PASSPHRASE_FILE"] ?? "";
  if (file !== "") return firstLine(await textOf(file));
  const given = source.environment["ENVOI_NEW_PASSPHRASE"] ?? "";
  if (given !== "") return given;
  const first = await source.ask("New passphrase: ");
  if (first === null) return null;
  const second = await source.ask("The same again: ");
  if (first !== second)
    throw new FailureError({
      kind: "input",
      code: "passphrases-differ",
      message: "The two passphrases are not the same, so nothing was changed.",
    });
  return first;
}

/** A line typed on the terminal and not shown; null where there is no terminal. Throws FailureError `cancelled` at Ctrl-C. */
export async function typedSecret(prompt: string): Promise<string | null> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) return null;
  stderr.write(prompt);
  stdin.setRawMode(true);
  stdin.setEncoding("utf8");
  try {
    return await new Promise<string>((resolve, reject) => {
      let text = "";
      const onData = (typed: string): void => {
        for (const letter of typed) {
          if (letter === "\r" || letter === "\n" || letter === "\u0004") {
            stdin.off("data", onData);
            return resolve(text);
          }
          if (letter === "\u0003") {
            stdin.off("data", onData);
            return reject(cancelled());
          }
          if (letter === "\u007f" || letter === "\b") text = [...text].slice(0, -1).join("");
          else if (letter >= " ") text += letter;
        }
      };
      stdin.on("data", onData);
      stdin.resume();
    });
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    stderr.write("\n");
  }
}

function cancelled(): FailureError {
  return new FailureError({
    kind: "cancelled",
    code: "cancelled",
    message: "Nothing was changed.",
  });
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw storageFailure(error, file);
  }
}

/** A file made by an editor or `echo` ends in a line end that belongs to nobody. */
export function firstLine(text: string): string {
  return text.replace(/^\uFEFF/, "").replace(/\r?\n[^]*$/, "");
}
