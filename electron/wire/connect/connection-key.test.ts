import { describe, expect, it } from "vitest";
import { defaultNetwork, type NetworkSettings } from "../../../shared/model/network/network.ts";
import type { ProxyServer } from "../../../shared/model/network/proxy.ts";
import { connectionKey } from "./connection-key.ts";
import type { Target } from "./connector.ts";
import { type LoadedFile, noMaterial, tlsMaterial } from "./tls-material.ts";

const target: Target = {
  scheme: "https",
  host: "a.test",
  port: 443,
  verifyTls: true,
  network: defaultNetwork,
  proxy: null,
  material: noMaterial,
};
const plain: Target = { ...target, scheme: "http", port: 80 };
const server: ProxyServer = {
  scheme: "http",
  host: "proxy.test",
  port: 3128,
  username: "u",
  password: "p",
  auth: "any",
  tunnel: false,
};

const file = (text: string): LoadedFile => ({ kind: "read", name: "f", bytes: Buffer.from(text) });
const identity = (key: string, passphrase: string) =>
  tlsMaterial(null, [
    { type: "pem", domain: "*", certificate: file("c"), key: file(key), passphrase },
  ]);

/** Another value for every setting; null: the setting does not shape a connection. */
const others: { readonly [K in keyof NetworkSettings]: NetworkSettings[K] | null } = {
  httpVersion: "1.1",
  requestTarget: null,
  expectContinue: null,
  framing: null,
  compressBody: null,
  contentDigest: null,
  decode: null,
  ignoreContentLength: null,
  maxBodySize: null,
  maxDecodedSize: null,
  trailers: null,
  resolve: ["a.test:443:127.0.0.1"],
  connectTo: ["::b.test:"],
  dnsServers: ["127.0.0.1:5353"],
  ipVersion: "6",
  happyEyeballs: null,
  sourceAddress: "127.0.0.2",
  localPort: "4000-5000",
  unixSocket: "/run/a.sock",
  haproxyProtocol: true,
  haproxyClientIp: "192.0.2.1",
  noDelay: false,
  keepAlive: 1000,
  reuse: null,
  resolveTimeout: null,
  connectTimeout: null,
  tlsTimeout: null,
  firstByteTimeout: null,
  idleTimeout: null,
  limitRate: 1024,
  speedLimit: null,
  speedTime: null,
  tlsMin: "1.3",
  tlsMax: "1.2",
  ciphers: "AES128-SHA",
  groups: "P-256",
  signatures: "RSA-PSS+SHA256",
  alpn: ["http/1.1"],
  servername: "b.test",
  caFile: "/ca.pem",
  caFolder: "/certs",
  systemCa: true,
  caMode: "replace",
  clientCertificates: [
    { type: "pkcs12", domain: "*", pkcs12File: "/me.p12", passphrase: "secret" },
  ],
  pinnedKey: "sha256//x",
  crlFile: "/revoked.pem",
  resumeSession: false,
  ocspStatus: false,
  requireStaple: true,
  keepMethod: null,
  forwardCredentials: null,
  autoReferer: null,
  schemes: null,
  redirectSchemes: null,
  hsts: null,
  sendCookies: null,
  storeCookies: null,
  cookieJar: null,
  retries: null,
  retryDelay: null,
  retryMaxTime: null,
  retryOn: null,
  proxy: null,
};
const tlsOnly: readonly string[] = [
  "tlsMin",
  "tlsMax",
  "ciphers",
  "groups",
  "signatures",
  "alpn",
  "servername",
  "caFile",
  "caFolder",
  "systemCa",
  "caMode",
  "clientCertificates",
  "pinnedKey",
  "crlFile",
  "resumeSession",
  "ocspStatus",
  "requireStaple",
];
const shaping = Object.entries(others).filter(([, value]) => value !== null);
const withOther = (of: Target, name: string): Target => ({
  ...of,
  network: { ...of.network, [name]: (others as Record<string, unknown>)[name] },
});

describe("the key by which connections are shared", () => {
  it("is the same for the same", () => {
    expect(connectionKey({ ...target, network: structuredClone(defaultNetwork) })).toBe(
      connectionKey(target),
    );
    expect(connectionKey({ ...target, host: "A.Test" })).toBe(connectionKey(target));
  });

  it.each([
    ["scheme", { scheme: "http" }],
    ["host", { host: "b.test" }],
    ["port", { port: 444 }],
    ["verification", { verifyTls: false }],
    ["proxy", { proxy: server }],
    ["authorities", { material: tlsMaterial(file("ca"), []) }],
    ["a client certificate", { material: identity("key", "") }],
  ] as const)("differs by %s", (_, change) => {
    expect(connectionKey({ ...target, ...change })).not.toBe(connectionKey(target));
  });

  it.each([
    ["its verification", { verifyProxy: false }],
    ["its version of CONNECT", { proxy: { ...server, scheme: "https", http10: true } }],
    ["its TLS settings", { proxy: { ...server, scheme: "https", tls: { caFile: "ca" } } }],
    ["what its files hold", { material: tlsMaterial(null, [], { proxy: identity("k", "") }) }],
  ] as const)("differs by %s of a proxy", (_, change) => {
    const through = { ...target, proxy: { ...server, scheme: "https" } } as const;
    const other = { ...through, ...change };
    expect(connectionKey(other)).not.toBe(connectionKey(through));
  });

  it.each(shaping.map(([name]) => name))("differs by the setting %s", (name) => {
    expect(connectionKey(withOther(target, name))).not.toBe(connectionKey(target));
  });

  it.each(shaping.map(([name]) => name))(
    "without TLS, minds the setting %s only if it counts",
    (name) => {
      const differs = connectionKey(withOther(plain, name)) !== connectionKey(plain);
      expect(differs).toBe(!tlsOnly.includes(name));
    },
  );

  it("differs by what the files of a client certificate hold, and holds none of it", () => {
    const keys = [identity("key", ""), identity("other", ""), identity("key", "phrase")].map(
      (material) => connectionKey({ ...target, material }),
    );
    expect(new Set(keys).size).toBe(3);
    expect(keys.join()).not.toMatch(/phrase|other/);
    const material = identity("key", "");
    expect(connectionKey({ ...plain, material })).toBe(connectionKey(plain));
  });

  it("minds the TLS settings where TLS leads to the proxy", () => {
    const proxied: Target = { ...plain, proxy: { ...server, scheme: "https" } };
    for (const name of tlsOnly) {
      expect(connectionKey(withOther(proxied, name)), name).not.toBe(connectionKey(proxied));
    }
  });

  it.each(
    Object.entries(others)
      .filter(([, value]) => value === null)
      .map(([name]) => name),
  )("does not mind the setting %s", (name) => {
    const odd = { ...target, network: { ...defaultNetwork, [name]: "something else" } };
    expect(connectionKey(odd)).toBe(connectionKey(target));
  });

  it.each([
    ["scheme", { scheme: "socks5" }],
    ["host", { host: "other.test" }],
    ["port", { port: 8080 }],
    ["user", { username: "v" }],
    ["password", { password: "q" }],
    ["authentication", { auth: "ntlm" }],
    ["tunnel", { tunnel: true }],
  ] as const)("differs by the proxy's %s", (_, change) => {
    const a = connectionKey({ ...target, proxy: server });
    expect(connectionKey({ ...target, proxy: { ...server, ...change } })).not.toBe(a);
  });

  it("does not mind where a proxy that forwards is to send to, and does with a tunnel", () => {
    const here: Target = { ...plain, proxy: server };
    const there: Target = { ...here, host: "b.test", port: 81 };
    expect(connectionKey(there)).toBe(connectionKey(here));
    const tunnel = { ...server, tunnel: true };
    expect(connectionKey({ ...there, proxy: tunnel })).not.toBe(
      connectionKey({ ...here, proxy: tunnel }),
    );
  });

  it("does not confuse neighbours", () => {
    const one = connectionKey({
      ...target,
      network: { ...defaultNetwork, sourceAddress: "a", localPort: "" },
    });
    const two = connectionKey({
      ...target,
      network: { ...defaultNetwork, sourceAddress: "", localPort: "a" },
    });
    expect(one).not.toBe(two);
  });
});
