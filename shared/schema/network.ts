import * as v from "valibot";
import { contentDigests } from "../model/network/message.ts";
import type { proxyTlsKeys } from "../model/network/proxy.ts";
import type { OwnNetwork } from "../model/network/network.ts";

const line = v.pipe(v.string(), v.maxLength(64 * 1024));
const lines = v.pipe(v.array(line), v.maxLength(1_000));
/** ms: a day is longer than anything should wait. */
const wait = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(86_400_000));
const bytes = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const port = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(65_535));
const webSchemes = v.pipe(v.array(v.picklist(["http", "https"])), v.maxLength(2));
const tlsVersion = v.picklist(["1.0", "1.1", "1.2", "1.3"]);

const clientCertificates = v.pipe(
  v.array(
    v.variant("type", [
      v.strictObject({
        type: v.literal("pem"),
        domain: line,
        certificateFile: line,
        privateKeyFile: line,
        passphrase: line,
        disabled: v.exactOptional(v.boolean()),
      }),
      v.strictObject({
        type: v.literal("pkcs12"),
        domain: line,
        pkcs12File: line,
        passphrase: line,
        disabled: v.exactOptional(v.boolean()),
      }),
    ]),
  ),
  v.maxLength(1_000),
);

/** What a server and an https proxy can each have. */
const tlsEntries = {
  tlsMin: tlsVersion,
  tlsMax: tlsVersion,
  ciphers: line,
  signatures: line,
  caFile: line,
  caFolder: line,
  systemCa: v.boolean(),
  caMode: v.picklist(["add", "replace"]),
  clientCertificates,
  pinnedKey: line,
  crlFile: line,
} satisfies Record<(typeof proxyTlsKeys)[number], unknown>;

const server = v.strictObject({
  scheme: v.picklist(["http", "https", "socks4", "socks4a", "socks5", "socks5h"]),
  host: line,
  port,
  portTemplate: v.exactOptional(line),
  username: line,
  password: line,
  auth: v.picklist(["any", "basic", "digest", "ntlm", "none"]),
  tunnel: v.boolean(),
  preproxy: v.exactOptional(line),
  headers: v.exactOptional(lines),
  http10: v.exactOptional(v.boolean()),
  tls: v.exactOptional(v.strictObject(eachOptional(tlsEntries))),
});

/** One schema for each field, so that one bad value in a file spoils only itself. */
export const networkEntries = {
  httpVersion: v.picklist(["auto", "1.0", "1.1", "2", "h2c", "h2c-upgrade", "3"]),
  requestTarget: line,
  expectContinue: wait,
  framing: v.picklist(["auto", "content-length", "chunked"]),
  compressBody: v.picklist(["none", "gzip", "deflate", "br", "zstd"]),
  contentDigest: v.picklist(contentDigests),
  decode: v.boolean(),
  ignoreContentLength: v.boolean(),
  maxBodySize: bytes,
  maxDecodedSize: bytes,
  trailers: v.pipe(
    v.array(v.strictObject({ name: line, value: line, disabled: v.exactOptional(v.boolean()) })),
    v.maxLength(1_000),
  ),

  resolve: lines,
  connectTo: lines,
  dnsServers: lines,
  ipVersion: v.picklist(["any", "4", "6"]),
  happyEyeballs: wait,
  sourceAddress: line,
  localPort: line,
  unixSocket: line,
  haproxyProtocol: v.boolean(),
  haproxyClientIp: line,
  noDelay: v.boolean(),
  keepAlive: wait,
  reuse: v.boolean(),
  resolveTimeout: wait,
  connectTimeout: wait,
  tlsTimeout: wait,
  firstByteTimeout: wait,
  idleTimeout: wait,
  limitRate: bytes,
  speedLimit: bytes,
  speedTime: wait,

  ...tlsEntries,
  groups: line,
  alpn: lines,
  servername: v.nullable(line),
  resumeSession: v.boolean(),
  ocspStatus: v.boolean(),
  requireStaple: v.boolean(),

  keepMethod: v.pipe(v.array(v.picklist(["301", "302", "303"])), v.maxLength(3)),
  forwardCredentials: v.boolean(),
  autoReferer: v.boolean(),
  schemes: webSchemes,
  redirectSchemes: webSchemes,
  hsts: v.boolean(),
  sendCookies: v.boolean(),
  storeCookies: v.boolean(),
  cookieJar: v.picklist(["global", "collection", "environment"]),
  retries: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1_000)),
  retryDelay: wait,
  retryMaxTime: wait,
  retryOn: v.pipe(
    v.array(
      v.picklist([
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
      ]),
    ),
    v.maxLength(20),
  ),

  proxy: v.variant("kind", [
    v.strictObject({ kind: v.literal("none") }),
    v.strictObject({ kind: v.literal("server"), server, bypass: line }),
    v.strictObject({ kind: v.literal("system") }),
    v.strictObject({ kind: v.literal("environment") }),
    v.strictObject({ kind: v.literal("pac"), source: line }),
  ]),
};

/** What one place says about the network, strictly: for what comes over a link. */
export const ownNetwork = v.strictObject(eachOptional(networkEntries));

function eachOptional<E extends Readonly<Record<string, v.GenericSchema>>>(
  entries: E,
): { [K in keyof E]: v.ExactOptionalSchema<E[K], undefined> } {
  return Object.fromEntries(
    Object.entries(entries).map(([key, schema]) => [key, v.exactOptional(schema)]),
  ) as { [K in keyof E]: v.ExactOptionalSchema<E[K], undefined> };
}

/** What one place says, leniently: a field that cannot be understood counts as absent. For what comes from a file. */
export function readOwnNetwork(data: unknown): OwnNetwork {
  if (typeof data !== "object" || data === null) return {};
  const found = Object.entries(networkEntries).flatMap(([key, schema]) => {
    if (!Object.hasOwn(data, key)) return [];
    const result = v.safeParse(schema, (data as Record<string, unknown>)[key]);
    return result.success ? [[key, result.output] as const] : [];
  });
  return Object.fromEntries(found) as OwnNetwork;
}
