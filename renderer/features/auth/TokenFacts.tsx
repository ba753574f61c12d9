import { useEffect, useState } from "react";
import type { OAuth2TokenView } from "../../../shared/model/oauth2-token.ts";
import type { Language } from "../../i18n/catalogue.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { oauth2Words } from "../../i18n/messages/oauth2.ts";
import styles from "./OAuth2Card.module.css";

/** What is known of a token, and what it says when it is a JWT. */
export function TokenFacts({ token }: { readonly token: OAuth2TokenView }) {
  const words = useText(oauth2Words);
  const language = useLanguage();
  const now = useNow();
  const when = token.expiresAt === null ? null : relative(token.expiresAt - now, language);
  const expired = token.expiresAt !== null && token.expiresAt <= now;
  const facts: readonly (readonly [string, string])[] = [
    [words.type, token.tokenType],
    [words.scope, token.scope],
    [words.client, token.clientId],
    [words.from, token.issuer],
  ];
  return (
    <>
      <p className={expired ? styles.failure : styles.quiet}>
        {when === null ? words.noExpiry : expired ? words.expired(when) : words.expires(when)}
        {token.refreshable ? `, ${words.refreshable}` : ""}
      </p>
      <dl className={styles.facts}>
        {facts
          .filter(([, value]) => value !== "")
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd title={value}>{value}</dd>
            </div>
          ))}
      </dl>
      {token.decoded.map((part) => (
        <details key={part.token} className={styles.details}>
          <summary>
            {words.claims[part.token]} <span className={styles.quiet}>{words.unverified}</span>
          </summary>
          <pre className={styles.claims}>{`${part.header}\n${part.claims}`}</pre>
        </details>
      ))}
    </>
  );
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
