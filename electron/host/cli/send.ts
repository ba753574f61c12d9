import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import { findProgram } from "../../base/program.ts";
import { systemClock } from "../../base/clock.ts";
import { createClient } from "../../client/exchange.ts";
import { createHopSend } from "../../client/exchange-hop.ts";
import type { ResolvedRequest } from "../../client/send.ts";
import { createBodies } from "../../exchanges/bodies.ts";
import { newExchangeId } from "../../exchanges/exchange-id.ts";
import { createExchangeStore } from "../../exchanges/store.ts";
import { createRoute } from "../../wire/connect/route.ts";
import { openRecorder } from "../../wire/record/open-recorder.ts";
import { exitCodeOf, exitCodeOfExchange, exitCodes } from "./exit-code.ts";
import { all, type Given, isOn, last, parseOptions, has } from "./options/parse.ts";
import { openOutput } from "./output.ts";
import { createPrinter } from "./printer.ts";
import { rawRequestOf, requestOf } from "./request/build.ts";
import { writeTrace } from "./trace-file.ts";

/** `envoi send`: sends one request, prints like curl, gives the exit code. */
export async function send(words: readonly string[]): Promise<number> {
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
  try {
    return await exchange(await buildRequest(given, targets[0] ?? ""), given);
  } catch (thrown) {
    return report(toFailure(thrown), given);
  }
}

async function buildRequest(given: Given, target: string): Promise<ResolvedRequest> {
  const raw = last(given, "raw");
  if (raw !== undefined) return rawRequestOf(given, raw);
  if (/\.ya?ml$/i.test(target) && !/^[a-z][a-z0-9+.-]*:\/\//i.test(target)) {
    return (await import("./file-request.ts")).fileRequestOf(given, target);
  }
  return requestOf(given, target);
}

async function exchange(request: ResolvedRequest, given: Given): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "envoi-send-"));
  const controller = new AbortController();
  const interrupt = () => controller.abort();
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  const store = createExchangeStore(folder);
  const bodies = createBodies(store);
  const pool = createRoute({ clock: systemClock });
  const output = await openOutput(last(given, "output") ?? "-");
  try {
    const client = createClient({
      hopSend: createHopSend({ pool }),
      openRecorder,
      cookies: null,
      clock: systemClock,
      exchangesFolder: folder,
      bodies,
      version: findProgram(import.meta.url).version,
    });
    const id = newExchangeId(systemClock.epoch());
    const printer = createPrinter({
      bodies,
      output,
      verbose: isOn(given, "verbose"),
      include: isOn(given, "include") || isOn(given, "head"),
      follows: request.settings.followRedirects,
      raw: request.raw !== null,
      hidesErrors: isOn(given, "fail"),
    });
    const done = await client.send(request, {
      id,
      signal: controller.signal,
      onEvent: printer.onEvent,
    });
    await printer.finish(done, join(folder, id));
    const trace = last(given, "trace");
    if (trace !== undefined) await writeTrace(join(folder, id), trace);
    const code = exitCodeOfExchange(done, {
      fail: isOn(given, "fail") || isOn(given, "fail-with-body"),
      maxRedirects: request.settings.followRedirects ? request.settings.maxRedirects : null,
    });
    if (done.failure) report(done.failure, given);
    return code;
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
    pool.close();
    await output.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function complain(code: number, message: string): number {
  process.stderr.write(`envoi: ${message}\nTry envoi send --help\n`);
  return code;
}

/** One line on stderr: the code, what happened, where, what to do. Nothing with --silent, unless --show-error asks for it. */
function report(failure: Failure, given: Given): number {
  const code = exitCodeOf(failure);
  if (isOn(given, "silent") && !isOn(given, "show-error")) return code;
  const place = failure.place ? ` (${failure.place})` : "";
  const remedy = failure.remedy ? ` ${failure.remedy}` : "";
  process.stderr.write(`envoi: (${code}) ${failure.message}${place}${remedy}\n`);
  return code;
}
