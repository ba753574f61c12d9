import { Copy, Download } from "lucide-react";
import type { TlsView } from "../../../shared/model/tls-view.ts";
import { useText } from "../../i18n/language.ts";
import { responseWords } from "../../i18n/messages/response.ts";
import { tlsWords } from "../../i18n/messages/tls.ts";
import { Button } from "../../ui/Button.tsx";
import { copyText } from "../../views/copy-text.ts";
import { downloadContent } from "../../views/download.ts";
import { CertificatePart } from "./CertificatePart.tsx";
import { Fact } from "./Fact.tsx";
import styles from "./panes.module.css";

/** How the bytes were protected, and every certificate there was. */
export function TlsPart({ tls, title }: { readonly tls: TlsView; readonly title?: string }) {
  const words = useText(responseWords);
  const more = useText(tlsWords);
  return (
    <>
      <h3 className={styles.group}>{title ?? words.encryption}</h3>
      <dl className={styles.facts}>
        <Fact name={words.tlsVersion}>{tls.version}</Fact>
        <Fact name={words.cipher}>{tls.cipher}</Fact>
        {tls.group ? <Fact name={more.group}>{tls.group}</Fact> : null}
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
        {tls.trusted === undefined ? null : (
          <Fact name={more.trusted} plain>
            {tls.trusted.map((one) => more.trustedFrom[one]).join(", ")}
          </Fact>
        )}
        <Ocsp ocsp={tls.ocsp} />
        {tls.clientCertificate === undefined ? null : (
          <Fact name={more.clientCertificate} plain>
            {tls.clientCertificate || more.clientNone}
          </Fact>
        )}
      </dl>
      {tls.chain.length === 0 ? null : (
        <div className={styles.group}>
          <Button
            variant="quiet"
            dense
            onPress={() => void copyText(tls.chain.map(({ pem }) => pem).join(""))}
          >
            <Copy size={14} aria-hidden="true" />
            {more.copyChain}
          </Button>
          <Button
            variant="quiet"
            dense
            onPress={() =>
              downloadContent(
                tls.chain.map(({ pem }) => pem).join(""),
                `${tls.servername || "server"}-chain.pem`,
                "application/x-pem-file",
              )
            }
          >
            <Download size={14} aria-hidden="true" />
            {more.saveChain}
          </Button>
        </div>
      )}
      {tls.chain.map((certificate, at) => (
        <CertificatePart
          key={certificate.fingerprint256}
          certificate={certificate}
          role={at === 0 ? words.leaf : words.issuerOf(String(at))}
        />
      ))}
      {(tls.unused ?? []).map((certificate) => (
        <CertificatePart
          key={certificate.fingerprint256}
          certificate={certificate}
          role={more.unused}
        />
      ))}
    </>
  );
}

function Ocsp({ ocsp }: { readonly ocsp: TlsView["ocsp"] }) {
  const words = useText(tlsWords);
  if (ocsp === undefined) return null;
  if (ocsp === null)
    return (
      <Fact name={words.ocsp} plain>
        {words.ocspNone}
      </Fact>
    );
  const { status, thisUpdate, nextUpdate, signed } = ocsp;
  const day = (iso: string) => iso.slice(0, 16).replace("T", " ");
  const times =
    nextUpdate === ""
      ? words.ocspSince(day(thisUpdate))
      : words.ocspTimes(day(thisUpdate), day(nextUpdate));
  return (
    <Fact name={words.ocsp} plain>
      <span className={status === "good" ? styles.goodWord : styles.badWord}>
        {words.ocspStatus[status]}
      </span>{" "}
      <span className={styles.aside}>
        {thisUpdate === "" ? null : times}
        {signed || status === "unreadable" ? null : `; ${words.ocspUnsigned}`}
      </span>
    </Fact>
  );
}
