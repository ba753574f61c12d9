import type { Cookie } from "../../../shared/model/cookie.ts";

export interface CookieGroup {
  readonly domain: string;
  readonly cookies: readonly Cookie[];
}

/** Cookies that hold `text` in domain, name or value, by domain, both sorted. */
export function groupCookies(cookies: readonly Cookie[], text: string): readonly CookieGroup[] {
  const wanted = text.trim().toLowerCase();
  const groups = new Map<string, Cookie[]>();
  for (const cookie of cookies) {
    const hay = `${cookie.domain}\n${cookie.name}\n${cookie.value}`.toLowerCase();
    if (wanted !== "" && !hay.includes(wanted)) continue;
    const group = groups.get(cookie.domain);
    if (group) group.push(cookie);
    else groups.set(cookie.domain, [cookie]);
  }
  return [...groups]
    .map(([domain, found]) => ({
      domain,
      cookies: found.sort((a, b) => a.name.localeCompare(b.name) || a.path.localeCompare(b.path)),
    }))
    .sort((a, b) => a.domain.localeCompare(b.domain));
}
