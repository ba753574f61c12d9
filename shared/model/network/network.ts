import type { ConnectionSettings } from "./connection.ts";
import type { MessageSettings } from "./message.ts";
import type { PolicySettings } from "./policy.ts";
import type { ProxySetting } from "./proxy.ts";
import type { TlsSettings } from "./tls.ts";

/**
 * How a request travels: everything below the request itself. One flat record, so that each field is inherited on its own: request →
 * folders inner → outer → collection → workspace → app. In a file: `extensions.envoi.network`, absent means "as above". Words are curl's
 * where curl has one.
 */
export interface NetworkSettings
  extends MessageSettings, ConnectionSettings, TlsSettings, PolicySettings {
  readonly proxy: ProxySetting;
}

/** What one place says; a field that is absent is inherited. */
export type OwnNetwork = Partial<NetworkSettings>;

export const defaultNetwork: NetworkSettings = {
  httpVersion: "auto",
  requestTarget: "",
  expectContinue: 0,
  framing: "auto",
  compressBody: "none",
  contentDigest: "none",
  decode: true,
  ignoreContentLength: false,
  maxBodySize: 0,
  maxDecodedSize: 268_435_456,
  trailers: [],

  resolve: [],
  connectTo: [],
  dnsServers: [],
  ipVersion: "any",
  happyEyeballs: 250,
  sourceAddress: "",
  localPort: "",
  unixSocket: "",
  haproxyProtocol: false,
  haproxyClientIp: "",
  noDelay: true,
  keepAlive: 0,
  reuse: true,
  resolveTimeout: 0,
  connectTimeout: 0,
  tlsTimeout: 0,
  firstByteTimeout: 0,
  idleTimeout: 0,
  limitRate: 0,
  speedLimit: 0,
  speedTime: 30_000,

  tlsMin: "1.2",
  tlsMax: "1.3",
  ciphers: "",
  groups: "",
  signatures: "",
  alpn: [],
  servername: null,
  caFile: "",
  caFolder: "",
  systemCa: false,
  caMode: "add",
  clientCertificates: [],
  pinnedKey: "",
  crlFile: "",
  resumeSession: true,
  ocspStatus: true,
  requireStaple: false,

  keepMethod: [],
  forwardCredentials: false,
  autoReferer: false,
  schemes: ["http", "https"],
  redirectSchemes: ["http", "https"],
  hsts: false,
  sendCookies: true,
  storeCookies: true,
  cookieJar: "global",
  retries: 0,
  retryDelay: 1_000,
  retryMaxTime: 0,
  retryOn: ["connect", "timeout", "408", "429", "500", "502", "503", "504"],

  proxy: { kind: "none" },
};
