import type { OAuth2TokenView } from "../../../shared/model/oauth2-token.ts";
import { useText } from "../../i18n/language.ts";
import { oauth2Words } from "../../i18n/messages/oauth2.ts";
import styles from "./OAuth2Card.module.css";
import { useExpiry } from "./use-expiry.ts";

/** What is known of a token, and what it says when it is a JWT. */
export function TokenFacts({ token }: { readonly token: OAuth2TokenView }) {
  const words = useText(oauth2Words);
  const expiry = useExpiry(token);
  const facts: readonly (readonly [string, string])[] = [
    [words.type, token.tokenType],
    [words.scope, token.scope],
    [words.client, token.clientId],
    [words.from, token.issuer],
  ];
  return (
    <>
      <p className={expiry.expired ? styles.failure : styles.quiet}>{expiry.text}</p>
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
