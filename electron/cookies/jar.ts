import { isIP } from "node:net";
import type { Cookie, CookieKey } from "../../shared/model/cookie.ts";
import type { CookieNote } from "../../shared/model/exchange.ts";
import {
  type CookieUrl,
  cookieUrlOf,
  defaultPath,
  domainMatches,
  isPublicSuffix,
  pathMatches,
} from "./matching.ts";
import { parseSetCookie, type SetCookie } from "./set-cookie.ts";

/**
 * One set of cookies (RFC 6265bis §5.7, §5.8), in memory. There is no site here, so SameSite is kept and not obeyed; nothing is evicted. A
 * pair without `=` is no cookie, as RFC 6265 has it and the http-state suite expects.
 */
export interface Jar {
  /** The Cookie field for a URL and the cookies in it; null when there is none. */
  cookiesFor(url: string): { readonly field: string; readonly cookies: readonly Cookie[] } | null;
  /** Takes the Set-Cookie fields of a reply, as received (one code unit a byte), and says what became of each. */
  store(url: string, setCookie: readonly string[]): readonly CookieNote[];
  /** Puts a cookie as it is, over the one with its key. */
  put(cookie: Cookie): void;
  /** True when it was there. */
  remove(key: CookieKey): boolean;
  clear(): void;
  /** Those that have not expired, oldest first. */
  list(): readonly Cookie[];
}

interface Kept {
  readonly cookie: Cookie;
  /** Counts what was created; a cookie that is replaced keeps its place. */
  readonly order: number;
}

/** `epoch`: ms, the jar's only clock. `cookies`: oldest first. */
export function createJar(epoch: () => number, cookies: readonly Cookie[] = []): Jar {
  const domains = new Map<string, Map<string, Kept>>();
  /** Names some Secure cookie has or had: for all others there is nothing to look for. */
  const secureNames = new Set<string>();
  let created = 0;

  function put(cookie: Cookie): void {
    if (cookie.secure) secureNames.add(cookie.name);
    const kept = domains.get(cookie.domain) ?? new Map<string, Kept>();
    const key = keyOf(cookie);
    kept.set(key, { cookie, order: kept.get(key)?.order ?? (created += 1) });
    domains.set(cookie.domain, kept);
  }

  function remove(key: CookieKey): boolean {
    return domains.get(key.domain)?.delete(keyOf(key)) ?? false;
  }

  /** Cookies of a host and of the domains above it. */
  function* near(host: string): Generator<Kept> {
    for (let domain = host; domain !== "";) {
      yield* domains.get(domain)?.values() ?? [];
      const dot = domain.indexOf(".");
      domain = dot < 0 ? "" : domain.slice(dot + 1);
    }
  }

  function storeOne(at: CookieUrl, received: string): CookieNote {
    const text = fromBytes(received);
    const now = epoch();
    const parsed = parseSetCookie(text, now);
    if (typeof parsed === "string")
      return rejected({ name: nameIn(text), domain: "", path: "" }, parsed);
    const refusal = refusalOf(parsed, at);
    if (refusal !== null) return rejected({ ...parsed, path: parsed.path ?? "" }, refusal);
    const cookie = cookieOf(parsed, at);
    if (!cookie.secure && !at.secure && shadowsSecure(cookie)) return rejected(cookie, "shadows");
    const gone = cookie.expires !== null && cookie.expires <= now;
    if (gone) remove(cookie);
    else put(cookie);
    return noteOf(gone ? "removed" : "stored", cookie);
  }

  /** RFC 6265bis §5.7: what came in the clear must not stand before or replace a Secure cookie. */
  function shadowsSecure(cookie: Cookie): boolean {
    if (!secureNames.has(cookie.name)) return false;
    for (const kept of domains.values()) {
      for (const { cookie: other } of kept.values()) {
        if (
          other.secure &&
          other.name === cookie.name &&
          (domainMatches(other.domain, cookie.domain) ||
            domainMatches(cookie.domain, other.domain)) &&
          pathMatches(cookie.path, other.path)
        )
          return true;
      }
    }
    return false;
  }

  for (const cookie of cookies) put(cookie);
  return {
    put,
    remove,
    cookiesFor(url) {
      const at = cookieUrlOf(url);
      if (at === null) return null;
      const now = epoch();
      const found = [...near(at.host)]
        .filter(
          ({ cookie }) =>
            (cookie.expires === null || cookie.expires > now) &&
            (cookie.hostOnly ? cookie.domain === at.host : domainMatches(at.host, cookie.domain)) &&
            (at.secure || !cookie.secure) &&
            pathMatches(at.path, cookie.path),
        )
        .sort((a, b) => b.cookie.path.length - a.cookie.path.length || a.order - b.order)
        .map(({ cookie }) => cookie);
      if (found.length === 0) return null;
      return {
        field: found.map(({ name, value }) => `${name}=${value}`).join("; "),
        cookies: found,
      };
    },
    store(url, setCookie) {
      const at = cookieUrlOf(url);
      return at === null ? [] : setCookie.map((text) => storeOne(at, text));
    },
    clear: () => domains.clear(),
    list() {
      const now = epoch();
      return [...domains.values()]
        .flatMap((kept) => [...kept.values()])
        .filter(({ cookie }) => cookie.expires === null || cookie.expires > now)
        .sort((a, b) => a.order - b.order)
        .map(({ cookie }) => cookie);
    },
  };
}

const keyOf = ({ name, domain, path, hostOnly }: CookieKey): string =>
  JSON.stringify([name, domain, path, hostOnly]);

function cookieOf(parsed: SetCookie, { host, path }: CookieUrl): Cookie {
  // An address has nothing below it.
  const shared = parsed.domain !== "" && isIP(host) === 0 && !isPublicSuffix(parsed.domain);
  return {
    name: parsed.name,
    value: parsed.value,
    domain: shared ? parsed.domain : host,
    hostOnly: !shared,
    path: parsed.path ?? defaultPath(path),
    expires: parsed.expires,
    secure: parsed.secure,
    httpOnly: parsed.httpOnly,
    sameSite: parsed.sameSite,
  };
}

const sentences = {
  "no-name": "It is no cookie: there is no name and value.",
  control: "It holds a control character.",
  "too-long": "Name and value are longer than 4,096 bytes.",
  domain: "Its Domain is not the host that set it, nor a parent of that host.",
  suffix: "Its Domain is a public suffix, under which anyone can register.",
  hostPrefix: "A __Host- cookie needs Secure, Path=/ and no Domain.",
  securePrefix: "A __Secure- cookie needs Secure.",
  secure: "It is Secure, but the connection is not, and the host is not this machine.",
  shadows: "It came in the clear and would stand before a Secure cookie of that name.",
} as const;

type Refusal = keyof typeof sentences;

/** Why a URL may not set a cookie; null: it may. */
function refusalOf(parsed: SetCookie, at: CookieUrl): Refusal | null {
  const { name, domain, path, secure } = parsed;
  if (domain !== "" && domain !== at.host) {
    if (!domainMatches(at.host, domain)) return "domain";
    if (isPublicSuffix(domain)) return "suffix";
  }
  if (/^__host-/i.test(name) && !(secure && path === "/" && domain === "")) return "hostPrefix";
  if (/^__secure-/i.test(name) && !secure) return "securePrefix";
  return secure && !at.secure ? "secure" : null;
}

function rejected(
  { name, domain, path }: Pick<Cookie, "name" | "domain" | "path">,
  code: Refusal,
): CookieNote {
  return { action: "rejected", name, domain, path, reason: sentences[code], code };
}

const nameIn = (text: string): string => text.split(/[=;]/)[0]?.trim() ?? "";

/** What a trace says of a cookie. */
export function noteOf(action: "stored" | "removed" | "sent", cookie: Cookie): CookieNote {
  const { name, domain, path } = cookie;
  return { action, name, domain, path, reason: "" };
}

/** Received fields are one code unit a byte; cookies are sent as UTF-8, so what is UTF-8 is read as UTF-8. */
function fromBytes(received: string): string {
  const bytes = Buffer.from(received, "latin1");
  const text = bytes.toString("utf8");
  return Buffer.from(text, "utf8").equals(bytes) ? text : received;
}
