import type { CertificateView } from "../../../shared/model/exchange.ts";
import { FailureError, type Phase } from "../../../shared/model/failure.ts";

type Sentences = Readonly<Record<string, readonly [message: string, remedy: string]>>;

const trustIt = "If you know this server, switch verification off in the settings of this request.";
const renew =
  "The server's owner must renew it; for a test, switch verification off for this request.";

/** By the code of OpenSSL's chain check (X509_V_ERR_…) or of our name check. */
const verifySentences: Sentences = {
  CERT_HAS_EXPIRED: ["The server's certificate, or one above it, has expired.", renew],
  CERT_NOT_YET_VALID: [
    "The server's certificate is not valid yet.",
    "Check this machine's clock; otherwise the server's owner must replace the certificate.",
  ],
  DEPTH_ZERO_SELF_SIGNED_CERT: [
    "The server's certificate is signed by itself, not by an authority.",
    trustIt,
  ],
  SELF_SIGNED_CERT_IN_CHAIN: ["The chain ends in an authority that is not trusted here.", trustIt],
  UNABLE_TO_GET_ISSUER_CERT: ["The certificate of an authority in the chain is missing.", trustIt],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [
    "The chain does not reach a trusted authority: the server left out a certificate, or its authority is unknown here.",
    "The server should send its intermediate certificates. If you know it, switch verification off for this request.",
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    "The server sent its certificate alone, and its authority is unknown here.",
    "The server should send its intermediate certificates. If you know it, switch verification off for this request.",
  ],
  CERT_SIGNATURE_FAILURE: [
    "The signature of a certificate is wrong.",
    "The certificate was altered or made badly; do not trust it.",
  ],
  CERT_UNTRUSTED: ["The authority is not trusted for servers.", trustIt],
  CERT_REJECTED: [
    "The authority is marked as not allowed for servers.",
    "Do not trust this certificate.",
  ],
  CERT_REVOKED: ["The certificate was revoked.", "Do not trust this certificate."],
  INVALID_CA: [
    "A certificate in the chain signed another without being an authority.",
    "Do not trust this certificate.",
  ],
  INVALID_PURPOSE: [
    "The certificate is not meant for servers.",
    "The server's owner must use a certificate for server authentication.",
  ],
  PATH_LENGTH_EXCEEDED: [
    "An authority in the chain was not allowed to make another one.",
    "Do not trust this certificate.",
  ],
  CERT_CHAIN_TOO_LONG: [
    "The chain of certificates is too long.",
    "The server's owner must shorten the chain.",
  ],
  HOSTNAME_MISMATCH: ["The certificate is for another host.", "Check the host name."],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    "The certificate is for other names than this host.",
    "Check the host name; the names are in Connection.",
  ],
  CERT_WITHOUT_NAMES: [
    "The certificate has no subject alternative name, so it is for no host at all.",
    "The server's owner must make a certificate with the host in it; a common name does not count.",
  ],
  CERT_WITHOUT_IP: [
    "The certificate does not name any IP address.",
    "Use the host name the certificate is for, or have the address added to it.",
  ],
  EE_KEY_TOO_SMALL: ["The key of the server's certificate is too short to be safe.", renew],
  CA_KEY_TOO_SMALL: ["The key of an authority in the chain is too short to be safe.", renew],
  CA_MD_TOO_WEAK: [
    "A certificate in the chain is signed with a broken hash (SHA-1 or MD5).",
    renew,
  ],
  PERMITTED_VIOLATION: [
    "The authority may not make certificates for this name.",
    "Do not trust this certificate.",
  ],
  EXCLUDED_VIOLATION: [
    "The authority may not make certificates for this name.",
    "Do not trust this certificate.",
  ],
  UNSPECIFIED: ["The certificate breaks a rule, such as a key or a signature too weak.", renew],
};

/** By the code Node gives an error of the handshake. */
const handshakeSentences: Sentences = {
  ERR_SSL_WRONG_VERSION_NUMBER: [
    "The server does not speak TLS on this port.",
    "Try http:// instead of https://, or another port.",
  ],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: [
    "The server does not speak TLS on this port.",
    "Try http:// instead of https://, or another port.",
  ],
  ERR_SSL_UNSUPPORTED_PROTOCOL: [
    "The server only offers a TLS version that is no longer safe.",
    "The server must offer TLS 1.2 or 1.3.",
  ],
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: [
    "The server does not accept TLS 1.2 or 1.3.",
    "The server must offer TLS 1.2 or 1.3.",
  ],
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: [
    "The server found nothing in common: no cipher, no version, or it wants a client certificate.",
    "Look at the server's log for the reason.",
  ],
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: [
    "The server wants a client certificate.",
    "Add a client certificate for this host.",
  ],
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: [
    "The server refused the client certificate.",
    "Check which client certificate is sent.",
  ],
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: [
    "The server says the client certificate has expired.",
    "Use a valid client certificate.",
  ],
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: [
    "The server does not know the authority of the client certificate.",
    "Use a client certificate the server accepts.",
  ],
  ERR_SSL_TLSV1_UNRECOGNIZED_NAME: [
    "The server does not know this host name.",
    "Check the host name.",
  ],
  ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL: [
    "The server does not offer HTTP/1.1.",
    "The server may speak HTTP/2 only.",
  ],
  ERR_SSL_DH_KEY_TOO_SMALL: [
    "The server's Diffie-Hellman key is too short to be safe.",
    "The server must use a larger group.",
  ],
  ERR_SSL_EE_KEY_TOO_SMALL: ["The key of the server's certificate is too short to be safe.", renew],
  ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED: [
    "The server only offers an unsafe way to renegotiate.",
    "The server needs an update.",
  ],
};

/** The chain or the name was refused. `code`: OpenSSL's or ours. */
export function verifyFailure(code: string, leaf: CertificateView | undefined): FailureError {
  const [message, remedy] = verifySentences[code] ?? [
    "The server's certificate could not be verified.",
    "Look at the certificate chain for the reason.",
  ];
  return new FailureError({
    kind: "tls",
    code,
    message,
    phase: "tls",
    remedy,
    ...(leaf === undefined ? {} : { place: `certificate ${leaf.fingerprint256}` }),
  });
}

/** The handshake broke. null: the connection closed without an error. */
export function handshakeFailure(error: NodeJS.ErrnoException | null): FailureError {
  const code = error?.code;
  if (code !== undefined && isTlsCode(code)) return tlsFailure(code, "tls", error);
  return new FailureError(
    {
      kind: "tls",
      code: code === undefined || code === "ECONNRESET" ? "handshake-truncated" : code,
      message: "The connection was closed in the middle of the TLS handshake.",
      phase: "tls",
      remedy:
        "The server may not speak TLS on this port, or may refuse this client; look at its log.",
    },
    { cause: error },
  );
}

/** True for codes that come from TLS and not from the socket. */
export function isTlsCode(code: string): boolean {
  return code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_") || code === "EPROTO";
}

/** TLS broke, in the handshake or later (TLS 1.3 asks for the client certificate after it). */
export function tlsFailure(code: string, phase: Phase, cause: unknown): FailureError {
  const [message, remedy] = handshakeSentences[code] ?? [
    "The two sides could not agree on a safe connection.",
    "The code names the reason; look at the server's log too.",
  ];
  return new FailureError({ kind: "tls", code, message, phase, remedy }, { cause });
}
