import type { ExchangeId } from "../model/exchange.ts";
import type { Failure } from "../model/failure.ts";
import type { OAuth2TokenView } from "../model/oauth2-token.ts";
import type { SendInput } from "./exchanges.ts";
import type { Call, Kinds, Stream, Topic } from "./kinds.ts";

/** One step on the way to a token. The last one is `token` or `failed`. */
export type OAuth2Step =
  /** A request to the authorization server is over; it is an exchange like any other. */
  | { readonly kind: "exchange"; readonly id: ExchangeId; readonly status: number | null }
  /** The person signs in at this address; the browser then comes back by itself. Nothing opens it but the person. */
  | { readonly kind: "browser"; readonly url: string; readonly callback: string }
  /** The same, but the browser cannot come back here: the person gives the address at which it ended (`oauth2.answer`). */
  | {
      readonly kind: "paste";
      readonly flow: string;
      readonly url: string;
      readonly callback: string;
    }
  /** The person types the code at this address, on any device (RFC 8628). */
  | {
      readonly kind: "device";
      readonly userCode: string;
      readonly url: string;
      /** The same with the code in it; "" when the server gave none. */
      readonly completeUrl: string;
      /** Epoch ms. */
      readonly expiresAt: number;
    }
  | { readonly kind: "token"; readonly token: OAuth2TokenView }
  | {
      readonly kind: "failed";
      readonly failure: Failure;
      /** The authorization server's own words about it; "" for none. */
      readonly said: string;
    };

export type OAuth2Contract = {
  /**
   * Fetches a token for the OAuth 2 settings that count for this request, or refreshes the one that is there. Begun only by a click.
   * Ending the iteration cancels: the callback address stops listening at once.
   */
  "oauth2.get": Stream<{ readonly input: SendInput; readonly refresh: boolean }, OAuth2Step>;
  /** The address at which the browser ended, for a flow that said `paste`. Unknown flows are ignored. */
  "oauth2.answer": Call<{ readonly flow: string; readonly url: string }, null>;
  /** Which token of the cache the request would be sent with; null: its auth is not OAuth 2, or cannot be resolved. */
  "oauth2.keyOf": Call<SendInput, string | null>;
  /** The cache, newest first. Tokens are masked. */
  "oauth2.tokens": Topic<readonly OAuth2TokenView[]>;
  "oauth2.forget": Call<{ readonly key: string }, null>;
  /** One token in full, because the person asked to copy it. Failure `not-found`. */
  "oauth2.reveal": Call<
    { readonly key: string; readonly which: "access_token" | "refresh_token" | "id_token" },
    string
  >;
};

export const oauth2Kinds: Kinds<OAuth2Contract> = {
  "oauth2.get": "stream",
  "oauth2.answer": "call",
  "oauth2.keyOf": "call",
  "oauth2.tokens": "topic",
  "oauth2.forget": "call",
  "oauth2.reveal": "call",
};
