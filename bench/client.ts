import { setMaxListeners } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Exchange } from "../shared/model/exchange.ts";
import type { TraceEvent } from "../shared/model/trace.ts";
import { defaultNetwork, type OwnNetwork } from "../shared/model/network/network.ts";
import { systemClock } from "../electron/base/clock.ts";
import type { AppliedAuth } from "../electron/client/auth/applied.ts";
import { createClient } from "../electron/client/exchange.ts";
import { createHopSend } from "../electron/client/exchange-hop.ts";
import type { BodyKeeper } from "../electron/client/kept-body.ts";
import type { BodySource, ResolvedRequest, ResolvedSettings } from "../electron/client/send.ts";
import { noMaterial, type TlsMaterial } from "../electron/wire/connect/tls-material.ts";
import { createKeyLog } from "../electron/wire/connect/key-log.ts";
import { createRoute } from "../electron/wire/connect/route.ts";
import { openRecorder } from "../electron/wire/record/open-recorder.ts";
import type { SocketUse } from "../electron/wire/websocket/socket.ts";
import { openPack } from "../electron/wire/record/pack.ts";

export interface BenchBody {
  readonly source: BodySource;
  readonly type: string;
}

export interface BenchOptions {
  readonly body?: BenchBody;
  readonly verifyTls?: boolean;
  readonly network?: OwnNetwork;
  readonly material?: TlsMaterial;
  readonly auth?: AppliedAuth;
  /** It is a WebSocket. */
  readonly socket?: SocketUse;
}

/** The client as every host builds it, in a folder of its own: trace, tap and record on. */
export interface BenchClient {
  readonly folder: string;
  readonly exchangesFolder: string;
  /** By the client's public `Send`. Rejects when the exchange failed. */
  send(url: string, options?: BenchOptions): Promise<Exchange>;
  /** Stops it `after` ms from the event `begins`; gives the ms from then to its end. Rejects when it ended otherwise. */
  cancel(
    url: string,
    how: {
      readonly options?: BenchOptions;
      readonly begins: TraceEvent["kind"];
      readonly after: number;
    },
  ): Promise<number>;
  /** Bytes of both directions on the clear side of an exchange, in the order they passed. */
  recorded(id: string): Promise<Buffer>;
  close(): Promise<void>;
}

const noKeeper: BodyKeeper = { keep: () => undefined };

export interface ClientOptions {
  /** Where the secrets of TLS go; absent: nowhere. */
  readonly keyLogFile?: string;
  /** Small records go into the pack; else each is there as soon as it is closed. Default true. */
  readonly packed?: boolean;
  /** Somebody else's, who removes it; absent: one of its own. */
  readonly within?: string;
}

export async function openClient(options: ClientOptions = {}): Promise<BenchClient> {
  const { keyLogFile = "", packed = true, within } = options;
  const folder = within ?? (await mkdtemp(path.join(tmpdir(), "envoi-bench-")));
  const exchangesFolder = path.join(folder, "exchanges");
  const keyLog = createKeyLog(() => keyLogFile);
  const pool = createRoute({ clock: systemClock, keyLog });
  const pack = openPack(exchangesFolder);
  const { send } = createClient({
    hopSend: createHopSend({ pool }),
    openRecorder: ({ record, folder: of, clock, startedAt }) =>
      packed
        ? openRecorder({ record, folder: of, clock, startedAt, pack })
        : openRecorder({ record, folder: of, clock, startedAt }),
    cookies: null,
    clock: systemClock,
    exchangesFolder,
    bodies: noKeeper,
    version: "bench",
  });
  let count = 0;
  // One for the whole run, as a runner has it.
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  return {
    folder,
    exchangesFolder,
    async send(url, options = {}) {
      count += 1;
      const onEvent = (): void => undefined;
      const exchange = await send(requestOf(url, options), {
        id: `bench-${count}`,
        signal,
        onEvent,
      });
      if (exchange.state !== "done") throw new Error(exchange.failure?.code ?? exchange.state);
      return exchange;
    },
    async cancel(url, { options = {}, begins, after }) {
      count += 1;
      const stop = new AbortController();
      let stoppedAt = Number.NaN;
      const abort = (): void => {
        stoppedAt = performance.now();
        stop.abort();
      };
      let begun = false;
      const exchange = await send(requestOf(url, options), {
        id: `bench-${count}`,
        signal: stop.signal,
        onEvent({ kind }) {
          if (kind !== begins || begun) return;
          begun = true;
          if (after === 0) abort();
          else setTimeout(abort, after);
        },
      });
      if (exchange.state !== "cancelled") throw new Error(`not cancelled: ${exchange.state}`);
      return performance.now() - stoppedAt;
    },
    async recorded(id) {
      const { readBytes, readSegments } = await import("../electron/wire/record/read-record.ts");
      const of = path.join(exchangesFolder, id);
      const parts: Uint8Array[] = [];
      for (const { offset, length } of await readSegments(of, "clear", 0, 1e6))
        for await (const part of readBytes(of, "clear", offset, offset + length)) parts.push(part);
      return Buffer.concat(parts);
    },
    async close() {
      pool.close();
      keyLog.close();
      pack.close();
      if (within === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

const network = { ...defaultNetwork, sendCookies: false, storeCookies: false };
const settings: ResolvedSettings = {
  timeout: 0,
  followRedirects: true,
  maxRedirects: 5,
  encodeUrl: false,
  omitHeaders: [],
  verifyTls: true,
  network,
  material: noMaterial,
};

function requestOf(url: string, options: BenchOptions): ResolvedRequest {
  const { body, verifyTls, network: own, material, auth = { kind: "none" }, socket } = options;
  return {
    method: body === undefined ? "GET" : "POST",
    url,
    headers: [],
    body: body?.source ?? null,
    bodyContentType: body?.type ?? null,
    auth,
    settings:
      verifyTls === undefined && own === undefined && material === undefined
        ? settings
        : {
            ...settings,
            verifyTls: verifyTls ?? true,
            network: { ...network, ...own },
            material: material ?? noMaterial,
          },
    raw: null,
    ...(socket === undefined ? {} : { socket }),
  };
}
