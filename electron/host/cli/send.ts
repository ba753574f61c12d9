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
import { last, rawRequestOf, requestOf } from "./build-request.ts";
import { exitCodeOf, exitCodeOfExchange, exitCodes } from "./exit-code.ts";
import { type Given, parseOptions } from "./options.ts";
import { openOutput } from "./output.ts";
import { createPrinter } from "./printer.ts";
import { writeTrace } from "./trace-file.ts";

/** `envoi send`: sends one request, prints like curl, gives the exit code. */
export async function send(words: readonly string[]): Promise<number> {
  const parsed = parseOptions(words);
  if (parsed.kind === "bad") return complain(exitCodes.usage, parsed.message);
  const { given, targets } = parsed;
  if (given.has("help")) {
    process.stdout.write((await import("./help.ts")).sendHelp());
    return exitCodes.ok;
  }
  const wanted = given.has("raw") ? 0 : 1;
  if (targets.length !== wanted) {
    return complain(
      exitCodes.usage,
      wanted === 1 ? "send takes one URL or file" : "--raw takes no URL: say where with --to",
    );
  }
  try {
    return await exchange(await buildRequest(given, targets[0] ?? ""), given);
  } catch (thrown) {
    return report(toFailure(thrown));
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
      verbose: given.has("verbose"),
      include: given.has("include") || given.has("head"),
      follows: request.settings.followRedirects,
      raw: request.raw !== null,
      hidesErrors: given.has("fail"),
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
      fail: given.has("fail"),
      maxRedirects: request.settings.followRedirects ? request.settings.maxRedirects : null,
    });
    if (done.failure) report(done.failure);
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

/** One line on stderr: the code, what happened, where, what to do. */
function report(failure: Failure): number {
  const code = exitCodeOf(failure);
  const place = failure.place ? ` (${failure.place})` : "";
  const remedy = failure.remedy ? ` ${failure.remedy}` : "";
  process.stderr.write(`envoi: (${code}) ${failure.message}${place}${remedy}\n`);
  return code;
}
