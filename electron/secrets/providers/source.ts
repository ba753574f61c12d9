import type { Failure } from "../../../shared/model/failure.ts";
import { FailureError } from "../../../shared/model/failure.ts";
import type { SecretSource } from "../sources.ts";
import { askProgram, type AskOptions } from "./ask-program.ts";
import { notFetched } from "./failures.ts";
import type { ProviderStore } from "./store.ts";

/** Values that programs of this machine give. Looking at a request runs none of them; only `fetch` does. */
export interface ProviderSource extends SecretSource {
  /**
   * Runs the program for a secret that was looked for in vain, and keeps its value until `forget`. `failure`: the one that `open` said it
   * with, not a copy: only that knows whose secret it is, since a collection and the globals may both have one of that name. False: it is
   * no failure of this kind, there is none to run, or it was run before. Rejects with FailureError.
   */
  fetch(failure: Failure): Promise<boolean>;
  /** Runs one anew, to see that it works. Rejects with FailureError. */
  attempt(collectionId: string, environment: string, name: string): Promise<void>;
  /** Forgets what was fetched: the next send asks again. */
  forget(): void;
  /** Ends what still runs. */
  close(): void;
}

export function createProviderSource(
  store: Pick<ProviderStore, "of">,
  options: Omit<AskOptions, "signal">,
): ProviderSource {
  const values = new Map<string, string>();
  const running = new Map<string, Promise<string>>();
  /** What was looked for in vain, by what was said about it. */
  const wanted = new WeakMap<Failure, readonly [id: string, environment: string, name: string]>();
  const ended = new AbortController();
  let round = 0;
  const key = (...parts: readonly string[]): string => JSON.stringify(parts);

  const ask = async (id: string, environment: string, name: string): Promise<boolean> => {
    const provider = store.of(id, environment, name);
    // A changed reference is another value.
    const at = key(id, environment, name, JSON.stringify(provider));
    if (provider === null || values.has(at)) return false;
    const mine =
      running.get(at) ?? askProgram(provider, name, { ...options, signal: ended.signal });
    running.set(at, mine);
    const began = round;
    try {
      const value = await mine;
      if (began === round) values.set(at, value);
      return true;
    } finally {
      running.delete(at);
    }
  };

  return {
    async open({ id, environment }, names) {
      const found = new Map<string, string>();
      const missing = new Map<string, Failure>();
      const claimed = new Set<string>();
      for (const name of names) {
        const provider = store.of(id, environment, name);
        if (provider === null) continue;
        claimed.add(name);
        const value = values.get(key(id, environment, name, JSON.stringify(provider)));
        if (value !== undefined) found.set(name, value);
        else {
          const place = environment === "" ? name : `${environment}/${name}`;
          const why = notFetched(place);
          missing.set(name, why);
          wanted.set(why, [id, environment, name]);
        }
      }
      return { values: found, missing, claimed };
    },
    async fetch(failure) {
      const secret = wanted.get(failure);
      return secret !== undefined && (await ask(...secret));
    },
    async attempt(id, environment, name) {
      const provider = store.of(id, environment, name);
      if (provider === null) throw noProvider(name);
      values.delete(key(id, environment, name, JSON.stringify(provider)));
      await ask(id, environment, name);
    },
    forget() {
      round += 1;
      values.clear();
    },
    close: () => ended.abort(closing()),
  };
}

/** Does again what a missing secret stopped, after its program was asked. Rejects as `work` does, or because the program failed. */
export async function withFetched<T>(
  fetch: (failure: Failure) => Promise<boolean>,
  work: () => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (thrown) {
      const failure = unfetched(thrown);
      if (failure === null || !(await fetch(failure))) throw thrown;
    }
  }
}

/** The same, and no longer waited for once the signal aborts: the program may still be answered, for the next send. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}

/** What was said about the secret whose program was not asked yet, when that is why something failed. */
export function unfetched(thrown: unknown): Failure | null {
  if (!(thrown instanceof FailureError) || thrown.failure.code !== "secret-not-fetched")
    return null;
  return thrown.failure;
}

function closing(): FailureError {
  return new FailureError({ kind: "cancelled", code: "cancelled", message: "Envoi is closing." });
}

function noProvider(name: string): FailureError {
  return new FailureError({
    kind: "not-found",
    code: "secret-provider-none",
    message: "No program is named for that secret on this machine.",
    place: name,
  });
}
