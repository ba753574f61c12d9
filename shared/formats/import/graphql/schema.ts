/** A type as it stands at a field or argument. */
export type TypeRef =
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "list"; readonly of: TypeRef }
  | { readonly kind: "required"; readonly of: TypeRef };

export interface InputValue {
  readonly name: string;
  readonly description: string;
  readonly type: TypeRef;
  /** As it is spelled in GraphQL; null for none. */
  readonly standard: string | null;
}

export interface Field {
  readonly name: string;
  readonly description: string;
  /** Why it should no longer be used; null when it may be. */
  readonly deprecated: string | null;
  readonly type: TypeRef;
  readonly args: readonly InputValue[];
}

export interface GraphqlType {
  readonly kind: "object" | "interface" | "union" | "enum" | "input" | "scalar";
  readonly name: string;
  readonly description: string;
  /** Of objects and interfaces. */
  readonly fields: readonly Field[];
  /** Of input objects. */
  readonly inputs: readonly InputValue[];
  /** Of an enum. */
  readonly values: readonly string[];
  /** Types a union has, or an interface can be. */
  readonly possible: readonly string[];
}

export interface GraphqlSchema {
  readonly description: string;
  /** Names of the three root types; null where there is none. */
  readonly query: string | null;
  readonly mutation: string | null;
  readonly subscription: string | null;
  readonly types: ReadonlyMap<string, GraphqlType>;
}

/** The name inside lists and marks. */
export function nameOf(type: TypeRef): string {
  return type.kind === "named" ? type.name : nameOf(type.of);
}

/** As GraphQL spells it: `[ID!]!`. */
export function spelled(type: TypeRef): string {
  if (type.kind === "named") return type.name;
  return type.kind === "list" ? `[${spelled(type.of)}]` : `${spelled(type.of)}!`;
}

/** An argument or input field that must be given. */
export function isNeeded({ type, standard }: InputValue): boolean {
  return type.kind === "required" && standard === null;
}
