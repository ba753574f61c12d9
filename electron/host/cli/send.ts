import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import { exitCodeOf, exitCodes } from "./exit-code.ts";
import type { BuiltRequest, Unsent } from "./file-request.ts";
import { isRequestFile } from "./options/jobs.ts";
import { type Given, has, isOn, last, type Operation, type Parsed } from "./options/parse.ts";
import { readOptions } from "./options/read.ts";
import { type Messages, openMessages } from "./output/messages.ts";
import { rawRequestOf, requestOf } from "./request/build.ts";
import type { RunVariables } from "./request/variables.ts";
import { sendAll } from "./send-all.ts";
import { transfer } from "./transfer.ts";

/** `envoi send`: sends requests to URLs or from files, prints like curl, gives the exit code. */
export async function send(typed: readonly string[]): Promise<number> {
  let parsed: Parsed;
  const odd: string[] = [];
  try {
    parsed = await readOptions(typed, (text) => odd.push(text));
  } catch (thrown) {
    const failure = toFailure(thrown);
    return complain(exitCodeOf(failure), `${failure.message} (${failure.place ?? ""})`);
  }
  if (parsed.kind === "bad") return complain(exitCodes.usage, parsed.message);
  const { operations } = parsed;
  // What counts for the whole run is in the last of them.
  const given = operations.at(-1)?.given ?? [];
  if (isOn(given, "help")) {
    const text = (await import("./help.ts")).sendHelp(operations[0].targets[0]);
    if (text === null) return complain(exitCodes.usage, "there is no help on that topic");
    process.stdout.write(text);
    return exitCodes.ok;
  }
  const bad = badTargets(operations);
  if (bad !== null) return complain(exitCodes.usage, bad);
  const messages = openMessages(last(given, "stderr"), isOn(given, "trace-time"));
  if (!isOn(given, "silent")) for (const text of odd) messages.line(`envoi: warning: ${text}`);
  const failed = (failure: Failure, code: number): void => report(failure, code, given, messages);
  try {
    if (has(given, "raw")) return await sendRaw(given, messages, failed);
    return await sendAll(operations, given, {
      messages,
      failed,
      build: (job, variables) =>
        buildRequest(job.given, job.target, messages, undefined, variables),
    });
  } catch (thrown) {
    const failure = toFailure(thrown);
    const code = exitCodeOf(failure);
    failed(failure, code);
    return code;
  } finally {
    await messages.close();
  }
}

async function sendRaw(
  given: Given,
  messages: Messages,
  failed: (failure: Failure, code: number) => void,
): Promise<number> {
  const built = await buildRequest(given, "", messages);
  const { code, failure } = await transfer(built, given, messages);
  if (failure !== null) failed(failure, code);
  return code;
}

/** What is wrong with the number of URLs, or with options beside them; null: nothing. */
function badTargets(operations: readonly Operation[]): string | null {
  const raw = operations.find(({ given }) => has(given, "raw"));
  if (raw !== undefined) {
    const option = has(raw.given, "replay") ? "--replay" : "--raw";
    return operations.length > 1 || raw.targets.length > 0
      ? `${option} takes no URL: say where with --to`
      : null;
  }
  if (operations.some(({ targets }) => targets.length === 0))
    return "send takes a URL, or request files";
  return operations.map(contradiction).find((found) => found !== null) ?? null;
}

/** Options that cannot go together (as in curl). */
function contradiction({ given, targets }: Operation): string | null {
  if (targets.length > 1 && (has(given, "etag-save") || has(given, "etag-compare")))
    return "--etag-save and --etag-compare are about one URL";
  if (!has(given, "continue-at")) return null;
  if (!isOn(given, "clobber", true)) return "--continue-at and --no-clobber exclude each other";
  return isOn(given, "remove-on-error")
    ? "--continue-at and --remove-on-error exclude each other"
    : null;
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
