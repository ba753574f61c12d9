import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { defaultSettings } from "../../../shared/model/settings.ts";
import { systemClock } from "../../base/clock.ts";
import { findProgram } from "../../base/program.ts";
import { createClient } from "../../client/exchange.ts";
import { createHopSend } from "../../client/exchange-hop.ts";
import { createBodies } from "../../exchanges/bodies.ts";
import { plainSettings } from "../../exchanges/resolve.ts";
import { createExchangeStore } from "../../exchanges/store.ts";
import { createFetchDocument, type FetchDocument } from "../../imports/fetch-document.ts";
import { createProxies } from "../../proxies/choose.ts";
import { createKeyLog } from "../../wire/connect/key-log.ts";
import { createRoute } from "../../wire/connect/route.ts";
import { openRecorder } from "../../wire/record/open-recorder.ts";

/** Work with a client of its own, whose record is gone afterwards. */
export async function withFetch<T>(
  work: (fetchOne: FetchDocument, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "envoi-import-"));
  const controller = new AbortController();
  const interrupt = () => controller.abort();
  process.once("SIGINT", interrupt);
  const store = createExchangeStore(folder);
  const bodies = createBodies(store);
  const keyLog = createKeyLog(() => "");
  const pool = createRoute({ clock: systemClock, keyLog });
  try {
    const { send } = createClient({
      hopSend: createHopSend({ pool }),
      openRecorder,
      cookies: null,
      clock: systemClock,
      exchangesFolder: folder,
      bodies,
      version: findProgram(import.meta.url).version,
      chooseProxy: createProxies({ environment: process.env }),
    });
    const fetchOne = createFetchDocument({
      send,
      bodies,
      store,
      settings: () => plainSettings(defaultSettings),
      now: systemClock.epoch,
    });
    return await work(fetchOne, controller.signal);
  } finally {
    process.off("SIGINT", interrupt);
    pool.close();
    keyLog.close();
    await rm(folder, { recursive: true, force: true });
  }
}
