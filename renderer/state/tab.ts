import type { ItemRef } from "../../shared/contract/index.ts";

/** What a tab edits. For `environment`, `ref.path` is the environment's name. */
export type Target = "request" | "defaults" | "environment" | "text";

/** A tab of the workspace. `key` is also the key of its document, its draft and its run. */
export interface Tab {
  readonly key: string;
  readonly target: Target;
  /** null: a request that has no file yet. */
  readonly ref: ItemRef | null;
  /** Replaced by the next preview unless edited or double-clicked. */
  readonly preview: boolean;
}

export function keyOf(target: Target, ref: ItemRef): string {
  return `${target}:${ref.collectionId}:${ref.path}`;
}

export function newScratchKey(): string {
  return `scratch:${crypto.randomUUID()}`;
}

export const isScratch = (key: string): boolean => key.startsWith("scratch:");

/** The path after `from` became `to`: the item itself or something below it; null when it is elsewhere. */
export function movedPath(path: string, from: string, to: string): string | null {
  if (path === from) return to;
  if (from !== "" && path.startsWith(`${from}/`)) return to + path.slice(from.length);
  return null;
}

/** The documents a file may be open as: the text itself, and what it means to Envoi. */
export function keysOfFile(ref: ItemRef): readonly string[] {
  const { collectionId, path } = ref;
  const text = keyOf("text", ref);
  const folder = /^(?:(.*)\/)?folder\.yml$/.exec(path);
  if (folder) return [text, keyOf("defaults", { collectionId, path: folder[1] ?? "" })];
  if (path === "opencollection.yml") return [text, keyOf("defaults", { collectionId, path: "" })];
  const environment = /^environments\/([^/]+)\.yml$/.exec(path)?.[1];
  if (environment !== undefined) {
    return [text, keyOf("environment", { collectionId, path: environment })];
  }
  return [text, keyOf("request", ref)];
}
