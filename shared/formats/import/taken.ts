import type { Imported } from "./imported.ts";
import type { SourceFile } from "./source-file.ts";

/** What one group of importers took, and what it left for the next. */
export interface Taken {
  readonly parts: readonly Imported[];
  readonly left: readonly SourceFile[];
}
