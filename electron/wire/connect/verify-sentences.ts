import type { CertificateView } from "../../../shared/model/tls-view.ts";
import { FailureError } from "../../../shared/model/failure.ts";

type Sentences = Readonly<Record<string, readonly [message: string, remedy: string]>>;

const trustIt =
  "If this machine trusts its authority, let those of the system count too (TLS settings); else choose the authority's file there, or switch verification off for this request.";
const renew =
  "The server's owner must renew it; for a test, switch verification off for this request.";
const doNot = "Do not trust this certificate.";
const sendThem =
  "The server should send its intermediate certificates. If this machine trusts its authority, let those of the system count too (TLS settings), or choose the authority's file there.";

/** By the code of OpenSSL's chain check (X509_V_ERR_…), of our name check, or of `verdict`. */
const sentences: Sentences = {
  CERT_HAS_EXPIRED: ["The server's certificate has expired.", renew],
  ISSUER_CERT_HAS_EXPIRED: ["The certificate of an authority in the chain has expired.", renew],
  CERT_NOT_YET_VALID: [
    "The server's certificate is not valid yet.",
    "Check this machine's clock; otherwise the server's owner must replace the certificate.",
  ],
  ISSUER_CERT_NOT_YET_VALID: [
    "The certificate of an authority in the chain is not valid yet.",
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
    sendThem,
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    "The server sent its certificate alone, and its authority is unknown here.",
    sendThem,
  ],
  CERT_SIGNATURE_FAILURE: [
    "The signature of a certificate is wrong.",
    "The certificate was altered or made badly; do not trust it.",
  ],
  CERT_UNTRUSTED: ["The authority is not trusted for servers.", trustIt],
  CERT_REJECTED: ["The authority is marked as not allowed for servers.", doNot],
  CERT_REVOKED: ["The certificate was revoked.", doNot],
  UNABLE_TO_GET_CRL: [
    "The file of revocation lists has none of an authority in the chain.",
    "Put a list of each authority of the chain into the file, its root included, or leave the file out of the TLS settings.",
  ],
  CRL_HAS_EXPIRED: [
    "The revocation list of an authority in the chain is out of date.",
    "Fetch a newer list from the authority.",
  ],
  CRL_NOT_YET_VALID: [
    "The revocation list of an authority in the chain is not valid yet.",
    "Check this machine's clock, and whether it is the right list.",
  ],
  CRL_SIGNATURE_FAILURE: [
    "The revocation list of an authority in the chain is not signed by it.",
    "Fetch the list from the authority again.",
  ],
  OCSP_STAPLE_MISSING: [
    "The certificate counts only with a proof that it is not revoked, and the server sent none.",
    "The server must staple an OCSP response.",
  ],
  INVALID_CA: ["A certificate in the chain signed another without being an authority.", doNot],
  INVALID_PURPOSE: [
    "The certificate is not meant for servers.",
    "The server's owner must use a certificate for server authentication.",
  ],
  PATH_LENGTH_EXCEEDED: ["An authority in the chain was not allowed to make another one.", doNot],
  CERT_CHAIN_TOO_LONG: [
    "The chain of certificates is too long.",
    "The server's owner must shorten the chain.",
  ],
  UNHANDLED_CRITICAL_EXTENSION: [
    "A certificate has a critical extension that nobody here understands.",
    doNot,
  ],
  HOSTNAME_MISMATCH: ["The certificate is for another host.", "Check the host name."],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    "The certificate is for other names than this host.",
    "Check the host name, and the server name in the TLS settings; the names are in the certificate view.",
  ],
  IP_ADDRESS_MISMATCH: [
    "The certificate is for other addresses than this one.",
    "Use the host name the certificate is for, or have the address added to it.",
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
  CERT_SIGNED_WITH_SHA1: [
    "A certificate in the chain is signed with SHA-1, which is broken.",
    renew,
  ],
  CERT_SIGNED_WITH_MD5: ["A certificate in the chain is signed with MD5, which is broken.", renew],
  CERT_SIGNED_WITH_MD2: ["A certificate in the chain is signed with MD2, which is broken.", renew],
  PERMITTED_VIOLATION: ["The authority may make certificates for other names only.", doNot],
  EXCLUDED_VIOLATION: ["The authority may not make certificates for this name.", doNot],
  DH_NOT_PRIME: [
    "The number the server's key exchange rests on is not prime: anybody may compute the secret.",
    "The server must use another group; ciphers without DHE avoid it.",
  ],
  DH_SMALL_SUBGROUP: [
    "The group of the server's key exchange has small subgroups, which give the secret away.",
    "The server must use another group; ciphers without DHE avoid it.",
  ],
  UNSPECIFIED: ["The certificate breaks a rule.", "Look at the certificates for the reason."],
};

/** The chain, the name or the key exchange was refused. `code`: as `verdict` gives it. */
export function verifyFailure(code: string, leaf: CertificateView | undefined): FailureError {
  const [message, remedy] = sentences[code] ?? [
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
