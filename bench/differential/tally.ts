/** What a program finds in a file. */
export interface Found {
  readonly folders: number;
  readonly requests: number;
  readonly examples: number;
  readonly scripts: number;
  /** Auth kind → how many items have it of their own; none and inherited ones are not counted. */
  readonly auth: Readonly<Record<string, number>>;
}

/** Counts as they are made. */
export interface Tally {
  folders: number;
  requests: number;
  examples: number;
  scripts: number;
  /** One item with this auth; "" is none. */
  addAuth(kind: string): void;
  found(): Found;
}

/** Counts that begin at nothing. */
export function createTally(): Tally {
  const auth = new Map<string, number>();
  return {
    folders: 0,
    requests: 0,
    examples: 0,
    scripts: 0,
    addAuth: (kind) => {
      if (kind !== "") auth.set(kind, (auth.get(kind) ?? 0) + 1);
    },
    found() {
      const { folders, requests, examples, scripts } = this;
      return { folders, requests, examples, scripts, auth: Object.fromEntries(auth) };
    },
  };
}
