import type { CollectionId } from "./collection.ts";
import type { PolicySettings } from "./network/policy.ts";

/** A stored cookie as the editor shows it (RFC 6265bis §5.7). */
export interface Cookie {
  readonly name: string;
  readonly value: string;
  /** Lower case, no dot in front; IPv6 without brackets. */
  readonly domain: string;
  readonly path: string;
  /** Epoch ms; null = session cookie. */
  readonly expires: number | null;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  /** True: for this host alone, and not for those below it. */
  readonly hostOnly: boolean;
  readonly sameSite: "strict" | "lax" | "none" | "";
}

/** What tells one cookie of a jar from another (RFC 6265bis §5.7). */
export type CookieKey = Pick<Cookie, "name" | "domain" | "path" | "hostOnly">;

/** Names a jar: "" for the one for everything, `<collection>` for a collection's, `<collection>/<environment>` for an environment's. */
export type JarId = string;

/** One jar and whom it is for. A collection's environments each have one; `environment` "" is for no environment at all. */
export interface CookieJar {
  readonly id: JarId;
  readonly collectionId: CollectionId | null;
  /** null: the collection's own. */
  readonly environment: string | null;
  /** Not expired, oldest first. */
  readonly cookies: readonly Cookie[];
}

/** The jar a request uses. Without a collection there is only the one for everything. */
export function jarOf(
  setting: PolicySettings["cookieJar"],
  collectionId: CollectionId | null,
  environment: string | null,
): JarId {
  if (setting === "global" || collectionId === null) return "";
  return setting === "collection" ? collectionId : `${collectionId}/${environment ?? ""}`;
}

/** Whom a jar is for, by its name. */
export function jarOwner(id: JarId): Pick<CookieJar, "collectionId" | "environment"> {
  const slash = id.indexOf("/");
  if (id === "") return { collectionId: null, environment: null };
  return slash < 0
    ? { collectionId: id, environment: null }
    : { collectionId: id.slice(0, slash), environment: id.slice(slash + 1) };
}
