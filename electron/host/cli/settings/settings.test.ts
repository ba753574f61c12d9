import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { defaultSendSettings } from "../../../../shared/model/network/send-settings.ts";
import { parseOptions } from "../options/parse.ts";
import { settingsOf } from "./settings.ts";

// The options take it from there.
beforeEach(() => {
  vi.stubEnv("no_proxy", "");
  vi.stubEnv("NO_PROXY", "");
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** What the options change of what `envoi send` does without any. */
function changed(words: string, url = "https://a.test/"): unknown {
  const parse = (text: string) => {
    const parsed = parseOptions(text === "" ? [] : text.split(" "));
    if (parsed.kind === "bad") throw new Error(parsed.message);
    const {
      network,
      verifyTls,
      omitHeaders: _,
      material: __,
      ...basics
    } = settingsOf(parsed.operations[0].given, url, []);
    return { ...basics, ...network, ...(verifyTls ? {} : { verifyTls }) };
  };
  const plain = Object.entries(parse(""));
  const before = new Map(plain.map(([key, value]) => [key, JSON.stringify(value)]));
  return Object.fromEntries(
    Object.entries(parse(words)).filter(
      ([key, value]) => before.get(key) !== JSON.stringify(value),
    ),
  );
}

const server = (change: object) => ({
  proxy: {
    kind: "server",
    server: {
      scheme: "http",
      host: "p",
      port: 1080,
      username: "",
      password: "",
      auth: "basic",
      tunnel: false,
      ...change,
    },
    bypass: "",
  },
});
const pem = (change: object = {}) => ({
  clientCertificates: [
    {
      type: "pem",
      domain: "*",
      certificateFile: "/c.pem",
      privateKeyFile: "/c.pem",
      passphrase: "",
      ...change,
    },
  ],
});

test.each([
  ["", {}],
  ["-0", { httpVersion: "1.0" }],
  ["--http1.1", { httpVersion: "1.1" }],
  ["-0 --http1.1 -0", { httpVersion: "1.0" }],
  ["--http1.1 --http2", {}],
  ["--http2-prior-knowledge", { httpVersion: "2" }],
  ["--http3", { httpVersion: "3" }],
  ["--http-version 2", { httpVersion: "2" }],
  ["--expect100-timeout 1.5", { expectContinue: 1500 }],
  ["--framing chunked", { framing: "chunked" }],
  ["--compress-body br", { compressBody: "br" }],
  ["--content-digest sha-512", { contentDigest: "sha-512" }],
  ["--trailer X-Sum:1", { trailers: [{ name: "X-Sum", value: "1" }] }],
  ["--raw-body", { decode: false }],
  ["--raw-chunks", { decode: false }],
  ["--max-decoded-size 1M", { maxDecodedSize: 1_048_576 }],
  ["--encode-url", { encodeUrl: true }],
  ["--no-reuse", { reuse: false }],
  ["--max-filesize 2k", { maxBodySize: 2048 }],
  [
    "--resolve a:80:127.0.0.1 --resolve +*:443:[::1],::2",
    { resolve: ["a:80:127.0.0.1", "+*:443:[::1],::2"] },
  ],
  ["--connect-to ::b:81", { connectTo: ["::b:81"] }],
  ["--dns-servers 127.0.0.1:53,::1", { dnsServers: ["127.0.0.1:53", "::1"] }],
  ["-4", { ipVersion: "4" }],
  ["-4 -6", { ipVersion: "6" }],
  ["--happy-eyeballs-timeout-ms 10", { happyEyeballs: 10 }],
  ["--interface if!lo", { sourceAddress: "lo" }],
  ["--interface [::1]", { sourceAddress: "::1" }],
  ["--interface ifhost!eth0!127.0.0.2", { sourceAddress: "127.0.0.2" }],
  ["--local-port 4000-4010", { localPort: "4000-4010" }],
  ["--unix-socket /s", { unixSocket: "/s" }],
  ["--abstract-unix-socket s", { unixSocket: "@s" }],
  ["--haproxy-protocol", { haproxyProtocol: true }],
  ["--haproxy-clientip 192.0.2.1", { haproxyProtocol: true, haproxyClientIp: "192.0.2.1" }],
  ["--limit-rate 2k", { limitRate: 2048 }],
  ["-Y 100 -y 5", { speedLimit: 100, speedTime: 5000 }],
  ["--speed-time 2", { speedLimit: 1, speedTime: 2000 }],
  ["--ignore-content-length", { ignoreContentLength: true }],
  ["--no-tcp-nodelay", { noDelay: false }],
  ["--no-tcp-nodelay --tcp-nodelay", {}],
  ["--keepalive-time 5", { keepAlive: 5000 }],
  ["--no-keepalive", { keepAlive: 0 }],
  ["-m 1.25", { timeout: 1250 }],
  ["--connect-timeout 2", { connectTimeout: 2000 }],
  ["--resolve-timeout 1 --tls-timeout 2", { resolveTimeout: 1000, tlsTimeout: 2000 }],
  ["--first-byte-timeout 1 --idle-timeout 2", { firstByteTimeout: 1000, idleTimeout: 2000 }],
  ["-k", { verifyTls: false }],
  ["-1", { tlsMin: "1.0" }],
  ["--tlsv1.3", { tlsMin: "1.3" }],
  ["--tls-max 1.2", { tlsMax: "1.2" }],
  ["--ciphers A:B --tls13-ciphers C", { ciphers: "C:A:B" }],
  ["--curves X25519", { groups: "X25519" }],
  ["--no-alpn", { alpn: ["-"] }],
  ["--no-sessionid", { resumeSession: false }],
  ["--servername b.test", { servername: "b.test" }],
  ["--cacert /ca.pem", { caFile: "/ca.pem", caMode: "replace" }],
  ["--ca-add /ca.pem", { caFile: "/ca.pem" }],
  ["-E /c.pem", pem()],
  ["-E /c.pem:s3 --key /k.pem", pem({ privateKeyFile: "/k.pem", passphrase: "s3" })],
  [
    "-E /c\\:d.pem --pass x",
    pem({ certificateFile: "/c:d.pem", privateKeyFile: "/c:d.pem", passphrase: "x" }),
  ],
  [
    "-E /c.p12:s3",
    {
      clientCertificates: [{ type: "pkcs12", domain: "*", pkcs12File: "/c.p12", passphrase: "s3" }],
    },
  ],
  ["-x p", server({})],
  [
    "-x https://u%3A:pw@p:8443",
    server({ scheme: "https", port: 8443, username: "u:", password: "pw", tls: {} }),
  ],
  [
    "-x p:1 -U a:b --proxy-digest",
    server({ port: 1, username: "a", password: "b", auth: "digest" }),
  ],
  ["-x [::1]:3128 -p", server({ host: "::1", port: 3128, tunnel: true })],
  ["--proxy1.0 p", server({ http10: true })],
  [
    "-x https://p --proxy-tlsv1 --proxy-pinnedpubkey sha256//a --proxy-ciphers A --proxy-tls13-ciphers B --proxy-ca-native --cacert c",
    {
      ...server({
        scheme: "https",
        port: 443,
        tls: { tlsMin: "1.0", pinnedKey: "sha256//a", ciphers: "B:A", systemCa: true },
      }),
      caFile: path.resolve("c"),
      caMode: "replace",
    },
  ],
  ["--socks4a p:9", server({ scheme: "socks4a", port: 9 })],
  ["--socks5-hostname p", server({ scheme: "socks5h" })],
  ["-x socks5h://p", server({ scheme: "socks5h" })],
  ["-x p -x=", { proxy: { kind: "none" } }],
  ["--noproxy *", { proxy: { kind: "none" } }],
  ["--noproxy a.test", {}],
  ["--proxy-from environment", {}],
  ["--proxy-from system", { proxy: { kind: "system" } }],
  ["--pac http://p/proxy.pac", { proxy: { kind: "pac", source: "http://p/proxy.pac" } }],
  ["-L", { followRedirects: true }],
  ["--location-trusted", { followRedirects: true, forwardCredentials: true }],
  ["--max-redirs 3", { maxRedirects: 3 }],
  ["--proto =https", { schemes: ["https"] }],
  ["--proto -http,+http", {}],
  ["--proto -all,https,ftp", { schemes: ["https"] }],
  ["--proto -all", { schemes: [] }],
  ["--proto =http,https", {}],
  ["--proto =ftp", { schemes: [] }],
  ["--proto =wss", { schemes: ["https"] }],
  ["--proto -ws", {}],
  ["--proto-redir =HTTPS", { redirectSchemes: ["https"] }],
  ["--hsts cache.txt", { hsts: true }],
  ["--follow", { followRedirects: true }],
  ["--max-redirs -1", { maxRedirects: 100_000 }],
  ["--post301 --post303", { keepMethod: ["301", "303"] }],
  ["--retry 2", { retries: 2, retryOn: ["timeout", "408", "429", "500", "502", "503", "504"] }],
  [
    "--retry 1 --retry-connrefused --retry-delay 2 --retry-max-time 9",
    { retries: 1, retryOn: defaultRetryOnWithConnect(), retryDelay: 2000, retryMaxTime: 9000 },
  ],
] as const)("%s", (words, expected) => {
  const result = changed(words.replace("-x=", "--proxy="));
  expect(result).toEqual(expected);
});

function defaultRetryOnWithConnect() {
  return ["timeout", "408", "429", "500", "502", "503", "504", "connect"];
}

test("--http2 on http:// asks by Upgrade, and with prior knowledge goes at once", () => {
  expect(changed("--http2", "http://a.test/")).toEqual({ httpVersion: "h2c-upgrade" });
  expect(changed("--http2-prior-knowledge", "http://a/")).toEqual({ httpVersion: "h2c" });
});

test("hosts that the environment has asked directly are, whoever named the proxy; --noproxy counts more", () => {
  vi.stubEnv("NO_PROXY", "a.test");
  expect(changed("-x p")).toMatchObject({ proxy: { bypass: "a.test" } });
  vi.stubEnv("no_proxy", "b.test");
  expect(changed("-x p")).toMatchObject({ proxy: { bypass: "b.test" } });
  expect(changed("-x p --noproxy c.test")).toMatchObject({ proxy: { bypass: "c.test" } });
});

test("without options: curl's rules, and every field has its value", () => {
  const parsed = parseOptions([]);
  if (parsed.kind === "bad") throw new Error(parsed.message);
  const { network, ...rest } = settingsOf(parsed.operations[0].given, "", []);
  expect(rest).toMatchObject({ timeout: 0, followRedirects: false, verifyTls: true });
  expect(network).toMatchObject({ sendCookies: false, storeCookies: false });
  expect(Object.keys({ ...rest, ...network })).toEqual(
    expect.arrayContaining(Object.keys(defaultSendSettings)),
  );
});

test.each([
  "-m soon",
  "-m -1",
  "--max-filesize big",
  "--resolve a",
  "--tls-max 2",
  "-x gopher://p",
  "-x http://",
  "-x p:99999",
  "--cert-type ENG -E c",
  "--proxy-cert c --proxy-key-type ENG -x https://p",
  "--trailer none",
  "--http-version 4",
  "--proto =",
  "--proto-redir https,,http",
])("%s cannot be", (words) => {
  expect(() => changed(words)).toThrow(expect.objectContaining({ name: "FailureError" }));
});
