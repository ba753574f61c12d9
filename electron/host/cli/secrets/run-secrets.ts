import { FailureError } from "../../../../shared/model/failure.ts";
import type { Secrets } from "../../../secrets/secrets.ts";
import { createProviderSource, unfetched } from "../../../secrets/providers/source.ts";
import { openProviderStore } from "../../../secrets/providers/store.ts";
import { createSharedStore } from "../../../secrets/shared-secrets.ts";
import {
  environmentSource,
  joinSources,
  type SecretSource,
  storeSource,
} from "../../../secrets/sources.ts";
import { type Given, last } from "../options/parse.ts";
import { namedIdentities, nothingKept } from "./identities.ts";
import { typedSecret } from "./passphrase.ts";
import { machineToRead, unlockMachine } from "./machine.ts";

/** Where the secrets of one run of the command line come from. */
export interface RunSecrets {
  readonly source: SecretSource;
  /**
   * Does what a failure about a secret asks for: unlocks the store, runs the program that was allowed. False: there is nothing to do, or it
   * was done before. Rejects with FailureError.
   */
  settle(thrown: unknown): Promise<boolean>;
}

/** ENVOI_SECRET_ variables, then programs, this machine's store, and the shared file. */
export async function runSecrets(data: string, given: Given): Promise<RunSecrets> {
  const machine = await machineToRead(data);
  const programs = createProviderSource(await openProviderStore(data), {
    environment: process.env,
  });
  const sources: SecretSource[] = [environmentSource(process.env), programs];
  if (machine !== null) {
    sources.push(storeSource(machine.secrets));
  }
  // An identity named for this run opens shared values on a machine that keeps nothing itself.
  const kept: Pick<Secrets, "open" | "set"> = machine?.secrets ?? nothingKept;
  sources.push(
    createSharedStore(kept, () =>
      namedIdentities(last(given, "identity-file") ?? null, {
        environment: process.env,
        folder: process.cwd(),
      }),
    ),
  );
  return {
    source: joinSources(sources),
    async settle(thrown) {
      const asked = unfetched(thrown);
      if (asked !== null) return await programs.fetch(asked);
      if (!(thrown instanceof FailureError) || machine === null) return false;
      if (thrown.failure.code !== "secrets-locked" || !machine.vault.state.get().locked)
        return false;
      await unlockMachine(machine.vault, {
        file: last(given, "passphrase-file") ?? null,
        environment: process.env,
        ask: typedSecret,
      });
      return true;
    },
  };
}
