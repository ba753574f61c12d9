import { readFile } from "node:fs/promises";
import path from "node:path";
import { FailureError } from "../../shared/model/failure.ts";
import { storageFailure } from "../base/storage-failure.ts";
import { identitiesIn } from "./age.ts";
import type { Secrets } from "./secrets.ts";
import type { SharedStore } from "./shared-secrets.ts";
import type { SecretPlace, SecretSource } from "./sources.ts";

/**
 * Writes a value into the shared file. The one in this machine's store goes when the file gives the same here: from then on everybody sees
 * what the file says, this machine too.
 */
export async function shareValue(
  place: SecretPlace,
  name: string,
  value: string,
  { shared, secrets }: { readonly shared: SharedStore; readonly secrets: Secrets },
): Promise<void> {
  await shared.set(place, name, value);
  if (place.id === "") return;
  const { values } = await shared.open(place, [name]);
  if (values.get(name) === value) await secrets.remove(place.id, place.environment, name);
}

/** Takes a value out of the shared file; what can be opened here stays on this machine. */
export async function unshareValue(
  place: SecretPlace,
  name: string,
  { shared, secrets }: { readonly shared: SharedStore; readonly secrets: Secrets },
): Promise<void> {
  const value = (await shared.open(place, [name])).values.get(name);
  const own = place.id === "" ? null : await secrets.open(place.id, place.environment);
  if (value !== undefined && own !== null && !own.values.has(name))
    await secrets.set(place.id, place.environment, name, value);
  await shared.remove(place, name);
}

/** The value of one secret on this machine. Rejects with FailureError: why there is none. */
export async function valueOf(
  source: SecretSource,
  place: SecretPlace,
  name: string,
): Promise<string> {
  const { values, missing } = await source.open(place, [name]);
  const value = values.get(name);
  if (value !== undefined) return value;
  throw new FailureError(
    missing.get(name) ?? {
      kind: "not-found",
      code: "secret-missing",
      message: "This machine has no value for that secret.",
      remedy: "Give it a value first.",
      place: name,
    },
  );
}

/** Keeps every identity of a file of age-keygen. `file`: absolute. Rejects with FailureError `input`, `not-found` or `storage`. */
export async function importIdentities(
  shared: Pick<SharedStore, "keepIdentity">,
  file: string,
): Promise<void> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw storageFailure(error, path.basename(file));
  });
  const found = identitiesIn(text);
  if (found.length === 0) throw noIdentity(path.basename(file));
  for (const identity of found) await shared.keepIdentity(identity);
}

function noIdentity(file: string): FailureError {
  return new FailureError({
    kind: "input",
    code: "age-identity",
    message: "There is no age identity in this file.",
    remedy: "It is a line that begins with AGE-SECRET-KEY-, as age-keygen writes it.",
    place: file,
  });
}
