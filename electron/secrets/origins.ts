import { providerText } from "../../shared/model/secret-provider.ts";
import type { SecretOrigin } from "../../shared/model/secret-origin.ts";
import type { ProviderStore } from "./providers/store.ts";
import type { Secrets } from "./secrets.ts";
import type { SharedStore } from "./shared-secrets.ts";
import { type SecretPlace, secretVariable } from "./sources.ts";

/** Everything that may give a value, in the order in which it does. */
export interface OriginPorts {
  /** {}: environment variables do not count in this host. */
  readonly environment: NodeJS.ProcessEnv;
  readonly providers: Pick<ProviderStore, "of">;
  readonly secrets: Pick<Secrets, "names">;
  readonly shared: Pick<SharedStore, "view" | "open">;
}

/** Where each of these names gets its value from. Runs nothing; a shared file that cannot be read gives none. */
export async function originsOf(
  place: SecretPlace,
  names: readonly string[],
  { environment, providers, secrets, shared }: OriginPorts,
): Promise<readonly SecretOrigin[]> {
  const ofMachine = async (): Promise<readonly string[]> =>
    place.id === "" ? [] : await secrets.names(place.id, place.environment);
  // Sharing writes to the one before it takes from the other: looked at before and after the file, a value that moves is never nowhere.
  const before = await ofMachine();
  const inFile = await shared.view(place).then(
    (view) => new Set(view.names),
    () => new Set<string>(),
  );
  const stored = new Set([...before, ...(await ofMachine())]);
  const { values } = await shared.open(
    place,
    names.filter((name) => inFile.has(name)),
  );
  return names.map((name): SecretOrigin => {
    const variable = secretVariable(name);
    if (environment[variable] !== undefined) return { kind: "variable", variable };
    const provider = providers.of(place.id, place.environment, name);
    if (provider !== null)
      return { kind: "program", provider: provider.kind, text: providerText(provider) };
    if (stored.has(name)) return { kind: "machine" };
    if (inFile.has(name)) return { kind: "shared", readable: values.has(name) };
    return { kind: "none" };
  });
}
