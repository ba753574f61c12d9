import type { Failure } from "../model/failure.ts";
import type { Variable, VariablePlace, VariableScope } from "../model/variable.ts";

/** Variables of one place. Sources are given from low to high precedence. */
export interface VariableSource {
  readonly scope: VariableScope;
  /** A human name of the place: the environment's name, the folder's name … */
  readonly origin: string;
  /** Disabled ones count as absent; of two with one name the later one counts. */
  readonly variables: readonly Variable[];
  /** Values of this place's secret variables, known in main only. */
  readonly secrets?: ReadonlyMap<string, string>;
  /** Why a secret variable has no value now, where that is known: a locked store, a program that was not allowed yet. */
  readonly unavailable?: ReadonlyMap<string, Failure>;
  /** The file it is; absent: none. */
  readonly place?: VariablePlace;
}
