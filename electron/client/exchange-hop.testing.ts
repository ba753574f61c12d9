import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Failure, toFailure } from "../../shared/model/failure.ts";
import { defaultNetwork } from "../../shared/model/network/network.ts";
import type { TraceDetail } from "../../shared/model/trace.ts";
import { systemClock } from "../base/clock.ts";
import type { Pool } from "../wire/connect/pool.ts";
import { createRoute, type RouteOptions } from "../wire/connect/route.ts";
import { openRecorder } from "../wire/record/open-recorder.ts";
import { readBytes, readMarks, readSegments } from "../wire/record/read-record.ts";
import { createHopSend, type HopSendOptions } from "./exchange-hop.ts";
import type { HopRequest, HopResponse } from "./hop.ts";
import type { BodySource } from "./send.ts";
import { noMaterial } from "../wire/connect/tls-material.ts";

/** What one hop gave, read to its end. */
export interface Outcome {
  readonly response: HopResponse | null;
  readonly body: Buffer;
  readonly failure: Failure | null;
  readonly events: readonly TraceDetail[];
  /** The whole clear record, and each direction of it. */
  readonly clear: Buffer;
  readonly sent: Buffer;
  readonly received: Buffer;
  readonly folder: string;
  readonly thrown: unknown;
}

export interface Bench {
  readonly pool: Pool;
  readonly home: string;
  send(request: Partial<HopRequest> & { port: number }, options?: SendChoice): Promise<Outcome>;
  close(): Promise<void>;
}

export interface SendChoice {
  readonly signal?: AbortSignal;
  onEvent?(event: TraceDetail): void;
  onResponse?(response: HopResponse): void;
}

export async function openBench(
  options: Partial<RouteOptions> = {},
  hop: Omit<HopSendOptions, "pool"> = {},
): Promise<Bench> {
  const home = await mkdtemp(join(tmpdir(), "envoi-hop-"));
  const pool = createRoute({ clock: systemClock, ...options });
  const hopSend = createHopSend({ pool, ...hop });
  let count = 0;
  return {
    pool,
    home,
    async send(request, choice = {}) {
      count += 1;
      const folder = join(home, String(count));
      const recorder = openRecorder({ folder, clock: systemClock });
      const events: TraceDetail[] = [];
      const parts: Uint8Array[] = [];
      let response: HopResponse | null = null;
      let thrown: unknown = null;
      try {
        response = await hopSend(hopRequest(request), {
          recorder,
          hop: 0,
          signal: choice.signal ?? new AbortController().signal,
          emit(event) {
            events.push(event);
            choice.onEvent?.(event);
          },
        });
        choice.onResponse?.(response);
        for await (const chunk of response.body) parts.push(chunk.bytes);
      } catch (error) {
        thrown = error;
      }
      await recorder.close();
      const clear = await read(folder, 0, Number.MAX_SAFE_INTEGER);
      return {
        response,
        body: Buffer.concat(parts),
        failure: thrown === null ? null : toFailure(thrown),
        thrown,
        events,
        clear,
        sent: await direction(folder, "sent"),
        received: await direction(folder, "received"),
        folder,
      };
    },
    async close() {
      pool.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

function hopRequest(request: Partial<HopRequest> & { port: number }): HopRequest {
  return {
    reason: "first",
    scheme: "http",
    host: "127.0.0.1",
    url: "",
    method: "GET",
    target: "/",
    headers: [{ name: "Host", value: "a", origin: "client" }],
    body: null,
    expectWait: 0,
    raw: null,
    verifyTls: true,
    network: defaultNetwork,
    material: noMaterial,
    proxy: null,
    lease: null,
    ...request,
  };
}

async function read(folder: string, start: number, end: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of readBytes(folder, "clear", start, end)) parts.push(part);
  return Buffer.concat(parts);
}

async function direction(folder: string, wanted: "sent" | "received"): Promise<Buffer> {
  const clear = await read(folder, 0, Number.MAX_SAFE_INTEGER);
  const segments = await readSegments(folder, "clear", 0, 1e6);
  return Buffer.concat(
    segments
      .filter((segment) => segment.direction === wanted)
      .map(({ offset, length }) => clear.subarray(offset, offset + length)),
  );
}

/** What each mark of one direction covers, as [kind, text, label]. */
export async function markTexts(
  outcome: Outcome,
  wanted: "sent" | "received",
): Promise<readonly (readonly [string, string, string])[]> {
  const marks = await readMarks(outcome.folder);
  return marks
    .filter((mark) => mark.direction === wanted)
    .map((mark) => [
      mark.kind,
      outcome.clear.subarray(mark.start, mark.end).toString("latin1"),
      mark.label,
    ]);
}

export function bodyOf(...pieces: readonly (string | Uint8Array)[]): BodySource {
  const bytes = pieces.map((piece) => (typeof piece === "string" ? Buffer.from(piece) : piece));
  return {
    length: bytes.reduce((sum, piece) => sum + piece.length, 0),
    replayable: true,
    async *open() {
      yield* bytes;
    },
  };
}
