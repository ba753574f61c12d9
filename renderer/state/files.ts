import type { Contract, ItemRef, Remote } from "../../shared/contract/index.ts";
import type { SaveResult } from "../../shared/model/collection.ts";
import type { Value, Values } from "./document.ts";
import type { Target } from "./tab.ts";

export interface LoadedFile {
  readonly value: Value;
  readonly hash: string;
  readonly kept: readonly string[];
}

/** Reads what a target's file holds. Rejects with FailureError. */
export async function readFile(
  remote: Remote<Contract>,
  target: Target,
  ref: ItemRef,
): Promise<LoadedFile> {
  switch (target) {
    case "request":
      return remote["collections.readRequest"](ref);
    case "defaults":
      return remote["collections.readDefaults"](ref);
    case "text": {
      const { text, hash } = await remote["collections.readText"](ref);
      return { value: text, hash, kept: [] };
    }
    case "environment": {
      const { collectionId, path: name } = ref;
      const { environment, hash } = await remote["environments.read"]({ collectionId, name });
      return { value: environment, hash, kept: [] };
    }
  }
}

/** Saves a value over the file it began from. Rejects with FailureError; a conflict is a result. */
export function writeFile(
  remote: Remote<Contract>,
  target: Target,
  ref: ItemRef,
  value: Value,
  hash: string,
  overwrite: boolean,
): Promise<SaveResult> {
  switch (target) {
    case "request":
      return remote["collections.saveRequest"]({
        ...ref,
        request: value as Values["request"],
        hash,
        overwrite,
      });
    case "defaults":
      return remote["collections.saveDefaults"]({
        ...ref,
        defaults: value as Values["defaults"],
        hash,
        overwrite,
      });
    case "text":
      return remote["collections.saveText"]({ ...ref, text: value as string, hash, overwrite });
    case "environment":
      return remote["environments.save"]({
        collectionId: ref.collectionId,
        environment: value as Values["environment"],
        hash,
        overwrite,
      });
  }
}
