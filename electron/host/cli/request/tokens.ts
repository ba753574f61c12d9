import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import type { OAuth2Step } from "../../../../shared/contract/oauth2.ts";
import { FailureError } from "../../../../shared/model/failure.ts";
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
import { createOAuth2, type OAuth2 } from "../../../oauth2/service.ts";
import { openTokenStore, type StoredToken, type TokenStore } from "../../../oauth2/token-store.ts";
import { createRoute } from "../../../wire/connect/route.ts";
import { openRecorder } from "../../../wire/record/open-recorder.ts";
import { machineToRead } from "../secrets/machine.ts";

/** Where a sign-in tells what to do. */
export interface Person {
  line(text: string): void;
}

/**
 * The OAuth 2 token a request file asks for: one the app keeps, or a new one from a flow that needs nobody, or with `person` from one that
 * needs somebody. What is fetched here is used once and written nowhere: the app may be running over the same folder. Rejects with FailureError.
 */
export async function tokenOf(
  auth: OAuth2Auth,
  settings: ResolvedSettings,
  {
    data,
    owner,
    person,
  }: { readonly data: string; readonly owner: string | null; readonly person: Person | null },
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
    const { signal } = new AbortController();
    const token = (): Promise<TokenAuth> => oauth2.tokenFor(auth, owner, settings, signal);
    return await token().catch(async (thrown: unknown) => {
      if (!(thrown instanceof FailureError) || !wantsPerson.has(thrown.failure.code)) throw thrown;
      if (person === null)
        throw new FailureError({
          ...thrown.failure,
          remedy: "Add --sign-in, or get one in the Auth tab of the app.",
        });
      await signIn(
        oauth2.obtain(auth, owner, settings, { refresh: false, signal }),
        oauth2,
        person,
      );
      return await token();
    });
  } finally {
    pool.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const wantsPerson: ReadonlySet<string> = new Set(["oauth2-no-token", "oauth2-expired"]);

/** Tells the person each step. Rejects with FailureError when it ends without a token. */
async function signIn(
  steps: AsyncIterable<OAuth2Step>,
  { answer }: Pick<OAuth2, "answer">,
  { line }: Person,
): Promise<void> {
  for await (const step of steps) {
    switch (step.kind) {
      case "browser":
        line(`Sign in at this address, in a browser of this machine:\n${step.url}`);
        break;
      case "paste": {
        line(`Sign in at this address:\n${step.url}`);
        line("Then paste the address at which the browser ended:");
        const lines = createInterface({ input: process.stdin });
        lines.once("line", (text) => {
          answer(step.flow, text);
          lines.close();
        });
        break;
      }
      case "device":
        line(`Type the code ${step.userCode} at this address, on any device:\n${step.url}`);
        break;
      case "failed":
        if (step.said !== "") line(`The server says: ${step.said}`);
        throw new FailureError(step.failure);
      case "exchange":
      case "token":
        break;
    }
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
