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

export const sameValue = (a: Value | null, b: Value | null): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);
