/** What to try again: a phase that failed, or a status. */
export type RetryCause =
  | "resolve"
  | "connect"
  | "tls"
  | "timeout"
  | "protocol"
  | "408"
  | "429"
  | "500"
  | "502"
  | "503"
  | "504";

/** A URL scheme that can be asked. */
export type WebScheme = "http" | "https";

/** What happens between the hops of an exchange. */
export interface PolicySettings {
  /** Statuses on which a POST stays a POST. curl: --post301 --post302 --post303. */
  readonly keepMethod: readonly ("301" | "302" | "303")[];
  /** True: what proves who you are goes to other origins too. curl: --location-trusted. */
  readonly forwardCredentials: boolean;
  /** True: each redirect says in Referer where it came from. curl: -e ';auto'. */
  readonly autoReferer: boolean;
  /** Schemes that may be asked at all, redirects included. curl: --proto. */
  readonly schemes: readonly WebScheme[];
  /** Those of them a redirect may lead to. curl: --proto-redir. */
  readonly redirectSchemes: readonly WebScheme[];
  /** True: a host that said it wants https alone (RFC 6797) gets no http, and such words are kept. curl: --hsts. */
  readonly hsts: boolean;
  readonly sendCookies: boolean;
  readonly storeCookies: boolean;
  /** Which jar: one for everything, one for the collection, or one for each environment of the collection. */
  readonly cookieJar: "global" | "collection" | "environment";
  /** Attempts after the first; 0: none. curl: --retry. */
  readonly retries: number;
  /** ms before the first; it doubles. Retry-After is obeyed. curl: --retry-delay. */
  readonly retryDelay: number;
  /** ms for all of them; 0: no limit. curl: --retry-max-time. */
  readonly retryMaxTime: number;
  readonly retryOn: readonly RetryCause[];
}
