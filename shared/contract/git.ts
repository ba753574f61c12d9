import type { HttpRequest } from "../model/request.ts";
import type { GitView } from "../model/git.ts";
import type { ItemRef } from "./collections.ts";
import type { Call, Kinds, Topic } from "./kinds.ts";

/** One side of a comparison. `request` null: it is no HTTP request, or cannot be read as one. */
export interface GitSide {
  readonly text: string;
  readonly request: HttpRequest | null;
}

export type GitContract = {
  "git.watch": Topic<GitView>;
  /** A file as it was committed last and as it is; null: it is not there. Failure `not-found`. */
  "git.compare": Call<ItemRef, { readonly head: GitSide | null; readonly now: GitSide | null }>;
};

export const gitKinds: Kinds<GitContract> = {
  "git.watch": "topic",
  "git.compare": "call",
};
