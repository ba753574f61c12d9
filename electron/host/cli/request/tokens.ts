import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { OAuth2Auth } from "../../../../shared/model/oauth2.ts";
import { systemClock } from "../../../base/clock.ts";
import { createCurrent } from "../../../base/current.ts";
import { findProgram } from "../../../base/program.ts";
import type { TokenAuth } from "../../../client/auth/applied.ts";
import { systemTools } from "../../../client/auth/outgoing.ts";
import { createClient } from "../../../client/exchange.ts";
import { createHopSend } from "../../../client/exchange-hop.ts";
import type { ResolvedSettings } from "../../../client/send.ts";
import { createBodies } from "../../../exchanges/bodies.ts";
import { createConduct } from "../../../exchanges/conduct.ts";
import { createExchangeStore } from "../../../exchanges/store.ts";
import { createOAuth2 } from "../../../oauth2/service.ts";
import { openTokenStore, type StoredToken, type TokenStore } from "../../../oauth2/token-store.ts";
import { createRoute } from "../../../wire/connect/route.ts";
import { openRecorder } from "../../../wire/record/open-recorder.ts";
import { machineToRead } from "../secrets/machine.ts";

/**
 * The OAuth 2 token a request file asks for: one the app keeps, or a new one from a flow that needs nobody. What is fetched here is used once
 * and written nowhere: the app may be running over the same folder. Rejects with FailureError.
 */
export async function tokenOf(
  auth: OAuth2Auth,
  settings: ResolvedSettings,
  { data, owner }: { readonly data: string; readonly owner: string | null },
): Promise<TokenAuth> {
  const folder = await mkdtemp(join(tmpdir(), "envoi-token-"));
  const pool = createRoute({ clock: systemClock });
  const store = createExchangeStore(folder);
  const bodies = createBodies(store);
  const { send } = createClient({
    hopSend: createHopSend({ pool }),
    openRecorder,
    cookies: null,
    clock: systemClock,
    exchangesFolder: folder,
    bodies,
    version: findProgram(import.meta.url).version,
  });
  const oauth2 = createOAuth2({
    store: await keptBy(data),
    conduct: createConduct({ send, store, bodies, clock: systemClock }),
    tools: systemTools,
    resolve: () => Promise.reject(new Error("nothing asks for this here")),
    wait: (ms, signal) => wait(ms, undefined, { signal }),
  });
  try {
    return await oauth2.tokenFor(auth, owner, settings, new AbortController().signal);
  } finally {
    pool.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The app's tokens, to be read only. Those its keychain sealed stay with the desktop app. */
async function keptBy(data: string): Promise<TokenStore> {
  const machine = await machineToRead(data);
  const kept = machine === null ? null : await openTokenStore(data, machine.vault);
  const own = new Map<string, StoredToken>();
  return {
    views: createCurrent([]),
    get: (key) => own.get(key) ?? kept?.get(key) ?? null,
    put: async (stored) => void own.set(stored.key, stored),
    remove: async (key) => void own.delete(key),
  };
}
