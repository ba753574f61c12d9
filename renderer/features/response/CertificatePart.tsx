import { Copy } from "lucide-react";
import type { CertificateDetails, CertificateView } from "../../../shared/model/tls-view.ts";
import { formatCount } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { responseWords } from "../../i18n/messages/response.ts";
import { tlsWords } from "../../i18n/messages/tls.ts";
import { Button } from "../../ui/Button.tsx";
import { copyText } from "../../views/copy-text.ts";
import { Fact } from "./Fact.tsx";
import styles from "./panes.module.css";

/** One certificate: where it came from and what it says. */
export function CertificatePart({
  certificate,
  role,
}: {
  readonly certificate: CertificateView;
  readonly role: string;
}) {
  const more = useText(tlsWords);
  const words = useText(responseWords);
  const language = useLanguage();
  const { subject, issuer, subjectAltNames, validFrom, validTo } = certificate;
  const date = (iso: string) => {
    const at = new Date(iso);
    return Number.isNaN(at.getTime())
      ? iso
      : new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(at);
  };
  const { details, from } = certificate;
  return (
    <>
      <h3 className={styles.group}>
        {role}
        {from === undefined ? null : (
          <span className={styles.aside}>{from === "server" ? more.sent : more.store}</span>
        )}
        <Button variant="quiet" dense onPress={() => void copyText(certificate.pem)}>
          <Copy size={14} aria-hidden="true" />
          {words.copyPem}
        </Button>
      </h3>
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
        {details?.pin === undefined ? null : <Fact name={more.pin}>{details.pin}</Fact>}
        <Fact name={words.serial}>{certificate.serialNumber}</Fact>
        {details === undefined ? null : <Details details={details} />}
        <Fact name={words.fingerprint}>{certificate.fingerprint256}</Fact>
        {details === undefined ? null : <Fact name={more.sha1}>{details.fingerprint1}</Fact>}
      </dl>
    </>
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

function Details({ details }: { readonly details: CertificateDetails }) {
  const words = useText(tlsWords);
  const { signatureAlgorithm, keyUsage, extendedKeyUsage, basicConstraints } = details;
  return (
    <>
      <Fact name={words.signature}>{signatureAlgorithm}</Fact>
      {keyUsage.length === 0 ? null : <Fact name={words.keyUsage}>{keyUsage.join(", ")}</Fact>}
      {extendedKeyUsage.length === 0 ? null : (
        <Fact name={words.purposes}>{extendedKeyUsage.join(", ")}</Fact>
      )}
      {basicConstraints === null ? null : (
        <Fact name={words.constraints} plain>
          {!basicConstraints.authority
            ? words.notAuthority
            : basicConstraints.pathLength === null
              ? words.authority
              : words.authorityLimit(String(basicConstraints.pathLength))}
        </Fact>
      )}
    </>
  );
}
