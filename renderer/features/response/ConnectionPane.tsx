import { Copy } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import type { Hop } from "../../../shared/model/exchange.ts";
import { hostPort } from "../../../shared/model/network/host-port.ts";
import type { CertificateView, TlsView } from "../../../shared/model/tls-view.ts";
import { formatCount } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { responseWords } from "../../i18n/messages/response.ts";
import { Button } from "../../ui/Button.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { copyText } from "../../views/copy-text.ts";
import styles from "./panes.module.css";

/** Where the bytes went and how they were protected. */
export function ConnectionPane({ hop }: { readonly hop: Hop }) {
  const words = useText(responseWords);
  const { connection } = hop;
  if (connection === null) return <Empty title={words.noConnection} />;
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
        {tls === undefined ? null : <Tls tls={tls} />}
      </div>
    </div>
  );
}

function Tls({ tls }: { readonly tls: TlsView }) {
  const words = useText(responseWords);
  return (
    <>
      <h3 className={styles.group}>{words.encryption}</h3>
      <dl className={styles.facts}>
        <Fact name={words.tlsVersion}>{tls.version}</Fact>
        <Fact name={words.cipher}>{tls.cipher}</Fact>
        <Fact name={words.alpn}>{tls.alpn === "" ? words.alpnNone : tls.alpn}</Fact>
        <Fact name={words.serverName}>
          {tls.servername === "" ? words.alpnNone : tls.servername}
        </Fact>
        <Fact name={words.session} plain>
          {tls.resumed ? words.sessionResumed : words.sessionFull}
        </Fact>
        <Fact name={words.verification} plain>
          {tls.verified ? (
            <span className={styles.goodWord}>{words.verified}</span>
          ) : (
            <span className={styles.badWord}>
              {words.notVerified}
              {tls.verifyError === undefined ? null : <code> {tls.verifyError}</code>}
            </span>
          )}
        </Fact>
      </dl>
      {tls.chain.map((certificate, at) => (
        <Fragment key={certificate.fingerprint256}>
          <h3 className={styles.group}>
            {at === 0 ? words.leaf : words.issuerOf(String(at))}
            <Button variant="quiet" dense onPress={() => void copyText(certificate.pem)}>
              <Copy size={14} aria-hidden="true" />
              {words.copyPem}
            </Button>
          </h3>
          <Certificate certificate={certificate} />
        </Fragment>
      ))}
    </>
  );
}

function Certificate({ certificate }: { readonly certificate: CertificateView }) {
  const words = useText(responseWords);
  const language = useLanguage();
  const { subject, issuer, subjectAltNames, validFrom, validTo } = certificate;
  const date = (iso: string) => {
    const at = new Date(iso);
    return Number.isNaN(at.getTime())
      ? iso
      : new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(at);
  };
  return (
    <dl className={styles.facts}>
      <Fact name={words.subject}>{subject}</Fact>
      <Fact name={words.issuer}>{issuer}</Fact>
      {subjectAltNames.length === 0 ? null : (
        <Fact name={words.names}>{subjectAltNames.slice(0, 200).join(", ")}</Fact>
      )}
      <Fact name={words.validity} plain>
        {words.validRange(date(validFrom), date(validTo))} <Left validTo={validTo} />
      </Fact>
      <Fact name={words.publicKey}>{certificate.publicKey}</Fact>
      <Fact name={words.serial}>{certificate.serialNumber}</Fact>
      <Fact name={words.fingerprint}>{certificate.fingerprint256}</Fact>
    </dl>
  );
}

const day = 86_400_000;
/** Read once: a component must not ask the clock, and a day more or less does not matter here. */
const today = Date.now();

function Left({ validTo }: { readonly validTo: string }) {
  const words = useText(responseWords);
  const language = useLanguage();
  const left = Math.floor((new Date(validTo).getTime() - today) / day);
  if (Number.isNaN(left)) return null;
  if (left < 0) return <span className={styles.badWord}>{words.expired}</span>;
  return (
    <span className={left < 21 ? styles.warnWord : styles.aside}>
      {words.daysLeft(formatCount(left, language))}
    </span>
  );
}

function Fact({
  name,
  plain = false,
  children,
}: {
  readonly name: string;
  readonly plain?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <>
      <dt>{name}</dt>
      <dd className={plain ? styles.words : undefined}>{children}</dd>
    </>
  );
}
