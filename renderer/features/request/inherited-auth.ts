import type { Auth } from "../../../shared/model/auth.ts";
import type { Defaults } from "../../../shared/model/collection.ts";

export interface InheritedAuth {
  readonly auth: Auth;
  /** Where it is set; null when nothing above sets any. */
  readonly place: {
    readonly kind: "collection" | "folder";
    readonly name: string;
    /** In `inherited`. */
    readonly index: number;
  } | null;
}

/** The auth a request inherits: that of the innermost place that does not itself inherit. `inherited` is outer to inner. */
export function inheritedAuth(inherited: readonly Defaults[]): InheritedAuth {
  const at = inherited.findLastIndex(({ auth }) => auth.kind !== "inherit");
  const found = inherited[at];
  if (!found) return { auth: { kind: "none" }, place: null };
  return {
    auth: found.auth,
    place: { kind: at === 0 ? "collection" : "folder", name: found.name, index: at },
  };
}
