import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { defaultNetwork } from "../shared/model/network/network.ts";
import { emptyRequest } from "../shared/model/request.ts";
import { defaultSettings } from "../shared/model/settings.ts";
import { createResolver } from "../shared/template/resolver.ts";
import { systemClock } from "../electron/base/clock.ts";
import { createClient } from "../electron/client/exchange.ts";
import { createHopSend } from "../electron/client/exchange-hop.ts";
import type { BodySource, ResolvedRequest } from "../electron/client/send.ts";
import { createBodies } from "../electron/exchanges/bodies.ts";
import { createExchanges } from "../electron/exchanges/exchanges.ts";
import { newExchangeId } from "../electron/exchanges/exchange-id.ts";
import { openFileGrants } from "../electron/exchanges/file-grants.ts";
import { createExchangeStore } from "../electron/exchanges/store.ts";
import { noMaterial } from "../electron/wire/connect/tls-material.ts";
import { createRoute } from "../electron/wire/connect/route.ts";
import { openRecorder } from "../electron/wire/record/open-recorder.ts";
import { openPack } from "../electron/wire/record/pack.ts";

/** Envoi's own side of a comparison: the client as every host builds it, in a folder of its own. Trace, tap and record are on. */
export interface Envoi {
  /** By the client's `Send`. Rejects when the exchange failed. */
  send(url: string, body?: { readonly source: BodySource; readonly type: string }): Promise<void>;
  /** By the service of the app: resolved, sent, streamed, kept in history, old ones removed. */
  exchange(url: string): Promise<void>;
  close(): Promise<void>;
}

export async function openEnvoi(): Promise<Envoi> {
  const folder = await mkdtemp(path.join(tmpdir(), "envoi-bench-"));
  const pool = createRoute({ clock: systemClock });
  const exchangesFolder = path.join(folder, "exchanges");
  const pack = openPack(exchangesFolder);
  const store = createExchangeStore(exchangesFolder, pack);
  const bodies = createBodies(store);
  const { send } = createClient({
    hopSend: createHopSend({ pool }),
    openRecorder: (options) => openRecorder({ ...options, pack }),
    cookies: null,
    clock: systemClock,
    exchangesFolder,
    bodies,
    version: "bench",
  });
  const exchanges = createExchanges({
    send,
    store,
    bodies,
    readContext: () =>
      Promise.resolve({
        folder: null,
        layers: [],
        auth: { kind: "none" },
        authOrigin: "request",
        resolver: createResolver([]),
        problems: [],
      }),
    settings: () => defaultSettings,
    grants: await openFileGrants(path.join(folder, "file-grants.json")),
    cookies: null,
    clock: systemClock,
    version: "bench",
  });
  return {
    async send(url, body) {
      const id = newExchangeId(systemClock.epoch());
      const { signal } = new AbortController();
      const exchange = await send(requestOf(url, body), { id, signal, onEvent: () => undefined });
      bodies.release(id);
      if (exchange.state !== "done") throw new Error(exchange.failure?.code ?? exchange.state);
    },
    async exchange(url) {
      const input = {
        request: { ...emptyRequest, url },
        collectionId: null,
        path: "",
        environment: null,
      };
      for await (const item of exchanges.send(input, new AbortController().signal)) {
        if (item.kind !== "end" || item.exchange.state === "done") continue;
        throw new Error(item.exchange.failure?.code ?? item.exchange.state);
      }
    },
    async close() {
      await exchanges.close();
      pool.close();
      pack.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function requestOf(
  url: string,
  body?: { readonly source: BodySource; readonly type: string },
): ResolvedRequest {
  return {
    method: body === undefined ? "GET" : "POST",
    url,
    headers: [],
    body: body?.source ?? null,
    bodyContentType: body?.type ?? null,
    auth: { kind: "none" },
    settings: {
      timeout: 0,
      followRedirects: true,
      maxRedirects: 5,
      encodeUrl: false,
      omitHeaders: [],
      verifyTls: true,
      network: { ...defaultNetwork, sendCookies: false, storeCookies: false },
      material: noMaterial,
    },
    raw: null,
  };
}
