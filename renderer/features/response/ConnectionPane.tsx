import type { Hop } from "../../../shared/model/exchange.ts";
import { hostPort } from "../../../shared/model/network/host-port.ts";
import { useText } from "../../i18n/language.ts";
import { responseWords } from "../../i18n/messages/response.ts";
import { tlsWords } from "../../i18n/messages/tls.ts";
import { Empty } from "../../ui/Empty.tsx";
import { Fact } from "./Fact.tsx";
import { HandshakePart } from "./HandshakePart.tsx";
import styles from "./panes.module.css";
import { TlsPart } from "./TlsPart.tsx";

/** Where the bytes went and how they were protected. */
export function ConnectionPane({ hop }: { readonly hop: Hop }) {
  const words = useText(responseWords);
  const { connection } = hop;
  if (connection === null) return <NoConnection hop={hop} />;
  const { tls } = connection;
  const number = String(connection.number);
  return (
    <div className={styles.column}>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={words.connection}>
        <h3 className={styles.group}>{words.connection}</h3>
        <dl className={styles.facts}>
          {connection.socketPath === undefined ? (
            <>
              <Fact name={words.remoteAddress}>
                {hostPort(connection.remoteAddress, connection.remotePort)}
              </Fact>
              <Fact name={words.localAddress}>
                {hostPort(connection.localAddress, connection.localPort)}
              </Fact>
            </>
          ) : (
            <Fact name={words.socketPath}>{connection.socketPath}</Fact>
          )}
          {connection.proxy === undefined ? null : (
            <Fact name={words.proxy}>
              {connection.proxy.address}
              {connection.proxy.tls === undefined ? "" : ` · ${connection.proxy.tls.version}`}
            </Fact>
          )}
          <Fact name={words.connectionNumber} plain>
            {connection.reused
              ? words.connectionReused(number, String(connection.uses))
              : words.connectionNew(number)}
          </Fact>
          {hop.response === null ? null : (
            <Fact name={words.httpVersion}>HTTP/{hop.response.httpVersion}</Fact>
          )}
          {tls === undefined ? (
            <Fact name={words.encryption} plain>
              {words.noTls}
            </Fact>
          ) : null}
        </dl>
        {tls === undefined ? null : <TlsPart tls={tls} />}
        {connection.proxy?.tls === undefined ? null : (
          <TlsPart tls={connection.proxy.tls} title={words.proxyEncryption} />
        )}
      </div>
    </div>
  );
}

/** What is known where no connection came of it: a refused certificate, a handshake that was not done. */
function NoConnection({ hop }: { readonly hop: Hop }) {
  const words = useText(responseWords);
  const { refused } = useText(tlsWords);
  const { refusedTls, failedHandshake } = hop;
  if (refusedTls === undefined && failedHandshake === undefined)
    return <Empty title={words.noConnection} />;
  return (
    <div className={styles.column}>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={words.connection}>
        {refusedTls === undefined ? null : (
          <>
            <p className={styles.cut}>{refused}</p>
            <TlsPart tls={refusedTls} />
          </>
        )}
        {failedHandshake === undefined ? null : <HandshakePart handshake={failedHandshake} />}
      </div>
    </div>
  );
}
