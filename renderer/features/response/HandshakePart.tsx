import type { HandshakeView } from "../../../shared/model/tls-view.ts";
import { useText } from "../../i18n/language.ts";
import { tlsWords } from "../../i18n/messages/tls.ts";
import { Fact } from "./Fact.tsx";
import styles from "./panes.module.css";

/** A handshake that was not done: what the server said to what was offered. */
export function HandshakePart({ handshake }: { readonly handshake: HandshakeView }) {
  const words = useText(tlsWords);
  const { offered, chosen, clientCertificate, alerts } = handshake;
  const list = (items: readonly string[]) => (items.length === 0 ? words.none : items.join(", "));
  return (
    <>
      <h3 className={styles.group}>{words.failed}</h3>
      <dl className={styles.facts}>
        {alerts.map(({ from, level, number, name }, at) => (
          <Fact key={at} name={words.alert(from)}>
            {name || "?"} ({number}, {level})
          </Fact>
        ))}
        <Fact name={words.chosen}>
          {chosen === null
            ? words.nothing
            : [chosen.version, chosen.cipher, chosen.group].filter((one) => one !== "").join(" · ")}
        </Fact>
        {clientCertificate === null ? null : (
          <Fact name={words.wanted} plain>
            {clientCertificate.authorities.length === 0
              ? words.wantedAny
              : clientCertificate.authorities.join("; ")}
          </Fact>
        )}
      </dl>
      {offered === null ? null : (
        <>
          <h3 className={styles.group}>{words.offered}</h3>
          <dl className={styles.facts}>
            <Fact name={words.serverName}>{offered.servername || words.none}</Fact>
            <Fact name={words.versions}>{list(offered.versions)}</Fact>
            <Fact name={words.ciphers}>{list(offered.ciphers)}</Fact>
            <Fact name={words.groups}>{list(offered.groups)}</Fact>
            <Fact name={words.signatures}>{list(offered.signatures)}</Fact>
            <Fact name={words.alpn}>{list(offered.alpn)}</Fact>
          </dl>
        </>
      )}
    </>
  );
}
