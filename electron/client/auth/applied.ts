import type { Auth } from "../../../shared/model/auth.ts";
import type { AuthNote } from "../../../shared/model/auth-note.ts";

/** A token that was fetched before (OAuth 2), and where it goes. */
export interface TokenAuth {
  readonly kind: "token";
  readonly token: string;
  readonly placement: "header" | "query";
  /** Before the token in Authorization. */
  readonly prefix: string;
  /** The parameter's name in the query. */
  readonly queryName: string;
  /** Private key the token is bound to (RFC 9449), as PEM: it then goes into Authorization, with a proof beside it. null: it is anybody's. */
  readonly dpopKey: string | null;
  readonly note: AuthNote;
}

/** Auth as the client applies it: everything that had to be looked up or fetched is there. */
export type AppliedAuth = Auth | TokenAuth;
