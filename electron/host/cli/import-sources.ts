import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { SourceFile } from "../../../shared/formats/import/source-file.ts";
import { defaultSettings } from "../../../shared/model/settings.ts";
import { systemClock } from "../../base/clock.ts";
import { findProgram } from "../../base/program.ts";
import { createClient } from "../../client/exchange.ts";
import { createHopSend } from "../../client/exchange-hop.ts";
import { createBodies } from "../../exchanges/bodies.ts";
import { plainSettings } from "../../exchanges/resolve.ts";
import { createExchangeStore } from "../../exchanges/store.ts";
import {
  createFetchDocument,
  type FetchDocument,
  fetchReferences,
} from "../../imports/fetch-document.ts";
import { readSources, unpacked } from "../../imports/read-sources.ts";
import { createProxies } from "../../proxies/choose.ts";
import { createKeyLog } from "../../wire/connect/key-log.ts";
import { createRoute } from "../../wire/connect/route.ts";
import { openRecorder } from "../../wire/record/open-recorder.ts";
import { readStdin } from "./stdin.ts";

export function isAddress(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

/** What `envoi import` reads: a file, a folder, an archive, standard input, or a file at an address. Rejects with FailureError. */
export async function sourcesOf(source: string): Promise<readonly SourceFile[]> {
  if (isAddress(source))
    return withFetch(async (fetchOne, signal) =>
      unpacked({ path: source, bytes: await fetchOne(source, signal) }),
    );
  if (source !== "-") return readSources(path.resolve(source));
  return unpacked({ path: "stdin", bytes: await readStdin() });
}

/** The same with everything a description refers to at other addresses. `failed`: how many gave nothing. */
export async function withReferences(
  sources: readonly SourceFile[],
  find: (sources: readonly SourceFile[]) => readonly string[],
): Promise<{ readonly sources: readonly SourceFile[]; readonly failed: number }> {
  if (find(sources).length === 0) return { sources, failed: 0 };
  const { added, failed } = await withFetch((fetchOne, signal) =>
    fetchReferences(sources, async (files) => find(files), fetchOne, signal),
  );
  return { sources: [...sources, ...added], failed };
}

/** Work with a client of its own, whose record is gone afterwards. */
async function withFetch<T>(
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
