import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import type { ResolvedRequest } from "../../client/send.ts";
import { exitCodeOf, exitCodes } from "./exit-code.ts";
import type { Unsent } from "./file-request.ts";
import { withConfigFiles } from "./options/config-file.ts";
import { all, type Given, has, isOn, last, parseOptions } from "./options/parse.ts";
import { type Messages, openMessages } from "./output/messages.ts";
import { rawRequestOf, requestOf } from "./request/build.ts";
import { transfer } from "./transfer.ts";

/** `envoi send`: sends one request, prints like curl, gives the exit code. */
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
  const wanted = has(given, "raw") ? 0 : 1;
  if (targets.length !== wanted) {
    return complain(
      exitCodes.usage,
      wanted === 1 ? "send takes one URL or file" : "--raw takes no URL: say where with --to",
    );
  }
  const messages = openMessages(last(given, "stderr"), isOn(given, "trace-time"));
  try {
    const request = await buildRequest(given, targets[0] ?? "", messages);
    const { code, failure } = await transfer(request, given, messages);
    if (failure !== null) report(failure, code, given, messages);
    return code;
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
): Promise<ResolvedRequest> {
  const raw = last(given, "raw");
  if (raw !== undefined) return rawRequestOf(given, raw);
  if (/\.ya?ml$/i.test(target) && !/^[a-z][a-z0-9+.-]*:\/\//i.test(target)) {
    return (await import("./file-request.ts")).fileRequestOf(given, target, messages, unsent);
  }
  return requestOf(given, target);
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
