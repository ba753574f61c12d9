import { randomBytes } from "node:crypto";
import * as v from "valibot";
import type { ExchangeId } from "../../shared/model/exchange.ts";
import { FailureError } from "../../shared/model/failure.ts";
import type { Vault } from "../secrets/vault.ts";
import { forgetFolderKey, sealFolder } from "../wire/record/seal.ts";
import { createMasking, type Masking } from "./masking.ts";

/** The same under the vault's newest key; null: it is, or it cannot be opened. */
export function resealedRecord(
  sealed: string,
  vault: Pick<Vault, "sealer" | "opener">,
): string | null {
  const [name = "", bytes = ""] = sealed.split(separator);
  const { sealer } = vault;
  if (name === sealer.name) return null;
  try {
    const text = vault.opener(name)?.open(Buffer.from(bytes, "base64"));
    if (text === undefined) return null;
    return `${sealer.name}${separator}${Buffer.from(sealer.seal(text)).toString("base64")}`;
  } catch {
    return null;
  }
}

/** What an exchange that held secrets needs to be read again: the key of its files and the values to hide. */
interface RecordSecrets {
  readonly key: Buffer;
  readonly values: readonly string[];
  readonly masking: Masking | null;
}

/** Keeps the bytes of exchanges that held secrets unreadable on the disk, and hidden from eyes until a person asks. */
export interface RecordGuard {
  /** Before the first byte is written. `values`: every secret the request holds. null: it holds none. */
  begin(id: ExchangeId, folder: string, values: Iterable<string>): Masking | null;
  /** Values an exchange brought are hidden in it too. Unknown ids are ignored. */
  also(id: ExchangeId, values: readonly string[]): void;
  /** Every value an exchange held, to be hidden in another that sends them again. */
  valuesOf(id: ExchangeId): readonly string[];
  /** Every value met since Envoi started. */
  met(): Iterable<string>;
  /** What to keep beside the record, sealed; null: nothing, or the store is locked, and then the bytes can be read until Envoi ends. */
  sealed(id: ExchangeId): string | null;
  /** Makes a record of an earlier run readable. Throws FailureError `storage/record-sealed` when its key is not at hand. */
  open(id: ExchangeId, folder: string, sealed: string): void;
  /** What to hide; null: nothing, or a person asked to see it. */
  maskingOf(id: ExchangeId): Masking | null;
  /** Whether there is something to hide, and whether it is hidden. */
  stateOf(id: ExchangeId): "none" | "hidden" | "shown";
  /** Until Envoi ends. */
  show(id: ExchangeId, shown: boolean): void;
  forget(id: ExchangeId, folder: string): void;
}

const sealedSchema = v.object({ key: v.string(), values: v.array(v.string()) });
const separator = " ";

export function createRecordGuard(vault: Pick<Vault, "sealer" | "opener" | "state">): RecordGuard {
  const known = new Map<ExchangeId, RecordSecrets>();
  const shown = new Set<ExchangeId>();
  const met = new Set<string>();
  return {
    met: () => met,
    valuesOf: (id) => known.get(id)?.values ?? [],
    begin(id, folder, given) {
      const values = [...new Set(given)];
      if (values.length === 0) return null;
      for (const value of values) met.add(value);
      const key = randomBytes(32);
      const masking = createMasking(values);
      known.set(id, { key, values, masking });
      sealFolder(folder, key);
      return masking;
    },
    also(id, more) {
      const before = known.get(id);
      if (before === undefined) return;
      for (const value of more) met.add(value);
      const values = [...new Set([...before.values, ...more])];
      known.set(id, { ...before, values, masking: createMasking(values) });
    },
    sealed(id) {
      const secrets = known.get(id);
      if (secrets === undefined || vault.state.get().locked) return null;
      const { name } = vault.sealer;
      const text = JSON.stringify({ key: secrets.key.toString("base64"), values: secrets.values });
      return `${name}${separator}${Buffer.from(vault.sealer.seal(text)).toString("base64")}`;
    },
    open(id, folder, sealed) {
      if (known.has(id)) return;
      const [name = "", bytes = ""] = sealed.split(separator);
      const opener = vault.opener(name);
      if (opener === null) throw notAtHand();
      let found: v.InferOutput<typeof sealedSchema>;
      try {
        found = v.parse(sealedSchema, JSON.parse(opener.open(Buffer.from(bytes, "base64"))));
      } catch {
        throw notAtHand();
      }
      const key = Buffer.from(found.key, "base64");
      known.set(id, { key, values: found.values, masking: createMasking(found.values) });
      sealFolder(folder, key);
    },
    maskingOf: (id) => (shown.has(id) ? null : (known.get(id)?.masking ?? null)),
    stateOf: (id) =>
      (known.get(id)?.masking ?? null) === null ? "none" : shown.has(id) ? "shown" : "hidden",
    show(id, on) {
      if (on) shown.add(id);
      else shown.delete(id);
    },
    forget(id, folder) {
      known.delete(id);
      shown.delete(id);
      forgetFolderKey(folder);
    },
  };
}

function notAtHand(): FailureError {
  return new FailureError({
    kind: "storage",
    code: "record-sealed",
    message:
      "The bytes of this exchange hold secrets and are sealed with a key that is not at hand.",
    remedy: "Unlock the secret store. Of a key that was replaced nothing can be read any more.",
  });
}
