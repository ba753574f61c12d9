import { FailureError, type Phase } from "../../../shared/model/failure.ts";
import { alertNumber } from "../handshake/names.ts";
import type { Handshake } from "../handshake/read-handshake.ts";

type Sentence = readonly [message: string, remedy: string];

const log = "Look at the server's log for the reason.";
const otherCertificate = "Choose another client certificate for this host in the TLS settings.";
const oldServer =
  "The server must offer TLS 1.2 or 1.3; for a test, allow its version in the TLS settings.";

/** By our code: what happened, what to try. */
const sentences: Readonly<Record<string, Sentence>> = {
  "not-tls": [
    "The server does not speak TLS on this port.",
    "Try http:// instead of https://, or another port.",
  ],
  "plain-http": [
    "The server speaks plain HTTP on this port, without TLS.",
    "Use http:// instead of https://, or another port.",
  ],
  "handshake-closed": [
    "The server closed the connection without a word when TLS began.",
    "It may not speak TLS on this port, or may refuse this client; look at its log.",
  ],
  "handshake-reset": [
    "The server broke the connection when TLS began.",
    "It may not speak TLS on this port, or may refuse this client; look at its log.",
  ],
  "handshake-truncated": [
    "The server closed the connection in the middle of the TLS handshake.",
    log,
  ],
  "tls-version-refused": [
    "The server accepts none of the TLS versions offered.",
    "It may only know older ones: allow them in the TLS settings for a test, or have the server updated.",
  ],
  "server-speaks-sslv3": [
    "The server only speaks SSL 3.0, which is broken.",
    "The server must offer TLS 1.2 or 1.3.",
  ],
  "server-speaks-tls-1.0": ["The server only speaks TLS 1.0, which is no longer safe.", oldServer],
  "server-speaks-tls-1.1": ["The server only speaks TLS 1.1, which is no longer safe.", oldServer],
  "server-speaks-other-version": [
    "The server chose a TLS version that was not offered.",
    "Look at the lowest and highest version in the TLS settings.",
  ],
  "nothing-in-common": [
    "The server found nothing in common with what was offered: no cipher, no group or no signature.",
    "Compare what was offered with what the server takes; ciphers and groups are in the TLS settings.",
  ],
  "cipher-not-offered": [
    "The server insists on a cipher that was not offered.",
    "Name the cipher in the TLS settings if you trust it; the server should take a safe one.",
  ],
  "client-certificate-missing": [
    "The server wants a client certificate.",
    "Add a client certificate for this host in the TLS settings.",
  ],
  "client-certificate-refused": ["The server refused the client certificate.", otherCertificate],
  "client-certificate-expired": [
    "The server says the client certificate has expired.",
    otherCertificate,
  ],
  "client-certificate-revoked": [
    "The server says the client certificate was revoked.",
    otherCertificate,
  ],
  "client-certificate-authority": [
    "The server does not know the authority of the client certificate.",
    "Use a client certificate of an authority the server accepts, with its intermediate certificates in the file.",
  ],
  "client-denied": ["The server takes the client certificate and denies access all the same.", log],
  "server-name-unknown": [
    "The server does not know this host name.",
    "Check the host name, and the server name in the TLS settings.",
  ],
  "no-common-protocol": [
    "The server speaks none of the protocols offered (ALPN).",
    "Choose another HTTP version, or the protocols to offer in the TLS settings.",
  ],
  "dh-key-too-small": [
    "The server's Diffie-Hellman key is too short to be safe.",
    "The server must use a larger group; ciphers without DHE avoid it.",
  ],
  "dh-value-bad": [
    "The server's Diffie-Hellman key is no valid one.",
    "The server must use another group; ciphers without DHE avoid it.",
  ],
  "certificates-too-large": [
    "The server's certificates are larger than a client should read.",
    "The server's owner must split the names over several certificates.",
  ],
  "server-key-too-small": [
    "The key of the server's certificate is too short to sign a safe handshake.",
    "The server's owner must replace the certificate.",
  ],
  "signature-not-offered": [
    "The server signs its handshake with an algorithm that was not offered, such as SHA-1.",
    "The server must sign with SHA-256 or better.",
  ],
  "signature-wrong": [
    "The server's signature of the handshake is wrong: it does not hold the key of its certificate.",
    "Do not trust this server.",
  ],
  "certificate-unreadable": [
    "The server's certificate could not be read.",
    "The server's owner must replace the certificate.",
  ],
  "unsafe-renegotiation": [
    "The server only offers an unsafe way to renegotiate.",
    "The server needs an update.",
  ],
  "handshake-altered": [
    "What arrived of the handshake was altered or made badly.",
    "Something between here and the server may change the bytes; look at the Wire view.",
  ],
  "tls-alert": ["The server ended the handshake with an alert.", log],
  "tls-broken": [
    "The two sides could not agree on a safe connection.",
    "The code names the reason; look at the server's log too.",
  ],
};

/** By the name of the alert the server sent. */
const alertCodes: Readonly<Record<string, string>> = {
  handshake_failure: "nothing-in-common",
  insufficient_security: "nothing-in-common",
  protocol_version: "tls-version-refused",
  inappropriate_fallback: "tls-version-refused",
  certificate_required: "client-certificate-missing",
  no_certificate: "client-certificate-missing",
  bad_certificate: "client-certificate-refused",
  unsupported_certificate: "client-certificate-refused",
  certificate_unknown: "client-certificate-refused",
  certificate_expired: "client-certificate-expired",
  certificate_revoked: "client-certificate-revoked",
  unknown_ca: "client-certificate-authority",
  access_denied: "client-denied",
  unrecognized_name: "server-name-unknown",
  no_application_protocol: "no-common-protocol",
};

/** By the code Node gives an error that this side found (OpenSSL's reason). */
const ownCodes: Readonly<Record<string, string>> = {
  ERR_SSL_WRONG_VERSION_NUMBER: "not-tls",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "not-tls",
  ERR_SSL_HTTP_REQUEST: "not-tls",
  ERR_SSL_UNSUPPORTED_PROTOCOL: "server-speaks-other-version",
  ERR_SSL_WRONG_SSL_VERSION: "server-speaks-other-version",
  ERR_SSL_WRONG_CIPHER_RETURNED: "cipher-not-offered",
  ERR_SSL_UNKNOWN_CIPHER_RETURNED: "cipher-not-offered",
  ERR_SSL_DH_KEY_TOO_SMALL: "dh-key-too-small",
  ERR_SSL_BAD_DH_VALUE: "dh-value-bad",
  ERR_SSL_BAD_DH_P_LENGTH: "dh-key-too-small",
  ERR_SSL_MODULUS_TOO_LARGE: "dh-value-bad",
  ERR_SSL_EXCESSIVE_MESSAGE_SIZE: "certificates-too-large",
  ERR_SSL_EE_KEY_TOO_SMALL: "server-key-too-small",
  ERR_SSL_WRONG_SIGNATURE_TYPE: "signature-not-offered",
  ERR_SSL_NO_SUITABLE_SIGNATURE_ALGORITHM: "signature-not-offered",
  ERR_SSL_WRONG_CURVE: "nothing-in-common",
  ERR_SSL_BAD_SIGNATURE: "signature-wrong",
  ERR_SSL_DECRYPT_ERROR: "signature-wrong",
  ERR_SSL_PROVIDER_SIGNATURE_FAILURE: "signature-wrong",
  ERR_SSL_BAD_KEY_SHARE: "handshake-altered",
  ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED: "unsafe-renegotiation",
  ERR_SSL_UNEXPECTED_EOF_WHILE_READING: "handshake-truncated",
  ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC: "handshake-altered",
  ERR_SSL_BAD_RECORD_TYPE: "not-tls",
  ERR_SSL_UNEXPECTED_MESSAGE: "handshake-altered",
  ERR_SSL_LENGTH_MISMATCH: "handshake-altered",
  ERR_SSL_BAD_LENGTH: "handshake-altered",
  ERR_SSL_BAD_PACKET_LENGTH: "handshake-altered",
  ERR_SSL_BAD_EXTENSION: "handshake-altered",
  ERR_SSL_DIGEST_CHECK_FAILED: "handshake-altered",
};

const chosenVersions: Readonly<Record<string, string>> = {
  SSLv3: "server-speaks-sslv3",
  TLSv1: "server-speaks-tls-1.0",
  "TLSv1.1": "server-speaks-tls-1.1",
};

/** The handshake broke. null: the connection closed without an error. `seen`: what passed of it. */
export function handshakeFailure(
  error: NodeJS.ErrnoException | null,
  seen: Handshake,
): FailureError {
  const code = error?.code ?? "";
  const notTls = seen.speaks === "http" ? "plain-http" : seen.speaks === "other" ? "not-tls" : null;
  const alert = seen.alerts.find(({ from, level }) => from === "server" && level === "fatal");
  if (alert !== undefined) {
    const said = alertCodes[alert.name] ?? "tls-alert";
    return failureOf(inContext(said, seen), "tls", error, `alert ${alert.number} ${alert.name}`);
  }
  if (isTlsCode(code)) {
    if (notTls !== null) return failureOf(notTls, "tls", error);
    return tlsFailure(code, "tls", error, seen);
  }
  if (seen.speaks === null) {
    // Node calls a close in order ECONNRESET too, when it comes before the handshake is done; then no call failed.
    const broken = error?.syscall !== undefined;
    return failureOf(broken ? "handshake-reset" : "handshake-closed", "tls", error);
  }
  return failureOf(notTls ?? "handshake-truncated", "tls", error);
}

/** With the alert OpenSSL read, where it lay in a record nobody here could open. */
export function withAlert(seen: Handshake, error: NodeJS.ErrnoException | null): Handshake {
  const received = receivedAlert(error?.code ?? "");
  if (received === null || seen.alerts.some(({ from }) => from === "server")) return seen;
  return { ...seen, alerts: [...seen.alerts, { from: "server", level: "fatal", ...received }] };
}

/** True for codes that come from TLS and not from the socket. */
export function isTlsCode(code: string): boolean {
  return code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_") || code === "EPROTO";
}

/** TLS broke, in the handshake or later (TLS 1.3 asks for the client certificate after it). */
export function tlsFailure(
  code: string,
  phase: Phase,
  cause: unknown,
  seen: Handshake | null = null,
): FailureError {
  const received = receivedAlert(code);
  if (received !== null) {
    const said = alertCodes[received.name] ?? "tls-alert";
    const place = `alert ${received.number} ${received.name}`;
    return failureOf(inContext(said, seen), phase, cause, place);
  }
  const bits = bitsOf(seen?.prime ?? null);
  // Below 512 bits OpenSSL has no word of its own for it.
  if (bits !== null && bits < 2048)
    return failureOf("dh-key-too-small", phase, cause, `${bits} bits`);
  const own = ownCodes[code] ?? "tls-broken";
  const chosen = seen?.chosen ?? null;
  if (own === "server-speaks-other-version" && chosen !== null)
    return failureOf(chosenVersions[chosen.version] ?? own, phase, cause, chosen.version);
  if (own === "cipher-not-offered" && chosen !== null)
    return failureOf(own, phase, cause, chosen.cipher);
  return failureOf(own, phase, cause, own === "tls-broken" ? code : undefined);
}

function bitsOf(prime: Buffer | null): number | null {
  return prime === null ? null : BigInt(`0x${prime.toString("hex") || "0"}`).toString(2).length;
}

/** The alert Node's code stands for: "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "ERR_SSL_SSL/TLS_ALERT_…" of OpenSSL 3.5. null: it is an error of this side. */
function receivedAlert(code: string): { readonly name: string; readonly number: number } | null {
  const found = /^ERR_SSL_(?:SSLV3|TLSV1|TLSV13|SSL\/TLS)_(?:ALERT_)?([A-Z_]+)$/.exec(code)?.[1];
  const name = (found ?? "").toLowerCase();
  const number = alertNumber(name);
  return number === null ? null : { name, number };
}

/** "handshake_failure" after the server asked for a certificate means that one (TLS 1.2 has no word of its own for it). */
function inContext(code: string, seen: Handshake | null): string {
  if (code !== "nothing-in-common" || seen?.clientCertificate == null) return code;
  return seen.certificateShown ? "client-certificate-refused" : "client-certificate-missing";
}

function failureOf(code: string, phase: Phase, cause: unknown, place?: string): FailureError {
  const [message, remedy] = sentences[code] ?? sentences["tls-broken"] ?? ["", ""];
  return new FailureError(
    { kind: "tls", code, message, phase, remedy, ...(place === undefined ? {} : { place }) },
    { cause },
  );
}
