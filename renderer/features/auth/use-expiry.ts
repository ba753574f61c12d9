import { useEffect, useState } from "react";
import type { OAuth2TokenView } from "../../../shared/model/oauth2-token.ts";
import type { Language } from "../../i18n/catalogue.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { oauth2Words } from "../../i18n/messages/oauth2.ts";

/** When a token ends, in words that stay true while they are looked at. */
export function useExpiry({ expiresAt, refreshable }: OAuth2TokenView): {
  readonly text: string;
  readonly expired: boolean;
} {
  const words = useText(oauth2Words);
  const language = useLanguage();
  const now = useNow();
  const when = expiresAt === null ? null : relative(expiresAt - now, language);
  const expired = expiresAt !== null && expiresAt <= now;
  const ends = when === null ? words.noExpiry : expired ? words.expired(when) : words.expires(when);
  return { text: refreshable ? `${ends}, ${words.refreshable}` : ends, expired };
}

/** The time, once every half minute. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function relative(ms: number, language: Language): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const minutes = Math.round(ms / 60_000);
  if (Math.abs(minutes) < 90) return format.format(minutes, "minute");
  const hours = Math.round(ms / 3_600_000);
  return Math.abs(hours) < 48
    ? format.format(hours, "hour")
    : format.format(Math.round(ms / 86_400_000), "day");
}
