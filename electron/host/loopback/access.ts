import { timingSafeEqual } from "node:crypto";

/** A request before anything of it is acted on: the parts that say who asks. */
export interface Asked {
  readonly method: string;
  /** The request target as on the wire. */
  readonly target: string;
  /** Name, value, name, value … as Node keeps them: duplicates and order survive. */
  readonly rawHeaders: readonly string[];
  /** True for an upgrade request. */
  readonly upgrade: boolean;
}

export interface AccessState {
  /** `127.0.0.1:<port>`: the only Host there is. */
  readonly authority: string;
  /** The one-time token that still waits to be used; null afterwards. */
  readonly token: string | null;
  /** The session's secret, the value of the cookie. */
  readonly session: string;
}

export type Refusal =
  | "method"
  | "host"
  | "target"
  | "origin"
  | "site"
  | "body"
  | "upgrade"
  | "prefetch"
  | "token"
  | "session";

export type Decision =
  | { readonly kind: "refuse"; readonly status: 400 | 403 | 405 | 421; readonly why: Refusal }
  /** The right token: spend it, set the cookie, send the browser to a clean address. */
  | { readonly kind: "exchange" }
  /** Has a session already and came with a token in the address: send it to a clean address. */
  | { readonly kind: "clean" }
  | { readonly kind: "serve"; readonly path: string; readonly query: string }
  | { readonly kind: "link" };

/** The cookie's name holds the port, because cookies know no ports: two Envois on one machine do not undo each other. */
export function cookieName(authority: string): string {
  return `envoi-${authority.slice(authority.lastIndexOf(":") + 1)}`;
}

/**
 * Decides on a request from its head alone, before routing. Only a page of ours, opened with the token, gets through.
 * Pure: the caller spends the token on `exchange`.
 */
export function decide(asked: Asked, state: AccessState): Decision {
  const { method, target } = asked;
  if (method !== "GET" && method !== "HEAD") return refuse(405, "method");

  const hosts = values(asked, "host");
  if (hosts.length !== 1 || hosts[0] !== state.authority) return refuse(421, "host");
  // Absolute-form, authority-form, `*` and `//elsewhere` are for proxies and for confusion.
  if (!/^\/(?!\/)[\x21-\x7e]*$/.test(target) || target.includes("#") || target.includes("\\")) {
    return refuse(400, "target");
  }
  if (
    has(asked, "transfer-encoding") ||
    values(asked, "content-length").some((length) => length !== "0")
  ) {
    return refuse(400, "body");
  }
  const own = `http://${state.authority}`;
  const origins = values(asked, "origin");
  if (origins.length > 1 || origins.some((origin) => origin !== own)) return refuse(403, "origin");

  const sites = values(asked, "sec-fetch-site");
  const at = target.indexOf("?");
  const path = at === -1 ? target : target.slice(0, at);
  const query = at === -1 ? "" : target.slice(at + 1);
  const link = path === "/link";
  // Old browsers say nothing; those that speak must say that the page itself asks, or the person (`none`) for the page.
  const allowed = path === "/" && !asked.upgrade ? ["same-origin", "none"] : ["same-origin"];
  if (sites.length > 1 || sites.some((site) => !allowed.includes(site))) return refuse(403, "site");

  if (asked.upgrade !== link) return refuse(400, "upgrade");
  if (link && (method !== "GET" || origins.length !== 1)) return refuse(403, "origin");

  const known = hasSession(asked, state);
  const token = path === "/" ? new URLSearchParams(query).getAll("token") : [];
  if (token.length > 0) {
    if (known) return { kind: "clean" };
    if (method !== "GET" || has(asked, "sec-purpose") || has(asked, "purpose"))
      return refuse(403, "prefetch");
    const right = token.length === 1 && state.token !== null && same(token[0] ?? "", state.token);
    return right ? { kind: "exchange" } : refuse(403, "token");
  }
  if (!known) return refuse(403, "session");
  return link ? { kind: "link" } : { kind: "serve", path, query };
}

function hasSession(asked: Asked, state: AccessState): boolean {
  const name = cookieName(state.authority);
  const given = values(asked, "cookie")
    .flatMap((field) => field.split(";"))
    .map((pair) => pair.trim().split("="))
    .filter(([key]) => key === name);
  // Two cookies of our name: somebody else set one of them.
  return given.length === 1 && given[0]?.length === 2 && same(given[0][1] ?? "", state.session);
}

function values({ rawHeaders }: Asked, name: string): string[] {
  const found: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() === name) found.push(rawHeaders[at + 1] ?? "");
  }
  return found;
}

function has(asked: Asked, name: string): boolean {
  return values(asked, name).length > 0;
}

function same(given: string, wanted: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(wanted)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function refuse(status: 400 | 403 | 405 | 421, why: Refusal): Decision {
  return { kind: "refuse", status, why };
}
