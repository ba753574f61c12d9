import { Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import type { OAuth2TokenView } from "../../../shared/model/oauth2-token.ts";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { oauth2Words } from "../../i18n/messages/oauth2.ts";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { useExpiry } from "../auth/use-expiry.ts";
import styles from "./Secrets.module.css";

/** Every OAuth 2 token this machine keeps, newest first: what it is for, when it ends, and out with it. */
export function TokenList() {
  const app = useApp();
  const words = useText(oauth2Words);
  const [tokens, setTokens] = useState<readonly OAuth2TokenView[]>([]);
  useEffect(() => {
    const ended = new AbortController();
    const follow = async () => {
      for await (const value of app.remote["oauth2.tokens"](ended.signal)) setTokens(value);
    };
    follow().catch(() => undefined);
    return () => ended.abort();
  }, [app]);
  const forget = async (which: readonly OAuth2TokenView[]) => {
    for (const { key } of which) await app.remote["oauth2.forget"]({ key });
  };
  return (
    <section aria-label={words.kept}>
      <h3 className={styles.section}>{words.kept}</h3>
      <p className={styles.hint}>{words.keptHint}</p>
      {tokens.length === 0 ? <p className={styles.hint}>{words.none}</p> : null}
      <ul className={styles.list}>
        {tokens.map((token) => (
          <li key={token.key}>
            <Row token={token} onForget={() => void forget([token])} />
          </li>
        ))}
      </ul>
      {tokens.length > 1 ? (
        <div className={styles.ends}>
          <Button onPress={() => void forget(tokens)}>{words.forgetAll}</Button>
        </div>
      ) : null}
    </section>
  );
}

function Row({
  token,
  onForget,
}: {
  readonly token: OAuth2TokenView;
  readonly onForget: () => void;
}) {
  const words = useText(oauth2Words);
  const expiry = useExpiry(token);
  const place = [token.name, token.clientId, token.scope].filter((part) => part !== "");
  return (
    <div className={styles.row}>
      <div className={styles.told}>
        <span className={styles.name}>
          {token.issuer} <span className={styles.place}>{place.join(" \u00b7 ")}</span>
        </span>
        <span className={styles.place}>
          {token.masked} {expiry.text}
        </span>
      </div>
      <IconButton dense label={words.forgetOne(token.issuer)} onPress={onForget}>
        <Trash2 size={14} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
