import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { SendInput } from "../../shared/contract/exchanges.ts";
import type { OAuth2Step } from "../../shared/contract/oauth2.ts";
import { newAuth } from "../../shared/model/auth-fields.ts";
import type { OAuth2Auth } from "../../shared/model/oauth2.ts";
import { emptyRequest } from "../../shared/model/request.ts";
import { systemClock } from "../base/clock.ts";
import { systemTools } from "../client/auth/outgoing.ts";
import { plainSettings } from "../client/client.testing.ts";
import { createClient } from "../client/exchange.ts";
import { createHopSend } from "../client/exchange-hop.ts";
import { createBodies } from "../exchanges/bodies.ts";
import { createConduct } from "../exchanges/conduct.ts";
import { createExchangeStore, type ExchangeStore } from "../exchanges/store.ts";
import { openVault } from "../secrets/vault.ts";
import { createRoute } from "../wire/connect/route.ts";
import { openRecorder } from "../wire/record/open-recorder.ts";
import { createOAuth2, type OAuth2 } from "./service.ts";
import { openTokenStore } from "./token-store.ts";

/** The service over the real client, in a folder of its own. */
export interface TokenWorld {
  readonly folder: string;
  readonly oauth2: OAuth2;
  readonly store: ExchangeStore;
  /** ms by which its clock is ahead. */
  ahead: number;
  /** Called with each wait; it does not wait. */
  waited: number[];
  /** All steps of one call; `act` is told of each as it comes. */
  get(
    auth: OAuth2Auth,
    options?: {
      readonly refresh?: boolean;
      readonly signal?: AbortSignal;
      readonly act?: (step: OAuth2Step) => unknown;
    },
  ): Promise<readonly OAuth2Step[]>;
  tokenFor(
    auth: OAuth2Auth,
    owner?: string | null,
    signal?: AbortSignal,
  ): ReturnType<OAuth2["tokenFor"]>;
  /** The same folder, opened again. */
  again(): Promise<OAuth2>;
  close(): Promise<void>;
}

export function inputFor(auth: OAuth2Auth, collectionId: string | null = null): SendInput {
  return {
    request: { ...emptyRequest, url: "http://127.0.0.1/", auth },
    collectionId,
    path: "",
    environment: null,
  };
}

export function oauth2(over: Partial<OAuth2Auth>): OAuth2Auth {
  return { ...newAuth("oauth2"), ...over };
}

export async function openTokenWorld(): Promise<TokenWorld> {
  const folder = await mkdtemp(path.join(tmpdir(), "envoi-oauth2-"));
  const exchangesFolder = path.join(folder, "exchanges");
  const pool = createRoute({ clock: systemClock });
  const store = createExchangeStore(exchangesFolder);
  const bodies = createBodies(store);
  const { send } = createClient({
    hopSend: createHopSend({ pool }),
    openRecorder,
    cookies: null,
    clock: systemClock,
    exchangesFolder,
    bodies,
    version: "0.0.0",
  });
  const service = async (): Promise<OAuth2> =>
    createOAuth2({
      store: await openTokenStore(folder, await openVault({ dataFolder: folder })),
      conduct: createConduct({ send, store, bodies, clock: systemClock }),
      tools: { ...systemTools, epoch: () => Date.now() + world.ahead },
      resolve: async ({ request }) => ({ auth: request.auth, settings: plainSettings }),
      async wait(ms, signal) {
        signal.throwIfAborted();
        world.waited.push(ms);
      },
    });
  const world: TokenWorld = {
    folder,
    store,
    ahead: 0,
    waited: [],
    oauth2: undefined as unknown as OAuth2,
    async get(auth, { refresh = false, signal = new AbortController().signal, act } = {}) {
      const steps: OAuth2Step[] = [];
      for await (const step of world.oauth2.get(inputFor(auth), refresh, signal)) {
        steps.push(step);
        act?.(step);
      }
      return steps;
    },
    tokenFor: (auth, owner = null, signal = new AbortController().signal) =>
      world.oauth2.tokenFor(auth, owner, plainSettings, signal),
    again: service,
    async close() {
      pool.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return Object.assign(world, { oauth2: await service() });
}
