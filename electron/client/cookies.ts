import type { JarId } from "../../shared/model/cookie.ts";
import type { CookieNote } from "../../shared/model/exchange.ts";
import { headerValues } from "../../shared/model/header.ts";
import type { RequestUrl } from "../../shared/model/url.ts";
import type { Layer, SendAttempt } from "./attempt.ts";

/** The jars as the client sees them. Neither function throws; both are quick. */
export interface CookiePort {
  /** The Cookie field for a URL and a note for each cookie in it; null when there is none. */
  cookiesFor(
    jar: JarId,
    url: string,
  ): { readonly field: string; readonly notes: readonly CookieNote[] } | null;
  /** Takes the Set-Cookie fields of a reply, as received, and says what became of each. */
  store(jar: JarId, url: string, setCookie: readonly string[]): readonly CookieNote[];
}

/** The URL a jar matches against: real host and path, nothing of the userinfo. */
export function cookieUrl(url: RequestUrl): string {
  return `${url.scheme}://${url.hostField}${url.target}`;
}

/** Sends the jar's cookies and stores those of the reply, with a note for each. A typed Cookie field replaces the jar's. */
export function cookies(port: CookiePort | null): Layer {
  return (next) => {
    if (port === null) return next;
    const withJar = withCookies(port, next);
    return (attempt, context) =>
      attempt.raw === null ? withJar(attempt, context) : next(attempt, context);
  };
}

function withCookies(port: CookiePort, next: SendAttempt): SendAttempt {
  return async (attempt, context) => {
    const { settings } = attempt;
    const taken =
      attempt.headers.some((field) => field.name.toLowerCase() === "cookie") ||
      settings.omitHeaders.includes("cookie");
    const url = cookieUrl(attempt.url);
    const found = settings.network.sendCookies && !taken ? port.cookiesFor(attempt.jar, url) : null;
    const reply = await next(
      { ...attempt, cookieField: found?.field ?? null, cookieNotes: found?.notes ?? [] },
      context,
    );
    const fields = reply.head === null ? [] : headerValues(reply.head.headers, "set-cookie");
    if (fields.length > 0) {
      const notes = settings.network.storeCookies
        ? port.store(attempt.jar, url, fields)
        : fields.map(notKept);
      for (const cookie of notes) context.emit({ kind: "cookie", cookie });
    }
    return reply;
  };
}

/** What came is told all the same. */
function notKept(field: string): CookieNote {
  const name = field.split(/[=;]/)[0]?.trim() ?? "";
  const reason = "Keeping cookies is switched off.";
  return { action: "rejected", name, domain: "", path: "", reason, code: "notKept" };
}
