import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { KeptResult } from "../../../shared/model/kept-value.ts";
import type { Exchange, ResponseHead } from "../../../shared/model/exchange.ts";
import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import { headerValue } from "../../../shared/model/header.ts";
import { systemClock } from "../../base/clock.ts";
import { lateCrypto } from "../../base/late.ts";
import { findProgram } from "../../base/program.ts";
import { isRest } from "../../../shared/model/content-range.ts";
import { createClient } from "../../client/exchange.ts";
import { createHopSend } from "../../client/exchange-hop.ts";
import type { ResolvedRequest } from "../../client/send.ts";
import { createMasking, type Masking } from "../../exchanges/masking.ts";
import { newExchangeId } from "../../exchanges/exchange-id.ts";
import { createProxies } from "../../proxies/choose.ts";
import { openRecorder } from "../../wire/record/open-recorder.ts";
import type { BuiltRequest } from "./file-request.ts";
import { sealFolder } from "../../wire/record/seal.ts";
import { exitCodeOf, exitCodeOfExchange, exitCodes } from "./exit-code.ts";
import { type Given, has, isOn, last } from "./options/parse.ts";
import { badOption } from "./settings/values.ts";
import { type BodyOutput, bodyOutput } from "./output/body-output.ts";
import { codeFailure } from "./output/code-failure.ts";
import { byOption, tlsFileOf } from "./output/tls-file.ts";
import type { Messages } from "./output/messages.ts";
import { openOutput, type Output } from "./output/output.ts";
import { createPrinter, type Printer } from "./output/printer.ts";
import { readBytes } from "./request/files.ts";
import { openRun, type Run } from "./run.ts";
import { choosingWithOptions } from "./settings/proxy.ts";
import { usesJar } from "./request/typed-cookies.ts";

/** How a transfer ended; `failure` is for people. */
export interface Outcome {
  readonly code: number;
  readonly failure: Failure | null;
  /** What was kept of the response as variables, or why not. */
  readonly kept: readonly KeptResult[];
}

/**
 * Sends one request and prints what the options ask for. Without `run` its connections and cookies are its own. Rejects with FailureError
 * when the output cannot be opened or written.
 */
export async function transfer(
  built: BuiltRequest,
  given: Given,
  messages: Messages,
  run?: Run,
): Promise<Outcome> {
  if (run !== undefined) return transferIn(run, built, given, messages);
  const own = await openRun(given);
  try {
    const outcome = await transferIn(own, built, given, messages);
    await own.finish();
    return outcome;
  } finally {
    await own.close();
  }
}

async function transferIn(
  run: Run,
  { request: typed, take }: BuiltRequest,
  given: Given,
  messages: Messages,
): Promise<Outcome> {
  const { folder, bodies, pool, signal } = run;
  const number = run.begin();
  const output = await bodyOutput(given, typed.url);
  if (output.skips) {
    if (isOn(given, "verbose")) messages.line("* The output file is there: nothing is sent");
    return { code: exitCodes.ok, failure: null, kept: [] };
  }
  const plain = withJar(resumed(typed, output.resumeAt), usesJar(given));
  const masking = isOn(given, "show-secrets") ? null : createMasking(plain.secrets ?? []);
  const hide = <T>(data: T): T => masking?.inside(data) ?? data;
  let printer: Printer | null = null;
  // Loaded only for a WebSocket.
  const talk =
    plain.socketPlan !== undefined || /^wss?:/i.test(plain.url)
      ? await (
          await import("./socket/talk.ts")
        ).openTalk({
          given,
          plan: plain.socketPlan ?? null,
          hasBody: plain.body !== null,
          output,
          messages,
          before: () => printer?.settled(),
        })
      : null;
  if (talk === null) refuseSocketOptions(given);
  const request = talk === null ? plain : { ...plain, socket: talk.use };
  const unwanted = (head: ResponseHead): boolean =>
    (isOn(given, "fail") && head.status >= 400) || isTooLarge(head, request);
  const dump = last(given, "dump-header");
  const heads = dump === undefined ? null : await run.append(dump);
  await prepareEtag(given);
  const jar = await run.jar(given);
  const hsts = await run.hsts(given);
  const id = newExchangeId(systemClock.epoch());
  const record = join(folder, id);
  let failed = true;
  let modified: number | undefined;
  try {
    const client = createClient({
      hopSend: createHopSend({ pool }),
      authenticate: run.authenticate(typed.auth.kind),
      openRecorder,
      cookies: jar?.port(typed.url) ?? null,
      ...(hsts === null ? {} : { hsts }),
      clock: systemClock,
      exchangesFolder: folder,
      bodies,
      version: findProgram(import.meta.url).version,
      chooseProxy: choosingWithOptions(
        createProxies({ environment: proxyEnvironment(given) }),
        given,
      ),
    });
    const printing = createPrinter({
      bodies,
      // Of a WebSocket as they were understood: what comes after them does not wait for the disk.
      record: masking === null && talk === null ? record : null,
      output,
      heads,
      messages,
      verbose: isOn(given, "verbose"),
      include: isOn(given, "include") || isOn(given, "head"),
      hidesTunnel: isOn(given, "suppress-connect-headers"),
      follows: request.settings.followRedirects,
      raw: request.raw !== null,
      chunks: isOn(given, "raw-chunks"),
      events: isOn(given, "events"),
      hides: unwanted,
    });
    printer = printing;
    // Only this process can read what it keeps for as long as it runs.
    if ((request.secrets?.size ?? 0) > 0) sealFolder(record, lateCrypto().randomBytes(32));
    const whole = await client.send(request, {
      id,
      signal,
      onEvent: (event) => printing.onEvent(hide(event)),
      leaves: (head) =>
        request.raw === null &&
        !goesOn(head, request.settings.followRedirects) &&
        (unwanted(head) || (output.resumeAt > 0 && !isRest(head, output.resumeAt))),
    });
    const exchange = hide(whole);
    const written = await finished(
      Promise.all([printing.finish(exchange, record), talk?.finish()]),
    );
    modified = timeOf(exchange);
    await saveEtag(given, exchange);
    await writeTraces(given, exchange, record, { run, masking });
    if (last(given, "har") !== undefined) {
      const { harSourceOf } = await import("../../exchanges/har-source.ts");
      run.keep(hide(await harSourceOf(exchange, record, bodies)));
    }
    const code =
      written === null ? await codeOf(exchange, request, given, output) : exitCodeOf(written);
    const failure = written ?? byOption(exchange.failure, given) ?? codeFailure(code, exchange);
    const after = { code, failure, url: hide(typed.url), number, output, messages };
    await writeAfter(given, exchange, after);
    failed = code !== exitCodes.ok;
    const kept = take === undefined ? [] : await take(whole, bodies);
    return { code, failure, kept };
  } finally {
    await Promise.all([output.close(failed, modified), heads?.close()]);
    await rm(record, { recursive: true, force: true });
  }
}

/** A redirect that is followed decides nothing. */
const goesOn = ({ status, headers }: ResponseHead, follows: boolean): boolean =>
  follows && status >= 300 && status < 400 && headerValue(headers, "location") !== undefined;

/** It says that it is longer than --max-filesize. */
function isTooLarge(head: ResponseHead, { method, settings }: ResolvedRequest): boolean {
  const most = settings.network.maxBodySize;
  const length = headerValue(head.headers, "content-length") ?? "";
  return most > 0 && method !== "HEAD" && head.status !== 304 && /^\d+$/.test(length)
    ? Number(length) > most
    : false;
}

/** The same request for the rest of what is there (RFC 9110 §14.1.2). */
function resumed(request: ResolvedRequest, offset: number): ResolvedRequest {
  if (offset === 0 || request.raw !== null) return request;
  const headers = request.headers.filter(({ name }) => name.toLowerCase() !== "range");
  const range = { name: "Range", value: `bytes=${offset}-`, origin: "request" as const };
  return { ...request, headers: [...headers, range] };
}

function withJar(request: ResolvedRequest, on: boolean): ResolvedRequest {
  if (!on) return request;
  const network = { ...request.settings.network, sendCookies: true, storeCookies: true };
  return { ...request, settings: { ...request.settings, network } };
}

/** --noproxy stands for no_proxy, as with curl. */
function proxyEnvironment(given: Given): NodeJS.ProcessEnv {
  const bypass = last(given, "noproxy");
  return bypass === undefined
    ? process.env
    : { ...process.env, no_proxy: bypass, NO_PROXY: bypass };
}

async function finished(work: Promise<unknown>): Promise<Failure | null> {
  try {
    await work;
    return null;
  } catch (thrown) {
    return toFailure(thrown);
  }
}

/** When what was sent was changed last, epoch ms; undefined: it does not say. */
function timeOf({ hops }: Exchange): number | undefined {
  const text = headerValue(hops.at(-1)?.response?.headers ?? [], "last-modified");
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** What is said on a WebSocket has no meaning elsewhere, and must not be passed over. */
function refuseSocketOptions(given: Given): void {
  const found = (["message", "message-binary", "subprotocol", "ws-close"] as const).find((name) =>
    has(given, name),
  );
  if (found !== undefined)
    throw badOption(
      `--${found}`,
      "This is for WebSockets, and the URL is none.",
      "Write the URL with ws:// or wss://, or leave the option out.",
    );
}

/** A place that cannot be written is found before anything is sent. */
async function prepareEtag(given: Given): Promise<void> {
  const file = last(given, "etag-save");
  if (file === undefined) return;
  if (isOn(given, "create-dirs"))
    await mkdir(dirname(file), { recursive: true, mode: 0o750 }).catch(() => undefined);
  await (await openOutput(file, "a", "--etag-save")).close();
}

/** `--etag-save`: nothing is written for a reply without one, so that what is kept goes on counting after 304. */
async function saveEtag(given: Given, { hops }: Exchange): Promise<void> {
  const file = last(given, "etag-save");
  const etag = headerValue(hops.at(-1)?.response?.headers ?? [], "etag");
  if (file === undefined || etag === undefined || etag === "") return;
  const output = await openOutput(file, "w", "--etag-save");
  try {
    await output.write(Buffer.from(`${etag}\n`, "latin1"));
  } finally {
    await output.close();
  }
}

async function writeTraces(
  given: Given,
  exchange: Exchange,
  folder: string,
  { run, masking }: { readonly run: Run; readonly masking: Masking | null },
): Promise<void> {
  const startedAt = isOn(given, "trace-time") ? exchange.startedAt : null;
  for (const name of ["trace", "trace-ascii"] as const) {
    const file = last(given, name);
    if (file === undefined) continue;
    const { writeTrace } = await import("./output/trace-file.ts");
    const output = await run.append(file);
    await writeTrace(folder, output, { ascii: name === "trace-ascii", startedAt, masking });
  }
}

async function codeOf(
  exchange: Exchange,
  request: ResolvedRequest,
  given: Given,
  output: BodyOutput,
): Promise<number> {
  if (request.socket !== undefined) {
    const { closeExitCode } = await import("./socket/talk.ts");
    const closed = closeExitCode(exchange);
    if (closed !== null) return closed;
  }
  const { settings } = request;
  const head = exchange.hops.at(-1)?.response ?? null;
  // There is nothing after what is there: curl takes it as done too.
  const whole = output.resumeAt > 0 && head?.status === 416;
  const code = exitCodeOfExchange(exchange, {
    fail: !whole && (isOn(given, "fail") || isOn(given, "fail-with-body")),
    maxRedirects: settings.followRedirects ? settings.maxRedirects : null,
    schemes: settings.network.redirectSchemes.filter((scheme) =>
      settings.network.schemes.includes(scheme),
    ),
    plainReplies: isOn(given, "http0.9"),
  });
  const { failure } = exchange;
  if (failure?.code === "tls-ca-system") return exitCodes.authorities;
  const named = failure === null ? null : tlsFileOf(failure, given);
  if (named !== null && failure?.kind !== "input") return named.code;
  if (failure?.phase === "tls" && failure.kind === "not-found") return exitCodes.clientCertificate;
  const rest = output.resumeAt === 0 || whole || (head !== null && isRest(head, output.resumeAt));
  if (code !== exitCodes.ok) return code;
  if (head !== null && request.raw === null && isTooLarge(head, request)) return exitCodes.tooLarge;
  return rest ? code : exitCodes.range;
}

async function writeAfter(
  given: Given,
  exchange: Exchange,
  {
    code,
    failure,
    url,
    number,
    output,
    messages,
  }: {
    readonly code: number;
    readonly failure: Failure | null;
    readonly url: string;
    readonly number: number;
    readonly output: BodyOutput;
    readonly messages: Messages;
  },
): Promise<void> {
  const typed = last(given, "write-out");
  if (typed === undefined) return;
  const format = typed.startsWith("@") ? (await readBytes(typed.slice(1))).toString("utf8") : typed;
  const { writeOut } = await import("./output/write-out.ts");
  const transferred = {
    exchange,
    exitCode: code,
    message: failure?.message ?? "",
    number,
    url,
    fileName: output.fileName(),
    headers: exchange.hops.at(-1)?.response?.headers ?? [],
    at: Date.now(),
  };
  const stdout: Output = await openOutput("-");
  for (const { to, text } of writeOut(format, transferred)) {
    if (to.kind === "stderr") messages.write(text);
    else if (to.kind === "stdout") await stdout.write(text);
    else {
      const file = await openOutput(to.file, to.append ? "a" : "w", "--write-out");
      try {
        await file.write(text);
      } finally {
        await file.close();
      }
    }
  }
}
