import type { Failure } from "../../shared/model/failure.ts";
import type { OpenedSecrets, Secrets } from "./secrets.ts";

/** Which secret variables: of an environment of a collection; of the collection and its folders when `environment` is "". */
export interface SecretPlace {
  /** Globals have that of their folder. "": of no collection this machine knows, it was never opened here. */
  readonly id: string;
  /** The real folder of the collection or workspace. */
  readonly root: string;
  readonly environment: string;
}

/** One place secrets may come from. Opening runs nothing and asks nobody. */
export interface SecretSource {
  open(place: SecretPlace, names: readonly string[]): Promise<OpenedSecrets>;
}

/** Several sources as one: the first that has a value gives it, and the first that knows why there is none says so. */
export function joinSources(sources: readonly SecretSource[]): SecretSource {
  return {
    open: async (place, names) => {
      const values = new Map<string, string>();
      const missing = new Map<string, Failure>();
      const claimed = new Set<string>();
      for (const source of sources) {
        const wanted = names.filter((name) => !values.has(name) && !claimed.has(name));
        if (wanted.length === 0) break;
        const found = await source.open(place, wanted);
        for (const name of found.claimed ?? []) claimed.add(name);
        for (const name of wanted) {
          const value = found.values.get(name);
          if (value !== undefined) values.set(name, value);
          const why = found.missing.get(name);
          if (why !== undefined && !missing.has(name)) missing.set(name, why);
        }
      }
      for (const name of values.keys()) missing.delete(name);
      return { values, missing };
    },
  };
}

/** This machine's store. What was never opened on it (`id` "") has nothing there. */
export function storeSource(secrets: Pick<Secrets, "open">): SecretSource {
  return {
    open: async ({ id, environment }) =>
      id === "" ? { values: new Map(), missing: new Map() } : await secrets.open(id, environment),
  };
}

/**
 * `ENVOI_SECRET_<NAME>`: the variable's name in capitals, with `_` for what is neither letter nor digit. For programs started from a shell
 * (the command line, the loopback host): any collection that names such a variable gets it.
 */
export function environmentSource(environment: NodeJS.ProcessEnv): SecretSource {
  return {
    open: async (_, names) => {
      const values = new Map<string, string>();
      for (const name of names) {
        const value = environment[secretVariable(name)];
        if (value !== undefined) values.set(name, value);
      }
      return { values, missing: new Map() };
    },
  };
}

/** The environment variable that gives a secret its value. */
export function secretVariable(name: string): string {
  return `ENVOI_SECRET_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}`;
}
