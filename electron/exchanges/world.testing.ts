import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { SendInput, SendItem } from "../../shared/contract/exchanges.ts";
import type { Exchange } from "../../shared/model/exchange.ts";
import { emptyRequest, type HttpRequest } from "../../shared/model/request.ts";
import { defaultSettings, type Settings } from "../../shared/model/settings.ts";
import { createResolver } from "../../shared/template/resolver.ts";
import { systemClock } from "../base/clock.ts";
import { createClient } from "../client/exchange.ts";
import { createHopSend } from "../client/exchange-hop.ts";
import type { SendContext } from "../collections/send-context.ts";
import { openCookieStore } from "../cookies/cookie-store.ts";
import { createRoute } from "../wire/connect/route.ts";
import { createKeptValues, type KeptValues } from "../variables/kept-values.ts";
import { openRecorder } from "../wire/record/open-recorder.ts";
import { openPack } from "../wire/record/pack.ts";
import { createBodies } from "./bodies.ts";
import { createExchanges } from "./exchanges.ts";
import type { Exchanges } from "./service.ts";
import { type FileGrants, openFileGrants } from "./file-grants.ts";
import { createExchangeStore } from "./store.ts";

/** The exchange service over the real client and wire, in a folder of its own. */
export interface World {
  readonly folder: string;
  readonly exchanges: Exchanges;
  readonly grants: FileGrants;
  readonly kept: KeptValues;
  settings: Settings;
  context: Partial<SendContext>;
  close(): Promise<void>;
}

export async function openWorld({ packed = true } = {}): Promise<World> {
  const folder = await mkdtemp(path.join(tmpdir(), "envoi-exchanges-"));
  const pool = createRoute({ clock: systemClock });
  const pack = packed ? openPack(path.join(folder, "exchanges")) : undefined;
  const store = createExchangeStore(path.join(folder, "exchanges"), pack);
  const bodies = createBodies(store);
  const cookies = await openCookieStore({
    file: path.join(folder, "cookies.json"),
    epoch: () => systemClock.epoch(),
  });
  const { send } = createClient({
    hopSend: createHopSend({ pool }),
    openRecorder: (options) => openRecorder({ ...options, ...(pack && { pack }) }),
    cookies,
    clock: systemClock,
    exchangesFolder: path.join(folder, "exchanges"),
    bodies,
    version: "1.2.3",
  });
  const grants = await openFileGrants(path.join(folder, "grants.json"));
  const kept = createKeptValues();
  const made: World = {
    folder,
    kept,
    grants,
    settings: defaultSettings,
    context: {},
    exchanges: createExchanges({
      home: folder,
      kept,
      tokenFor: () => Promise.reject(new Error("no tokens here")),
      send,
      store,
      bodies,
      readContext: async ({ request, answers }) => ({
        folder: null,
        workspace: null,
        layers: [],
        auth: request.auth.kind === "inherit" ? { kind: "none" } : request.auth,
        authOrigin: "request",
        resolver: createResolver([], answers === undefined ? {} : { answers }),
        problems: [],
        ...made.context,
      }),
      settings: () => made.settings,
      grants,
      cookies,
      clock: systemClock,
      version: "1.2.3",
    }),
    async close() {
      await made.exchanges.close();
      await cookies.close();
      pool.close();
      pack?.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return made;
}

export const input = (request: Partial<HttpRequest>): SendInput => ({
  request: { ...emptyRequest, ...request },
  collectionId: null,
  path: "",
  environment: null,
});

/** Sends and reads the stream to its end. */
export async function sendAll(
  world: World,
  request: Partial<HttpRequest>,
  onItem?: (item: SendItem) => void,
): Promise<{ readonly items: readonly SendItem[]; readonly exchange: Exchange }> {
  const items: SendItem[] = [];
  for await (const item of world.exchanges.send(input(request), new AbortController().signal)) {
    items.push(item);
    onItem?.(item);
  }
  const last = items.at(-1);
  if (last?.kind !== "end") throw new Error("the stream did not end with the exchange");
  return { items, exchange: last.exchange };
}

/** Another process over the same folder. */
export async function openWorldOver(folder: string): Promise<{ readonly exchanges: Exchanges }> {
  const exchangesFolder = path.join(folder, "exchanges");
  const store = createExchangeStore(exchangesFolder, openPack(exchangesFolder));
  const bodies = createBodies(store);
  return {
    exchanges: createExchanges({
      home: folder,
      tokenFor: () => Promise.reject(new Error("no tokens here")),
      send: () => Promise.reject(new Error("not here")),
      store,
      bodies,
      readContext: () => Promise.reject(new Error("not here")),
      settings: () => defaultSettings,
      grants: await openFileGrants(path.join(folder, "grants.json")),
      cookies: null,
      kept: createKeptValues(),
      clock: systemClock,
      version: "",
    }),
  };
}
