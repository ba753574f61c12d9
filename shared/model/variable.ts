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

/** Where a value comes from, low to high precedence (formats.md: collection, environment, folder outer → inner, request). */
export type VariableScope = "collection" | "environment" | "folder" | "request" | "process";

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
}

/** `environments/<name>.yml`: its identity is the file name (Bruno's rule). */
export interface Environment {
  readonly name: string;
  readonly color?: string;
  readonly variables: readonly Variable[];
}
