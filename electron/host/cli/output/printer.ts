import { setTimeout as delay } from "node:timers/promises";
import type { BodyRef } from "../../../../shared/model/body.ts";
import type { Exchange, ResponseHead } from "../../../../shared/model/exchange.ts";
import { headerValue } from "../../../../shared/model/header.ts";
import type { HeadText, TraceEvent } from "../../../../shared/model/trace.ts";
import { isRest } from "../../../../shared/model/content-range.ts";
import type { Bodies } from "../../../exchanges/bodies.ts";
import { readBytes, readMarks, readSegments } from "../../../wire/record/read-record.ts";
import type { BodyOutput } from "./body-output.ts";
import { type EventLines, eventLines } from "./event-lines.ts";
import { isRefusal } from "./refusal.ts";
import type { Messages } from "./messages.ts";
import type { Output } from "./output.ts";
import { headLines, verboseLines } from "./verbose.ts";

export interface PrinterOptions {
  readonly bodies: Bodies;
  /** The exchange's record, from which heads are printed byte for byte; null: as they were understood. */
  readonly record: string | null;
  readonly output: BodyOutput;
  /** Where heads are written apart from the body (curl -D); null: nowhere. */
  readonly heads: Output | null;
  readonly messages: Messages;
  readonly verbose: boolean;
  /** Heads to the output too (curl -i). */
  readonly include: boolean;
  /** Of what a proxy says to CONNECT none of that (curl --suppress-connect-headers). */
  readonly hidesTunnel: boolean;
  readonly follows: boolean;
  /** The bytes as they came instead of head and body. */
  readonly raw: boolean;
  /** The chunks of HTTP/1 and its transfer coding as they came (curl --raw). */
  readonly chunks: boolean;
  /** An event stream as a line of JSON for each event; any other body as it is. */
  readonly events: boolean;
  /** Whether the body of a reply is not wanted (curl -f, --max-filesize). */
  hides(head: ResponseHead): boolean;
}

export interface Printer {
  /** Resolves when what the events so far gave to print is printed, or could not be. */
  settled(): Promise<void>;
  onEvent(event: TraceEvent): void;
  /** Prints what is left. `folder`: the exchange's record, closed. Rejects with FailureError when it cannot be written. */
  finish(exchange: Exchange, folder: string): Promise<void>;
}

/** ms between two looks for what is not on disk yet: first, and longest; and how often there is one. The record is written at once or in 100 ms. */
const firstPace = 1;
const pace = 16;
const mostTries = 120;

/** Prints an exchange while it goes on: the body as it arrives, in order, at the pace the output takes it. */
export function createPrinter(options: PrinterOptions): Printer {
  const { bodies, output, heads, messages, verbose, include, follows, raw, hides } = options;
  const { record } = options;
  /** Heads whose bytes were not on disk when their turn came; what follows waits behind them. */
  const late: { readonly text: HeadText; stale: boolean }[] = [];
  let head: ResponseHead | null = null;
  let written = 0;
  /** null: the body is printed as it is. */
  let lines: EventLines | null = null;
  /** Where the body begins in the record whose framing is printed with it; null: the body is printed as it is kept. */
  let framedFrom: number | null = null;
  /** Where the bytes behind a 101 begin that nobody asked for: what they say is another protocol's, and printed as it is. */
  let switchedFrom: number | null = null;
  /** What comes is a proxy's answer to CONNECT. */
  let tunnelling = false;
  let trailers: Uint8Array | null = null;
  let work: Promise<void> = Promise.resolve();
  let failed: { readonly cause: unknown } | null = null;

  const queue = (job: () => Promise<void>) => {
    work = work.then(async () => {
      if (failed) return;
      try {
        await job();
      } catch (cause) {
        failed = { cause };
      }
    });
  };
  /** Aborted once the record is closed: what is not there then never will be. */
  const closed = new AbortController();
  const pumpKept = async (body: BodyRef) => {
    if (!(await writeLate())) return;
    const target = await output.open(body);
    const content = await bodies.open(body.id, "decoded");
    if (written === 0)
      lines = options.events && body.mediaType === "text/event-stream" ? eventLines() : null;
    for await (const bytes of content.read(written, content.size)) {
      written += bytes.length;
      await target.write(lines?.push(bytes) ?? bytes);
    }
  };
  const pump = async (body: BodyRef) => {
    await pumpKept(body);
    // What was told of reaches the disk a moment later, and nothing else may come for hours: somebody waits for it.
    for (let tries = 0; tries < mostTries && written < body.size; tries += 1) {
      if (closed.signal.aborted) return;
      await delay(Math.min(firstPace * 2 ** tries, pace), null, { signal: closed.signal }).catch(
        () => undefined,
      );
      await pumpKept(body);
    }
  };
  const shown = (of: ResponseHead) =>
    !hides(of) &&
    of.status !== 304 &&
    goesOn(of) &&
    !(follows && of.status >= 300 && of.status < 400 && headerValue(of.headers, "location"));
  /** A reply that is not the rest of the file must not be written behind its beginning. */
  const goesOn = (of: ResponseHead) => output.resumeAt === 0 || isRest(of, output.resumeAt);

  const writeHead = async (bytes: Uint8Array, stale = false) => {
    await heads?.write(bytes);
    if (include && !stale) await (await output.open(null)).write(bytes);
  };
  /** Writes the heads that are on disk by now. False: one is not, so that a body must not go before it. */
  const writeLate = async (): Promise<boolean> => {
    for (let next = late[0]; next !== undefined; next = late[0]) {
      const bytes = await headBytes(record ?? "", next.text);
      if (bytes === null) return false;
      late.shift();
      await writeHead(bytes, next.stale);
    }
    return true;
  };
  const restart = async (): Promise<void> => {
    if (await output.restart()) for (const one of late) one.stale = true;
  };
  const printHead = ({ head: of, text }: { head: ResponseHead; text?: HeadText }) => {
    if (heads === null && !include) return;
    queue(async () => {
      if (record !== null && text !== undefined) {
        late.push({ text, stale: false });
        await writeLate();
      } else if (of.status !== 0)
        await writeHead(Buffer.from(`${headLines(of).join("\r\n")}\r\n`, "latin1"));
    });
  };

  return {
    settled: () => work,
    onEvent(event) {
      if (verbose) for (const line of verboseLines(event)) messages.line(line);
      if (raw) return;
      if (event.kind === "informational") printHead(event);
      if (event.kind === "hop") {
        tunnelling = event.reason === "tunnel" || (tunnelling && event.reason === "auth");
      }
      // Of a whole try: a request that went again on another connection had printed nothing.
      if (event.kind === "retry" && event.wait !== undefined) queue(restart);
      if (event.kind === "head") {
        head = tunnelling ? null : event.head;
        written = 0;
        switchedFrom =
          event.head.status === 101 && event.text !== undefined ? event.text.end : null;
        framedFrom = options.chunks && event.text && isCoded(event.head) ? event.text.end : null;
        if (!tunnelling || !options.hidesTunnel) printHead(event);
      }
      // As fields of their own behind the body, as curl writes them.
      if (event.kind === "trailers" && (heads !== null || include)) {
        const text = event.trailers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
        trailers = Buffer.from(text, "latin1");
      }
      if (event.kind === "passed-over") {
        head = null;
        trailers = null;
      }
      if (event.kind === "body" && head && framedFrom === null && shown(head)) {
        const { body } = event;
        queue(() => pump(body));
      }
    },
    async finish(exchange, folder) {
      closed.abort();
      if (raw) queue(async () => printReceived(folder, await output.open(null)));
      else {
        queue(async () => void (await writeLate()));
        const { body = null, response = null } = exchange.hops.at(-1) ?? {};
        const wanted =
          response !== null && !isRefusal(exchange) && !hides(response) && goesOn(response);
        const from = framedFrom ?? switchedFrom;
        if (wanted && from !== null && record !== null)
          queue(async () => {
            const end = framedFrom === null ? {} : await endOf(response, folder, from);
            await printReceived(folder, await output.open(body), { begin: from, ...end });
          });
        else if (wanted && body !== null && response.status !== 304) queue(() => pump(body));
        // An empty body makes an empty file; what was not modified stays as it is there.
        else if (wanted && response.status !== 304)
          queue(async () => void (await output.open(null)));
        const fields = trailers;
        if (fields !== null && framedFrom === null) queue(() => writeHead(fields));
      }
      await work;
      if (failed) throw failed.cause;
    },
  };
}

/** null: not all of it is there yet. */
async function headBytes(folder: string, { start, end }: HeadText): Promise<Uint8Array | null> {
  const pieces: Uint8Array[] = [];
  for await (const bytes of readBytes(folder, "clear", start, end)) pieces.push(bytes);
  const whole = Buffer.concat(pieces);
  return whole.length === end - start ? whole : null;
}

const page = 2048;

const isCoded = ({ headers }: ResponseHead): boolean =>
  headerValue(headers, "transfer-encoding") !== undefined;

interface Received {
  /** Offset in the record. */
  readonly begin?: number;
  /** So many bytes at most, and none of the record from `end` on. */
  readonly most?: number;
  readonly end?: number;
}

/**
 * Where a reply ends whose framing is printed with it: by its Content-Length where that alone says so (curl takes no other transfer coding
 * than chunked for an end), else before what came after its end. That belongs to no reply: -v and the trace tell of it.
 */
async function endOf(
  { headers }: ResponseHead,
  folder: string,
  begin: number,
): Promise<Pick<Received, "most" | "end">> {
  const coding = headerValue(headers, "transfer-encoding") ?? "";
  const length = headerValue(headers, "content-length") ?? "";
  if (!/\bchunked\s*$/i.test(coding) && /^\d+$/.test(length)) return { most: Number(length) };
  const marks = await readMarks(folder, { start: begin });
  const surplus = marks.find(
    ({ kind, direction, start }) =>
      kind === "surplus" && direction === "received" && start >= begin,
  );
  return surplus === undefined ? {} : { end: surplus.start };
}

/** What came. */
async function printReceived(
  folder: string,
  output: Output,
  { begin = 0, most = Infinity, end = Infinity }: Received = {},
): Promise<void> {
  let left = most;
  for (let from = 0; ; from += page) {
    const segments = await readSegments(folder, "clear", from, page);
    for (const { direction, offset, length } of segments) {
      if (direction !== "received") continue;
      const start = Math.max(offset, begin);
      const stop = Math.min(offset + length, end, start + left);
      if (start >= stop) continue;
      left -= stop - start;
      for await (const bytes of readBytes(folder, "clear", start, stop)) await output.write(bytes);
    }
    if (segments.length < page) return;
  }
}
