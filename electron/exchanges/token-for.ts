import type { OAuth2Auth } from "../../shared/model/oauth2.ts";
import type { TokenAuth } from "../client/auth/applied.ts";
import type { ResolvedSettings } from "../client/send.ts";

/**
 * The OAuth 2 token to send a request with: from the cache, refreshed, or fetched when nobody is needed for it. `owner`: the collection;
 * tokens of one are never given to another. Rejects with FailureError.
 */
export type TokenFor = (
  auth: OAuth2Auth,
  owner: string | null,
  settings: ResolvedSettings,
  signal: AbortSignal,
) => Promise<TokenAuth>;
