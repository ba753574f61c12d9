import type { Exchange, ResponseHead } from "../../../shared/model/exchange.ts";
import { headerValue } from "../../../shared/model/header.ts";
import type { TraceEvent } from "../../../shared/model/trace.ts";
import type { Bodies } from "../../exchanges/bodies.ts";
import { readBytes, readSegments } from "../../wire/record/read-record.ts";
import type { Output } from "./output.ts";
import { headLines, verboseLines } from "./verbose.ts";

export interface PrinterOptions {
  readonly bodies: Bodies;
  readonly output: Output;
  readonly verbose: boolean;
  /** Heads to the output too (curl -i). */
  readonly include: boolean;
  readonly follows: boolean;
  /** The bytes as they came instead of head and body. */
  readonly raw: boolean;
  /** No body for a status of 400 or more (curl -f). */
  readonly hidesErrors: boolean;
}

export interface Printer {
  onEvent(event: TraceEvent): void;
  /** Prints what is left. `folder`: the exchange's record. Rejects with FailureError when it cannot be written. */
  finish(exchange: Exchange, folder: string): Promise<void>;
}

/** Prints an exchange while it goes on: the body as it arrives, in order, at the pace the output takes it. */
export function createPrinter(options: PrinterOptions): Printer {
  const { bodies, output, verbose, include, follows, raw, hidesErrors } = options;
  let head: ResponseHead | null = null;
  let written = 0;
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
  const pump = async (bodyId: string) => {
    const content = await bodies.open(bodyId, "decoded");
    for await (const bytes of content.read(written, content.size)) {
      written += bytes.length;
      await output.write(bytes);
    }
  };
  const shown = (of: ResponseHead) =>
    !(hidesErrors && of.status >= 400) &&
    !(follows && of.status >= 300 && of.status < 400 && headerValue(of.headers, "location"));

  return {
    onEvent(event) {
      if (verbose) {
        for (const line of verboseLines(event)) process.stderr.write(`${line}\n`);
      }
      if (raw) return;
      if (event.kind === "head") {
        head = event.head;
        written = 0;
        const lines = headLines(event.head);
        if (include) queue(() => output.write(Buffer.from(`${lines.join("\r\n")}\r\n`, "latin1")));
      }
      if (event.kind === "body" && head && shown(head)) {
        const { id } = event.body;
        queue(() => pump(id));
      }
    },
    async finish(exchange, folder) {
      if (raw) queue(() => printReceived(folder, output));
      else {
        const hop = exchange.hops.at(-1);
        const body = hop?.body;
        const wanted = body && !(hidesErrors && (hop.response?.status ?? 0) >= 400);
        if (wanted) queue(() => pump(body.id));
      }
      await work;
      if (failed) throw failed.cause;
    },
  };
}

const page = 2048;

async function printReceived(folder: string, output: Output): Promise<void> {
  for (let from = 0; ; from += page) {
    const segments = await readSegments(folder, "clear", from, page);
    for (const { direction, offset, length } of segments) {
      if (direction !== "received") continue;
      for await (const bytes of readBytes(folder, "clear", offset, offset + length)) {
        await output.write(bytes);
      }
    }
    if (segments.length < page) return;
  }
}
