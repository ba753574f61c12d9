export type TlsVersion = "1.0" | "1.1" | "1.2" | "1.3";

/**
 * A client certificate and the hosts it is shown to. Paths are relative to the collection or absolute (then granted on this machine).
 * Shape of OpenCollection's `config.clientCertificates`; the passphrase may be a `{{secret}}`.
 */
export type ClientCertificate =
  | {
      readonly type: "pem";
      /** Host name, `*.example.com`, with an optional `:port`; `*` for every host. */
      readonly domain: string;
      readonly certificateFile: string;
      readonly privateKeyFile: string;
      readonly passphrase: string;
      readonly disabled?: boolean;
    }
  | {
      readonly type: "pkcs12";
      readonly domain: string;
      readonly pkcs12File: string;
      readonly passphrase: string;
      readonly disabled?: boolean;
    };

/** TLS of the connection. Whether to verify is not here: it is the request's alone (`RequestSettings.verifyTls`). */
export interface TlsSettings {
  /** curl: --tlsv1.0 … --tlsv1.3. */
  readonly tlsMin: TlsVersion;
  /** curl: --tls-max. */
  readonly tlsMax: TlsVersion;
  /** OpenSSL cipher list, TLS 1.3 suites included; "": OpenSSL's at security level 2. curl: --ciphers, --tls13-ciphers. */
  readonly ciphers: string;
  /** `X25519:P-256` …; "": OpenSSL's. curl: --curves. */
  readonly groups: string;
  /** `RSA-PSS+SHA256:ecdsa_secp256r1_sha256` …, in OpenSSL's words; "": OpenSSL's. curl: --sigalgs. */
  readonly signatures: string;
  /** Protocols to offer; empty: what `httpVersion` needs. curl: --no-alpn offers none: `["-"]`. */
  readonly alpn: readonly string[];
  /** Server name sent and checked; null: the host; "": none is sent. */
  readonly servername: string | null;
  /** PEM file of certificate authorities; "": none of one's own. curl: --cacert. */
  readonly caFile: string;
  /** Folder of such files, under the names OpenSSL looks for; they count beside `caFile`'s. "": none. curl: --capath. */
  readonly caFolder: string;
  /** Whether those of the file and the folder count beside the built-in ones, or instead of them. */
  readonly caMode: "add" | "replace";
  /** The authorities the operating system is set to trust count too. curl: --ca-native. */
  readonly systemCa: boolean;
  readonly clientCertificates: readonly ClientCertificate[];
  /**
   * The server's public key: `sha256//…` in base64, several with `;`, or a PEM or DER file of the key. Held to also where nothing is
   * verified. "": any. curl: --pinnedpubkey.
   */
  readonly pinnedKey: string;
  /** File of revocation lists, PEM or DER: each authority of the chain must have one there. "": none are asked. curl: --crlfile. */
  readonly crlFile: string;
  /** curl: --no-sessionid. */
  readonly resumeSession: boolean;
  /** Ask for a stapled OCSP response and show it. */
  readonly ocspStatus: boolean;
  /** Go on only with a stapled response that says the certificate is good. curl: --cert-status. */
  readonly requireStaple: boolean;
}
