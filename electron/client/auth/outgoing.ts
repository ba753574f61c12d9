import type { AuthNote } from "../../../shared/model/auth-note.ts";
import type { SentHeader } from "../../../shared/model/header.ts";
import type { RequestUrl } from "../../../shared/model/url.ts";
import { lateCrypto } from "../../base/late.ts";
import type { BodySource } from "../send.ts";

/** One hop just before it is sent: everything a signature may cover, final but for what the scheme itself adds. */
export interface Outgoing {
  readonly method: string;
  readonly url: RequestUrl;
  /** In sending order, Host and the body's fields among them; auth's own are not. */
  readonly headers: readonly SentHeader[];
  readonly body: BodySource | null;
  /** Sent after the body. */
  readonly trailers: readonly { readonly name: string; readonly value: string }[];
}

/** What a scheme adds to a hop. What is absent stays as it was. */
export interface Signed {
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly url?: RequestUrl;
  /** Another body in the place of the one that was there, with its media type. */
  readonly body?: BodySource;
  readonly bodyContentType?: string;
  readonly note: AuthNote | null;
}

/** Called once for each hop, again for each retry of it. Rejects with FailureError only. */
export type Sign = (outgoing: Outgoing) => Promise<Signed>;

/** Where schemes get time and chance from. */
export interface AuthTools {
  /** ms since 1970. */
  epoch(): number;
  random(bytes: number): Buffer;
}

export const systemTools: AuthTools = {
  epoch: () => Date.now(),
  random: (bytes) => lateCrypto().randomBytes(bytes),
};

/** The fields that say what a field's values are, by lower case name, in order. */
export function valuesOf(headers: readonly SentHeader[], name: string): string[] {
  const wanted = name.toLowerCase();
  return headers.filter((field) => field.name.toLowerCase() === wanted).map(({ value }) => value);
}
