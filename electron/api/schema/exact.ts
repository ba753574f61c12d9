import type * as v from "valibot";
import type { Call, Stream } from "../../../shared/contract/kinds.ts";

/** A schema for the input of each operation that has one. Topics have none. */
export type InputSchemas<C> = {
  readonly [
    K in keyof C as C[K] extends Call<infer _In, unknown> | Stream<infer _In, unknown> ? K : never
  ]: v.GenericSchema<unknown, InputOf<C[K]>>;
};

export type InputOf<O> = O extends { readonly in: infer In } ? In : never;

/** The same data written one way: intersections flat, everything readonly. */
export type Plain<T> = T extends readonly (infer U)[]
  ? readonly Plain<U>[]
  : T extends object
    ? { readonly [K in keyof T]: Plain<T[K]> }
    : T;

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/**
 * Names of the operations whose schema does not give exactly the contract's input; `never` when all do. A field added to the
 * contract and forgotten in a schema is a compile error, not a field that is refused at run time.
 */
export type Mismatch<C, S> = {
  [K in keyof S & keyof C]: S[K] extends v.GenericSchema<unknown, infer Out>
    ? Equal<Plain<Out>, Plain<InputOf<C[K]>>> extends true
      ? never
      : K
    : K;
}[keyof S & keyof C];
