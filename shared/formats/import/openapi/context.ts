import type { Notes } from "../note.ts";
import type { Documents } from "./documents.ts";
import type { References } from "./references.ts";
import type { Samples } from "./sample.ts";

/** What every reader of one description shares. */
export interface ApiContext {
  readonly documents: Documents;
  readonly references: References;
  readonly samples: Samples;
  readonly notes: Notes;
  readonly version: ApiVersion;
}

/** `2`: Swagger 2.0. `3`: OpenAPI 3.0, 3.1 and 3.2. */
export type ApiVersion = 2 | 3;
