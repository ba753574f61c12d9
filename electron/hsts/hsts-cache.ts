import type { HstsHost } from "../../shared/model/hsts.ts";

/** The hosts that want https alone (RFC 6797), in memory. */
export interface HstsCache {
  /** Whether a host, or a parent of it that speaks for what is below, is one of them. */
  wantsHttps(host: string): boolean;
  /** Takes a Strict-Transport-Security field for a host; null: it says nothing that counts. */
  store(host: string, field: string): "kept" | "removed" | null;
  /** Puts an entry, as a file has it: of two for one host the longer and the stricter counts. */
  put(entry: HstsHost): void;
  /** True when it was there. */
  remove(host: string): boolean;
  /** Those that have not expired, in the order they came. */
  list(): readonly HstsHost[];
}

/** Longer than any name can be. */
const longest = 256;
/** Beyond this many seconds nothing ends: a Date cannot say it. */
const forever = 100_000_000_000;

/** `epoch`: ms. */
export function createHstsCache(epoch: () => number): HstsCache {
  const entries = new Map<string, HstsHost>();
  const lives = ({ expires }: HstsHost): boolean => expires === null || expires > epoch();

  const found = (host: string): HstsHost | null => {
    const entry = entries.get(host);
    if (entry !== undefined && !lives(entry)) entries.delete(host);
    return entry !== undefined && lives(entry) ? entry : null;
  };

  return {
    wantsHttps(host) {
      const own = nameOf(host);
      if (own === null) return false;
      if (found(own) !== null) return true;
      for (let dot = own.indexOf("."); dot >= 0; dot = own.indexOf(".", dot + 1)) {
        if (found(own.slice(dot + 1))?.subdomains === true) return true;
      }
      return false;
    },
    store(host, field) {
      const name = nameOf(host);
      const policy = name === null ? null : parseHsts(field);
      if (name === null || policy === null) return null;
      if (policy.maxAge === 0) return entries.delete(name) ? "removed" : null;
      const expires = policy.maxAge >= forever ? null : epoch() + policy.maxAge * 1000;
      entries.set(name, { host: name, subdomains: policy.subdomains, expires });
      return "kept";
    },
    put(entry) {
      const name = nameOf(entry.host);
      if (name === null || !lives(entry)) return;
      const old = found(name);
      entries.set(name, {
        host: name,
        subdomains: entry.subdomains || old?.subdomains === true,
        expires:
          entry.expires === null || old?.expires === null
            ? null
            : Math.max(entry.expires, old?.expires ?? 0),
      });
    },
    remove: (host) => entries.delete(host),
    list: () => [...entries.values()].filter(lives),
  };
}

function nameOf(host: string): string | null {
  const name = host.replace(/\.$/, "").toLowerCase();
  return name === "" || name.length > longest ? null : name;
}

/** A Strict-Transport-Security field (RFC 6797 §6.1); null: it does not count. `maxAge` in seconds. Never throws. */
export function parseHsts(
  field: string,
): { readonly maxAge: number; readonly subdomains: boolean } | null {
  let maxAge: number | null = null;
  let subdomains = false;
  const seen = new Set<string>();
  for (const part of field.split(";")) {
    const [, name = "", , value] = /^([^=]*)(=(.*))?$/s.exec(part.trim()) ?? [];
    const key = name.trim().toLowerCase();
    if (key === "") continue;
    // Twice is a mistake, and a policy that may mean either does not count.
    if (seen.has(key)) return null;
    seen.add(key);
    if (key === "includesubdomains") subdomains = true;
    if (key !== "max-age") continue;
    const digits = /^(?:"(\d+)"|(\d+))$/.exec(value?.trim() ?? "");
    if (digits === null) return null;
    maxAge = Number(digits[1] ?? digits[2]);
  }
  return maxAge === null ? null : { maxAge, subdomains };
}
