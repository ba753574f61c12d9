import type { CertificateView, HandshakeView, TlsView } from "../../../../shared/model/tls-view.ts";

/** A handshake that was done, as curl -v tells of it, and the certificates one by one. */
export function tlsLines(tls: TlsView): readonly string[] {
  const group = tls.group ? ` / ${tls.group}` : "";
  const unused = tls.unused ?? [];
  return [
    `* TLS: ${tls.version} / ${tls.cipher}${group}${tls.resumed ? ", resumed" : ""}, ALPN ${tls.alpn || "none"}`,
    ...tls.chain.flatMap((one, at) => certificateLines(one, at === 0 ? "Server" : "Issuer")),
    ...unused.flatMap((one) => certificateLines(one, "Sent and not needed")),
    ...ocspLines(tls),
    ...clientLines(tls),
    tls.verified
      ? "*  certificate verified"
      : `*  certificate NOT verified${tls.verifyError ? `: ${tls.verifyError}` : ""}`,
  ];
}

function certificateLines(certificate: CertificateView, role: string): readonly string[] {
  const { details, from } = certificate;
  const origin = from === "store" ? " (from the trust store)" : "";
  const signed = details === undefined ? "" : `, signed with ${details.signatureAlgorithm}`;
  const names = certificate.subjectAltNames;
  const more = names.length > 10 ? ` and ${names.length - 10} more` : "";
  return [
    `*  ${role} certificate${origin}: ${certificate.publicKey}${signed}`,
    `*   subject: ${certificate.subject}`,
    ...(names.length === 0 ? [] : [`*   names: ${names.slice(0, 10).join(", ")}${more}`]),
    `*   issuer: ${certificate.issuer}`,
    `*   valid: ${certificate.validFrom} to ${certificate.validTo}`,
    ...(role === "Server" && details?.pin !== undefined ? [`*   public key: ${details.pin}`] : []),
  ];
}

function ocspLines({ ocsp }: TlsView): readonly string[] {
  if (ocsp === undefined) return [];
  if (ocsp === null) return ["*  OCSP: the server stapled no response"];
  const until = ocsp.nextUpdate === "" ? "" : ` until ${ocsp.nextUpdate}`;
  const signed = ocsp.signed ? "" : ", its signature was not confirmed";
  const revoked = ocsp.revokedAt === "" ? "" : ` since ${ocsp.revokedAt}`;
  return [`*  OCSP: ${ocsp.status}${revoked}, as of ${ocsp.thisUpdate || "?"}${until}${signed}`];
}

function clientLines({ clientCertificate }: TlsView): readonly string[] {
  if (clientCertificate === undefined) return [];
  return [`*  client certificate asked for: ${clientCertificate || "none was given"}`];
}

/** A handshake that was not done: what was offered, what the server said. */
export function handshakeLines(handshake: HandshakeView): readonly string[] {
  const { offered, chosen, clientCertificate, alerts } = handshake;
  const list = (name: string, items: readonly string[]): readonly string[] =>
    items.length === 0 ? [] : [`*   ${name}: ${items.join(" ")}`];
  return [
    ...(offered === null
      ? []
      : [
          "*  TLS offered",
          ...list("versions", offered.versions),
          ...list("ciphers", offered.ciphers),
          ...list("groups", offered.groups),
          ...list("signatures", offered.signatures),
          ...list("protocols", offered.alpn),
        ]),
    ...(chosen === null
      ? []
      : [`*  The server chose ${[chosen.version, chosen.cipher, chosen.group].join(" ").trim()}`]),
    ...(clientCertificate === null
      ? []
      : [
          "*  The server asked for a client certificate",
          ...list(
            "of",
            clientCertificate.authorities.map((name) => `"${name}"`),
          ),
        ]),
    ...alerts.map(
      ({ from, level, number, name }) =>
        `*  TLS alert from the ${from}: ${level}, ${name || "?"} (${number})`,
    ),
  ];
}
