/** The three shapes a message may have. */

/** One question, one answer. */
export interface Call<In, Out> {
  readonly kind: "call";
  readonly in: In;
  readonly out: Out;
}

/** One question, many items, then an end. Ending the iteration cancels the work. */
export interface Stream<In, Item> {
  readonly kind: "stream";
  readonly in: In;
  readonly item: Item;
}

/** Something that changes: a snapshot with a revision first, then one item for each change. */
export interface Topic<Item> {
  readonly kind: "topic";
  readonly item: Item;
}

export type Operation = Call<unknown, unknown> | Stream<unknown, unknown> | Topic<unknown>;
export type OperationKind = Operation["kind"];

/** What main implements. A missing handler is a compile error. Handlers throw FailureError only. */
export type Handlers<C> = {
  readonly [K in keyof C]: C[K] extends Call<infer In, infer Out>
    ? (input: In, signal: AbortSignal) => Promise<Out>
    : C[K] extends Stream<infer In, infer Item>
      ? (input: In, signal: AbortSignal) => AsyncIterable<Item>
      : C[K] extends Topic<infer Item>
        ? (signal: AbortSignal) => AsyncIterable<Item>
        : never;
};

/** What the renderer holds. A call rejects with FailureError; nothing else is thrown across. */
export type Remote<C> = {
  readonly [K in keyof C]: C[K] extends Call<infer In, infer Out>
    ? (input: In, signal?: AbortSignal) => Promise<Out>
    : C[K] extends Stream<infer In, infer Item>
      ? (input: In, signal?: AbortSignal) => AsyncIterable<Item>
      : C[K] extends Topic<infer Item>
        ? (signal?: AbortSignal) => AsyncIterable<Item>
        : never;
};

/** The kind of each operation, needed at run time on both sides. */
export type Kinds<C> = {
  readonly [K in keyof C]: C[K] extends { readonly kind: infer Kind } ? Kind : never;
};
