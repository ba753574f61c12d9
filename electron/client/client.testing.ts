import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Exchange } from "../../shared/model/exchange.ts";
import { defaultNetwork } from "../../shared/model/network/network.ts";
import type { TraceEvent } from "../../shared/model/trace.ts";
import { systemClock } from "../base/clock.ts";
import type { Pool } from "../wire/connect/pool.ts";
import { createRoute } from "../wire/connect/route.ts";
import type { FindCurl } from "../wire/http3/curl-program.ts";
import { openRecorder } from "../wire/record/open-recorder.ts";
import { readBytes, readSegments } from "../wire/record/read-record.ts";
import type { CookiePort } from "./cookies.ts";
import type { DecodeLimit } from "./decode/content-coding.ts";
import { createClient } from "./exchange.ts";
import { createHopSend } from "./exchange-hop.ts";
import type { HstsPort } from "./hsts.ts";
import type { LiveBody } from "./kept-body.ts";
import type { ResolvedRequest, ResolvedSettings } from "./send.ts";
import { noMaterial } from "../wire/connect/tls-material.ts";

export const plainSettings: ResolvedSettings = {
  timeout: 0,
  followRedirects: true,
  maxRedirects: 20,
  encodeUrl: false,
  omitHeaders: [],
  verifyTls: true,
  network: defaultNetwork,
  material: noMaterial,
};

export interface Sent {
  readonly id: string;
  readonly exchange: Exchange;
  readonly events: readonly TraceEvent[];
}

type Wanted = Partial<Omit<ResolvedRequest, "settings">> & {
  readonly settings?: Partial<ResolvedSettings>;
};

/** The client over the real wire, with a folder of its own. */
export interface TestClient {
  readonly folder: string;
  readonly pool: Pool;
  readonly bodies: readonly LiveBody[];
  send(
    wanted: Wanted,
    options?: { readonly signal?: AbortSignal; readonly onEvent?: (event: TraceEvent) => void },
  ): Promise<Sent>;
  /** Bytes of one direction as recorded, all hops. */
  recorded(id: string, direction: "sent" | "received"): Promise<Buffer>;
  close(): Promise<void>;
}

export async function openTestClient(
  options: {
    readonly cookies?: CookiePort;
    readonly hsts?: HstsPort;
    readonly decodeLimit?: DecodeLimit;
    readonly findTicketCurl?: FindCurl;
  } = {},
): Promise<TestClient> {
  const folder = await mkdtemp(path.join(tmpdir(), "envoi-client-"));
  const pool = createRoute({ clock: systemClock });
  const bodies: LiveBody[] = [];
  const { send } = createClient({
    hopSend: createHopSend({ pool }),
    openRecorder,
    cookies: options.cookies ?? null,
    clock: systemClock,
    exchangesFolder: folder,
    bodies: { keep: (body) => void bodies.push(body) },
    version: "0.0.0",
    ...(options.hsts === undefined ? {} : { hsts: options.hsts }),
    ...(options.findTicketCurl === undefined ? {} : { findTicketCurl: options.findTicketCurl }),
    ...(options.decodeLimit === undefined ? {} : { decodeLimit: options.decodeLimit }),
  });
  let count = 0;
  return {
    folder,
    pool,
    bodies,
    async send({ settings, ...wanted }, { signal, onEvent } = {}) {
      count += 1;
      const id = `exchange-${count}`;
      const events: TraceEvent[] = [];
      const request: ResolvedRequest = {
        method: "GET",
        url: "",
        headers: [],
        body: null,
        bodyContentType: null,
        auth: { kind: "none" },
        raw: null,
        ...wanted,
        settings: { ...plainSettings, ...settings },
      };
      const exchange = await send(request, {
        id,
        signal: signal ?? new AbortController().signal,
        onEvent(event) {
          events.push(event);
          onEvent?.(event);
        },
      });
      return { id, exchange, events };
    },
    async recorded(id, direction) {
      const parts: Uint8Array[] = [];
      for await (const part of readBytes(path.join(folder, id), "clear", 0, Infinity))
        parts.push(part);
      const bytes = Buffer.concat(parts);
      const segments = await readSegments(path.join(folder, id), "clear", 0, 1e6);
      return Buffer.concat(
        segments
          .filter((segment) => segment.direction === direction)
          .map((segment) => bytes.subarray(segment.offset, segment.offset + segment.length)),
      );
    },
    async close() {
      pool.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
