import type { ItemRef } from "../../shared/contract/index.ts";
import type { Defaults } from "../../shared/model/collection.ts";
import type { Failure } from "../../shared/model/failure.ts";
import type { HttpRequest } from "../../shared/model/request.ts";
import type { Environment } from "../../shared/model/variable.ts";
import type { Target } from "./tab.ts";

/** What each target's file holds, as edited. */
export interface Values {
  readonly request: HttpRequest;
  readonly defaults: Defaults;
  readonly environment: Environment;
  readonly text: string;
}

export type Value = Values[Target];

/** A file (or a scratch request) while it is open. */
export interface Document {
  readonly key: string;
  readonly target: Target;
  readonly ref: ItemRef | null;
  readonly status: "loading" | "ready" | "failed";
  readonly failure: Failure | null;
  /** As on disk when last read or saved; null for scratch. */
  readonly base: Value | null;
  /** As edited. null only while loading. */
  readonly value: Value | null;
  /** SHA-256 of the file the edit began from. */
  readonly hash: string | null;
  readonly dirty: boolean;
  readonly saving: boolean;
  /** The file changed on disk under unsaved edits. `hash` null: it was deleted. */
  readonly conflict: { readonly hash: string | null } | null;
  /** Parts of the file Envoi keeps but does not show. */
  readonly kept: readonly string[];
}

/** The value of a document of this target, or null. */
export function valueOf<T extends Target>(
  document: Document | undefined,
  target: T,
): Values[T] | null {
  return document && document.target === target ? (document.value as Values[T] | null) : null;
}

/**
 * What an edit becomes when its file was only given another name meanwhile: the same edit of the file as it is now. null: something else
 * changed too, or the edit names it otherwise.
 */
export function afterRename(
  { base, value }: Pick<Document, "base" | "value">,
  file: Value,
): Value | null {
  if (!isNamed(base) || !isNamed(value) || !isNamed(file)) return null;
  if (value.name !== base.name || !sameValue({ ...base, name: file.name }, file)) return null;
  return { ...value, name: file.name };
}

function isNamed(value: Value | null): value is Exclude<Value, string> {
  return value !== null && typeof value !== "string" && "name" in value;
}

export const sameValue = (a: Value | null, b: Value | null): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);
