/** What a run of a row's text is, for its colour. */
export type RunKind = "plain" | "key" | "string" | "number" | "keyword" | "mark";

/** A run of a row that came from the source: `length` bytes at `source`, shown from byte `at` of the row. */
export interface Run {
  readonly source: number;
  readonly length: number;
  readonly at: number;
  readonly kind: RunKind;
}

/** Offsets in the source (end exclusive). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One line of a windowed view. Long lines are several rows. */
export interface Row extends Span {
  /** The row's bytes as shown, without its line end. */
  readonly bytes: Uint8Array;
  readonly runs: readonly Run[];
  /** Line number from 1; 0 for a row that goes on from the one before. */
  readonly line: number;
  /** True when the line ends here. */
  readonly ends: boolean;
}

/** A way to cut a source into rows. `State` is small, and enough to go on from the start of any row. */
export interface RowFormat<State, Item extends Span = Row> {
  readonly first: State;
  /** A row that was told of never changes, whatever comes behind it. */
  readonly settled?: true;
  /** Counting has each row at hand, and few are left of many: they are taken then, not looked for again. */
  readonly takes?: boolean;
  offsetOf(state: State): number;
  open(from: State, sink: RowSink<State, Item>): RowScanner;
}

export interface RowSink<State, Item extends Span = Row> {
  /** A row begins; `state` is asked for at once or not at all. */
  begins(state: () => State): void;
  /** The whole source is read, once, to count. */
  readonly counts?: true;
  /** A row is whole. Absent while only counting. */
  row?(row: Item): void;
}

export interface RowScanner {
  /** The next bytes of the source, in order. False: nothing more can be made of them. */
  push(bytes: Uint8Array): boolean;
  /** What comes next is not the bytes that follow but those from `offset` on; the row ends. Absent: the format knows no gaps. */
  skip?(offset: number): void;
  /** The source ends here. */
  end(): void;
  /** Where the source stopped being of this format; null or absent when it did not. */
  errorAt?(): number | null;
}

/** Longest row in bytes: wide enough for people, short enough for the browser to lay out at once. */
export const rowBytes = 240;
