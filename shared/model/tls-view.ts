/** What the certificate says beyond names and dates, read from its DER. */
export interface CertificateDetails {
  /** "sha256WithRSAEncryption", or an object identifier nobody here has a name for. */
  readonly signatureAlgorithm: string;
  readonly fingerprint1: string;
  /** `sha256//…` of its public key, as it can be pinned. Absent in exchanges of earlier versions. */
  readonly pin?: string;
  /** "digitalSignature", "keyCertSign" …; empty: the certificate does not say. */
  readonly keyUsage: readonly string[];
  /** "serverAuth", "clientAuth" …, or an object identifier; empty: the certificate does not say. */
  readonly extendedKeyUsage: readonly string[];
  /** null: the certificate does not say. `pathLength`: how many authorities may follow; null: no limit. */
  readonly basicConstraints: {
    readonly authority: boolean;
    readonly pathLength: number | null;
  } | null;
}

export interface CertificateView {
  readonly subject: string;
  readonly issuer: string;
  readonly subjectAltNames: readonly string[];
  /** ISO 8601. */
  readonly validFrom: string;
  readonly validTo: string;
  readonly serialNumber: string;
  readonly fingerprint256: string;
  readonly publicKey: string;
  readonly pem: string;
  /** Absent where the DER could not be read, and in exchanges of earlier versions. */
  readonly details?: CertificateDetails;
  /** `server`: it was in the handshake. `store`: only in the trust store. Absent: not known (a resumed session has no certificates in it). */
  readonly from?: "server" | "store";
}

/** What the client's hello offered, in its order, as names; what has no name here is its number in hexadecimal. */
export interface HelloView {
  readonly servername: string;
  readonly versions: readonly string[];
  readonly ciphers: readonly string[];
  readonly groups: readonly string[];
  readonly signatures: readonly string[];
  readonly alpn: readonly string[];
}

/** An alert (RFC 8446 §6): what one side said before it gave up. */
export interface AlertView {
  readonly from: "server" | "client";
  readonly level: "warning" | "fatal";
  readonly number: number;
  /** "handshake_failure" …, "" for a number nobody defined. */
  readonly name: string;
}

/** What passed in a handshake, read from its own bytes. */
export interface HandshakeView {
  /** null: not seen. */
  readonly offered: HelloView | null;
  /** null: the server chose nothing. "" where it does not apply. */
  readonly chosen: {
    readonly version: string;
    readonly cipher: string;
    readonly group: string;
  } | null;
  /** The server wanted a client certificate, from one of these authorities; empty: from any. null: it did not ask. */
  readonly clientCertificate: { readonly authorities: readonly string[] } | null;
  readonly alerts: readonly AlertView[];
}

/** A stapled OCSP response (RFC 6960), as the server sent it. */
export interface OcspView {
  /** About the server's certificate. `unreadable`: not what a response looks like, or about another certificate. */
  readonly status: "good" | "revoked" | "unknown" | "unreadable";
  /** ISO 8601; "": the response does not say. */
  readonly producedAt: string;
  readonly thisUpdate: string;
  readonly nextUpdate: string;
  readonly revokedAt: string;
  /** Signed by the certificate's issuer, or by one it made for that. False: not, or it could not be checked. */
  readonly signed: boolean;
}

/** `own`: a file's or a folder's, named in the settings. */
export type TrustedAuthorities = "built-in" | "system" | "own";

export interface TlsView {
  /** "TLSv1.3" … */
  readonly version: string;
  readonly cipher: string;
  /** Negotiated ALPN protocol, or "". */
  readonly alpn: string;
  readonly servername: string;
  readonly resumed: boolean;
  readonly verified: boolean;
  /** Why not verified: OpenSSL's code or one of ours, e.g. CERT_HAS_EXPIRED. */
  readonly verifyError?: string;
  /** Which authorities counted where it was not verified. */
  readonly trusted?: readonly TrustedAuthorities[];
  /** From the server's certificate to the authority it leads to. */
  readonly chain: readonly CertificateView[];
  /** Certificates the server sent that are no part of that way. */
  readonly unused?: readonly CertificateView[];
  /** "X25519" …; absent or "": not known. */
  readonly group?: string;
  /** Absent: not asked for. null: asked for, and the server sent none. */
  readonly ocsp?: OcspView | null;
  /** The server asked for a client certificate: the subject of the one it got, "" for none. Absent: it did not ask. */
  readonly clientCertificate?: string;
}
