import { isIP } from "node:net";
import { headerValue } from "../../shared/model/header.ts";
import type { RequestUrl } from "../../shared/model/url.ts";
import type { Attempt, AttemptContext, Reply } from "./attempt.ts";

/** Which hosts want https alone (RFC 6797). Both read a cache that may have to be loaded first: they reject with FailureError `storage` when it cannot be. */
export interface HstsPort {
  /** `host`: as it is connected to, ASCII. */
  wantsHttps(host: string): Promise<boolean>;
  /** Takes a Strict-Transport-Security field, and says what became of the host; null: the field says nothing. */
  store(host: string, field: string): Promise<"kept" | "removed" | null>;
}

/**
 * The same attempt by https where the host said it wants nothing else (RFC 6797 §8.3), with a hop of its own that says so: nothing is sent
 * on it. What goes along is what the person gave for this host, so nothing is left out. Off unless the settings ask for it.
 */
export async function upgraded(
  attempt: Attempt,
  port: HstsPort | null,
  context: AttemptContext,
): Promise<Attempt> {
  const { url, settings, method } = attempt;
  if (port === null || !settings.network.hsts || url.scheme !== "http" || attempt.raw !== null)
    return attempt;
  if (isIP(url.host) !== 0 || !(await port.wantsHttps(url.host))) return attempt;
  const to = byHttps(url);
  context.nextHop();
  context.emit({ kind: "hop", reason: attempt.reason, method, url: url.display });
  context.emit({
    kind: "redirect",
    redirect: {
      status: 307,
      location: to.display,
      from: url.display,
      to: to.display,
      method,
      methodChanged: false,
      bodyDropped: false,
      dropped: [],
      followed: true,
      reason: "",
      internal: "hsts",
    },
  });
  context.emit({ kind: "hop-end" });
  return { ...attempt, url: to, reason: "redirect" };
}

/** Port 80 becomes 443, every other stays (RFC 6797 §8.3). */
function byHttps(url: RequestUrl): RequestUrl {
  const port = url.port === 80 ? 443 : url.port;
  const name = url.hostField.replace(/:\d+$/, "");
  const hostField = port === 443 ? name : `${name}:${port}`;
  return {
    ...url,
    scheme: "https",
    port,
    hostField,
    display: `${url.display.startsWith("ws:") ? "wss" : "https"}://${hostField}${url.display.slice(url.display.indexOf("://") + 3 + url.hostField.length)}`,
  };
}

/** Keeps what a reply says for its host: only over TLS that was verified, only the first field, never for an address (RFC 6797 §8.1). */
export async function keepHsts(
  { url, settings }: Pick<Attempt, "url" | "settings">,
  { head, hop }: Reply,
  port: HstsPort | null,
  context: AttemptContext,
): Promise<void> {
  if (port === null || !settings.network.hsts || url.scheme !== "https") return;
  if (!settings.verifyTls || head === null || isIP(url.host) !== 0) return;
  const field = headerValue(head.headers, "strict-transport-security");
  const what = field === undefined ? null : await port.store(url.host, field);
  if (what !== null) context.emit({ kind: "note", ...notes[what], subject: url.host }, hop);
}

const notes = {
  kept: {
    code: "hsts-kept",
    message: "The host wants https alone from now on (Strict-Transport-Security).",
  },
  removed: {
    code: "hsts-removed",
    message: "The host takes back that it wants https alone (max-age=0).",
  },
} as const;
