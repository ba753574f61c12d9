import type { ItemPath } from "./collection.ts";

/** A variable of an environment, collection, folder or request. Values are text; `type` says how OpenCollection stores it. */
export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly type?: "string" | "number" | "boolean" | "null" | "object";
  readonly description?: string;
  readonly disabled?: boolean;
  /** True: only the name is in the file, the value lives in the secret store (and `value` here is always ""). */
  readonly secret?: boolean;
}

/**
 * Where a value comes from, low to high precedence: `.env` (its names begin with `process.env.`, so it meets no other), the workspace's
 * globals, the collection, the environment and this machine's changes to it, folders outer → inner, the request, what was kept from
 * responses or given on the command line. `prompt`: asked before sending; `dynamic`: made at each send.
 */
export type VariableScope =
  | "process"
  | "workspace"
  | "collection"
  | "environment"
  | "local"
  | "folder"
  | "request"
  | "runtime"
  | "prompt"
  | "dynamic";

/** The file a variable is defined in, for going there. */
export type VariablePlace =
  /** `opencollection.yml` (path "") or a folder's `folder.yml`. */
  | { readonly kind: "defaults"; readonly path: ItemPath }
  | { readonly kind: "request"; readonly path: ItemPath }
  /** `environments/<name>.yml`, also `<name>.local`. */
  | { readonly kind: "environment"; readonly name: string }
  /** An environment of the workspace. */
  | { readonly kind: "globals"; readonly name: string };

/** One resolved name as the renderer may see it. A secret never carries its value. */
export interface VariableView {
  readonly name: string;
  /** The value with nested references resolved; "" for a secret. */
  readonly value: string;
  readonly secret: boolean;
  /** True for a secret that has no value in the store on this machine. */
  readonly missing: boolean;
  readonly scope: VariableScope;
  /** A human name of the place: the environment's name, the folder's name … */
  readonly origin: string;
  /** Places lower in precedence that define the same name. */
  readonly shadows: readonly string[];
  /** Absent: it is in no file of the collection. */
  readonly place?: VariablePlace;
}

/** `environments/<name>.yml`: its identity is the file name (Bruno's rule). */
export interface Environment {
  readonly name: string;
  readonly color?: string;
  readonly variables: readonly Variable[];
}

const localSuffix = ".local";

/** The environment whose values `name` changes on this machine alone (`staging` for `staging.local`); null when it is an environment itself. */
export function localBase(name: string, environments: readonly string[]): string | null {
  if (!name.endsWith(localSuffix)) return null;
  const base = name.slice(0, -localSuffix.length);
  return environments.includes(base) ? base : null;
}

/** The name of this machine's changes to an environment; its file is `environments/<name>.local.yml`, which git ignores. */
export function localName(environment: string): string {
  return environment + localSuffix;
}
