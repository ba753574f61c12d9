import type { ActionScope } from "./action.ts";
import type { Failure } from "./failure.ts";

/** What became of one action after a response. */
export interface KeptResult {
  /** The variable's. */
  readonly name: string;
  readonly scope: ActionScope;
  /** For eyes, at most 200 characters; "" for a secret: its name says so, or its value repeats one. */
  readonly value: string;
  readonly secret: boolean;
  /** Absent: it is kept. */
  readonly failure?: Failure;
}
