import { contentDigests } from "../../../shared/model/network/message.ts";
import type { RetryCause, WebScheme } from "../../../shared/model/network/policy.ts";
import type { SendSettings } from "../../../shared/model/network/send-settings.ts";

export type SettingKey = keyof SendSettings;

/** How a setting is edited. `wait` is ms, `size` bytes, `rate` bytes a second; 0 of a wait means `zero`, of the others no limit. */
export type FieldShape =
  | { readonly kind: "switch" }
  | { readonly kind: "choice"; readonly ids: readonly string[] }
  | { readonly kind: "wait"; readonly zero: "noLimit" | "none" | "number" }
  | { readonly kind: "size" }
  | { readonly kind: "rate" }
  | { readonly kind: "count" }
  | { readonly kind: "text" }
  | { readonly kind: "lines" }
  | {
      readonly kind: "many";
      readonly ids: readonly (RetryCause | "301" | "302" | "303" | WebScheme)[];
    }
  | { readonly kind: "path"; readonly what?: "folder" }
  | { readonly kind: "trailers" }
  | { readonly kind: "servername" }
  | { readonly kind: "proxy" }
  | { readonly kind: "certificates" };

const tlsVersions: FieldShape = { kind: "choice", ids: ["1.0", "1.1", "1.2", "1.3"] };
const limit: FieldShape = { kind: "wait", zero: "noLimit" };

/** Every setting there is: one that is added to the model and not here does not compile. */
export const fieldShapes: Readonly<Record<SettingKey, FieldShape>> = {
  httpVersion: { kind: "choice", ids: ["auto", "1.1", "1.0", "2", "h2c", "h2c-upgrade", "3"] },
  encodeUrl: { kind: "switch" },
  requestTarget: { kind: "text" },
  expectContinue: { kind: "wait", zero: "none" },
  framing: { kind: "choice", ids: ["auto", "content-length", "chunked"] },
  compressBody: { kind: "choice", ids: ["none", "gzip", "deflate", "br", "zstd"] },
  contentDigest: { kind: "choice", ids: contentDigests },
  trailers: { kind: "trailers" },
  decode: { kind: "switch" },
  ignoreContentLength: { kind: "switch" },
  maxBodySize: { kind: "size" },
  maxDecodedSize: { kind: "size" },

  resolve: { kind: "lines" },
  connectTo: { kind: "lines" },
  dnsServers: { kind: "lines" },
  ipVersion: { kind: "choice", ids: ["any", "4", "6"] },
  happyEyeballs: { kind: "wait", zero: "number" },
  sourceAddress: { kind: "text" },
  localPort: { kind: "text" },
  unixSocket: { kind: "path" },
  haproxyProtocol: { kind: "switch" },
  haproxyClientIp: { kind: "text" },
  noDelay: { kind: "switch" },
  keepAlive: { kind: "wait", zero: "none" },
  reuse: { kind: "switch" },

  timeout: limit,
  resolveTimeout: limit,
  connectTimeout: limit,
  tlsTimeout: limit,
  firstByteTimeout: limit,
  idleTimeout: limit,
  limitRate: { kind: "rate" },
  speedLimit: { kind: "rate" },
  speedTime: { kind: "wait", zero: "number" },

  proxy: { kind: "proxy" },

  tlsMin: tlsVersions,
  tlsMax: tlsVersions,
  ciphers: { kind: "text" },
  groups: { kind: "text" },
  signatures: { kind: "text" },
  alpn: { kind: "lines" },
  servername: { kind: "servername" },
  caFile: { kind: "path" },
  caFolder: { kind: "path", what: "folder" },
  systemCa: { kind: "switch" },
  caMode: { kind: "choice", ids: ["add", "replace"] },
  clientCertificates: { kind: "certificates" },
  pinnedKey: { kind: "path" },
  crlFile: { kind: "path" },
  resumeSession: { kind: "switch" },
  ocspStatus: { kind: "switch" },
  requireStaple: { kind: "switch" },

  followRedirects: { kind: "switch" },
  maxRedirects: { kind: "count" },
  keepMethod: { kind: "many", ids: ["301", "302", "303"] },
  forwardCredentials: { kind: "switch" },
  autoReferer: { kind: "switch" },
  schemes: { kind: "many", ids: ["http", "https"] },
  redirectSchemes: { kind: "many", ids: ["http", "https"] },
  hsts: { kind: "switch" },

  sendCookies: { kind: "switch" },
  storeCookies: { kind: "switch" },
  cookieJar: { kind: "choice", ids: ["global", "collection", "environment"] },

  retries: { kind: "count" },
  retryDelay: { kind: "wait", zero: "none" },
  retryMaxTime: limit,
  retryOn: {
    kind: "many",
    ids: [
      "resolve",
      "connect",
      "tls",
      "timeout",
      "protocol",
      "408",
      "429",
      "500",
      "502",
      "503",
      "504",
    ],
  },
};

export type GroupName =
  | "protocol"
  | "message"
  | "connection"
  | "timeouts"
  | "proxy"
  | "tls"
  | "redirects"
  | "cookies"
  | "retries";

/** The settings by what they are about, in the order they are shown. */
export const groups: readonly { readonly name: GroupName; readonly keys: readonly SettingKey[] }[] =
  [
    { name: "protocol", keys: ["httpVersion", "maxBodySize", "maxDecodedSize"] },
    {
      name: "message",
      keys: [
        "encodeUrl",
        "requestTarget",
        "framing",
        "compressBody",
        "contentDigest",
        "expectContinue",
        "trailers",
        "decode",
        "ignoreContentLength",
      ],
    },
    {
      name: "connection",
      keys: [
        "resolve",
        "connectTo",
        "dnsServers",
        "ipVersion",
        "happyEyeballs",
        "sourceAddress",
        "localPort",
        "unixSocket",
        "haproxyProtocol",
        "haproxyClientIp",
        "noDelay",
        "keepAlive",
        "reuse",
      ],
    },
    {
      name: "timeouts",
      keys: [
        "timeout",
        "resolveTimeout",
        "connectTimeout",
        "tlsTimeout",
        "firstByteTimeout",
        "idleTimeout",
        "limitRate",
        "speedLimit",
        "speedTime",
      ],
    },
    { name: "proxy", keys: ["proxy"] },
    {
      name: "tls",
      keys: [
        "tlsMin",
        "tlsMax",
        "servername",
        "caFile",
        "caFolder",
        "systemCa",
        "caMode",
        "clientCertificates",
        "pinnedKey",
        "crlFile",
        "ocspStatus",
        "requireStaple",
        "ciphers",
        "groups",
        "signatures",
        "alpn",
        "resumeSession",
      ],
    },
    {
      name: "redirects",
      keys: [
        "followRedirects",
        "maxRedirects",
        "keepMethod",
        "forwardCredentials",
        "autoReferer",
        "schemes",
        "redirectSchemes",
        "hsts",
      ],
    },
    { name: "cookies", keys: ["sendCookies", "storeCookies", "cookieJar"] },
    { name: "retries", keys: ["retries", "retryDelay", "retryMaxTime", "retryOn"] },
  ];
