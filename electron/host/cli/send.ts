import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import { exitCodeOf, exitCodes } from "./exit-code.ts";
import type { BuiltRequest, Unsent } from "./file-request.ts";
import { withConfigFiles } from "./options/config-file.ts";
import { all, type Given, has, isOn, last, parseOptions } from "./options/parse.ts";
import { type Messages, openMessages } from "./output/messages.ts";
import { rawRequestOf, requestOf } from "./request/build.ts";
import type { RunVariables } from "./request/variables.ts";
import { transfer } from "./transfer.ts";

/**
 * `envoi send`: sends one request, prints like curl, gives the exit code. Several request files are sent in their order: what one keeps of
 * its response is there for those after it; the first that fails ends the row.
 */
export async function send(typed: readonly string[]): Promise<number> {
  let words: readonly string[];
  try {
    words = await withConfigFiles(typed);
  } catch (thrown) {
    const failure = toFailure(thrown);
    return complain(exitCodeOf(failure), `${failure.message} (${failure.place ?? ""})`);
  }
  const parsed = parseOptions(words);
  if (parsed.kind === "bad") return complain(exitCodes.usage, parsed.message);
  const { given } = parsed;
  if (isOn(given, "help")) {
    const text = (await import("./help.ts")).sendHelp(parsed.targets[0]);
    if (text === null) return complain(exitCodes.usage, "there is no help on that topic");
    process.stdout.write(text);
    return exitCodes.ok;
  }
  const targets = [...all(given, "url"), ...parsed.targets];
  const raw = has(given, "raw");
  const row = targets.length > 1 && targets.every(isRequestFile);
  if (raw ? targets.length > 0 : targets.length !== 1 && !row) {
    return complain(
      exitCodes.usage,
      raw ? "--raw takes no URL: say where with --to" : "send takes one URL, or request files",
    );
  }
  const messages = openMessages(last(given, "stderr"), isOn(given, "trace-time"));
  try {
    const variables = raw || !isRequestFile(targets[0] ?? "") ? undefined : await runOf(given);
    for (const target of raw ? [""] : targets) {
      const built = await buildRequest(given, target, messages, undefined, variables);
      const { code, failure, kept } = await transfer(built, given, messages);
      if (failure !== null) report(failure, code, given, messages);
      for (const one of kept) if (one.failure) report(one.failure, code, given, messages);
      if (code !== exitCodes.ok) return code;
    }
    return exitCodes.ok;
  } catch (thrown) {
    const failure = toFailure(thrown);
    const code = exitCodeOf(failure);
    report(failure, code, given, messages);
    return code;
  } finally {
    await messages.close();
  }
}

/** The request that options and a URL, a request file or a file of bytes describe. Rejects with FailureError. */
export async function buildRequest(
  given: Given,
  target: string,
  messages: Messages,
  unsent?: Unsent,
  variables?: RunVariables,
): Promise<BuiltRequest> {
  const raw = last(given, "raw");
  if (raw !== undefined) return { request: await rawRequestOf(given, raw) };
  if (isRequestFile(target)) {
    const { fileRequestOf } = await import("./file-request.ts");
    return fileRequestOf(given, target, messages, unsent, variables);
  }
  return { request: await requestOf(given, target) };
}

function isRequestFile(target: string): boolean {
  return /\.ya?ml$/i.test(target) && !/^[a-z][a-z0-9+.-]*:\/\//i.test(target);
}

/** What the files of one run share. */
async function runOf(given: Given): Promise<RunVariables> {
  return (await import("./request/variables.ts")).runVariables(given);
}

function complain(code: number, message: string): number {
  process.stderr.write(`envoi: ${message}\nTry envoi send --help\n`);
  return code;
}

/** One line: the code, what happened, where, what to do. Nothing with --silent, unless --show-error asks for it. */
function report(failure: Failure, code: number, given: Given, messages: Messages): void {
  if (isOn(given, "silent") && !isOn(given, "show-error")) return;
  const place = failure.place ? ` (${failure.place})` : "";
  const remedy = failure.remedy ? ` ${failure.remedy}` : "";
  messages.line(`envoi: (${code}) ${failure.message}${place}${remedy}`);
}
