import { execFile } from "node:child_process";
import { createHash, createPublicKey } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authority, openCertificateMaker } from "../../wire/connect/certificates.testing.ts";
import { startProxy, type TestProxy } from "../../wire/connect/proxy/proxy.testing.ts";
import { curlIsThere, curlsCode, ourCode } from "./beside-curl.testing.ts";
import { type Messages, openMessages } from "./output/messages.ts";

if (!curlIsThere) console.log("curl is not installed: TLS with a proxy is not compared with it.");

const run = promisify(execFile);
let folder = "";
let messages: Messages;
let server: Server;
/** P: anybody may come; C: with a certificate of `root`; D: the same, which says no in TLS 1.3 after the handshake; H: plain HTTP. */
const proxies = new Map<string, TestProxy>();
let pin = "";

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "envoi-proxy-tls-"));
  messages = openMessages(path.join(folder, "messages"), false);
  const maker = await openCertificateMaker();
  const root = await maker.make({ name: "root", extensions: authority });
  const other = await maker.make({ name: "other", extensions: authority });
  const proxy = await maker.make({ name: "proxy", by: "root" });
  const target = await maker.make({ name: "target", by: "other" });
  const me = await maker.make({
    name: "me",
    by: "root",
    extensions: ["extendedKeyUsage=clientAuth"],
  });
  const der = createPublicKey(proxy.cert).export({ type: "spki", format: "der" });
  pin = `sha256//${createHash("sha256").update(der).digest("base64")}`;
  const clean = await maker.revocations("root");
  await maker.revoke("proxy");
  const files: Readonly<Record<string, string>> = {
    "root.pem": root.cert,
    "other.pem": other.cert,
    "me.pem": me.cert,
    "me.key": me.key,
    "crl.pem": clean,
    "revoked.pem": await maker.revocations("root"),
  };
  for (const [name, content] of Object.entries(files))
    await writeFile(path.join(folder, name), content);
  const openssl = (...words: string[]) => run("openssl", words, { cwd: folder });
  await openssl(
    "pkcs8",
    "-topk8",
    "-in",
    "me.key",
    "-passout",
    "pass:secret",
    "-out",
    "locked.key",
  );
  await openssl("x509", "-in", "me.pem", "-outform", "DER", "-out", "me.der");
  await openssl(
    "pkcs8",
    "-topk8",
    "-nocrypt",
    "-in",
    "me.key",
    "-outform",
    "DER",
    "-out",
    "key.der",
  );
  const p12 = ["-in", "me.pem", "-inkey", "me.key", "-passout", "pass:secret", "-out", "me.p12"];
  await openssl("pkcs12", "-export", ...p12);
  const answer = (head: string) =>
    head.startsWith("CONNECT ")
      ? ("open" as const)
      : { bytes: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi", end: true };
  const own = { key: proxy.key, cert: proxy.cert };
  proxies.set("P", await startProxy(answer, own));
  const asking = { requestCert: true, rejectUnauthorized: true, ca: [root.cert] };
  // What it refuses in TLS 1.3 is heard only behind the handshake, and then not by everybody in the same place.
  proxies.set("C", await startProxy(answer, { ...own, ...asking, maxVersion: "TLSv1.2" }));
  proxies.set("D", await startProxy(answer, { ...own, ...asking }));
  proxies.set("H", await startProxy(answer));
  server = createServer({ key: target.key, cert: target.cert }, (_, reply) => {
    reply.setHeader("Connection", "close").end("hi");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  await maker.close();
}, 60_000);
afterAll(async () => {
  server.close();
  await Promise.all([messages.close(), ...[...proxies.values()].map((one) => one.close())]);
  await rm(folder, { recursive: true, force: true });
});

const known = ["--proxy-cacert", "root.pem"];
const me = ["--proxy-cert", "me.pem", "--proxy-key", "me.key"];
/** `T`: a target over TLS, of the authority `other`. */
const cases: readonly (readonly [string, number, readonly string[]])[] = [
  ["an unknown proxy", 60, ["-x", "P", "http://a.test/"]],
  ["the proxy's authority", 0, ["-x", "P", ...known, "http://a.test/"]],
  ["that of the server does not count", 60, ["-x", "P", "--cacert", "root.pem", "http://a.test/"]],
  ["nor does -k", 60, ["-k", "-x", "P", "http://a.test/"]],
  ["--proxy-insecure does", 0, ["--proxy-insecure", "-x", "P", "http://a.test/"]],
  ["but not with the server", 60, ["--proxy-insecure", "-x", "P", "T"]],
  ["both known", 0, ["-x", "P", ...known, "--cacert", "other.pem", "T"]],
  ["the proxy's authority does not count with the server", 60, ["-x", "P", ...known, "T"]],
  ["no certificate where one is wanted", 35, ["-x", "C", ...known, "http://a.test/"]],
  ["none, said after the handshake", 56, ["-x", "D", ...known, "http://a.test/"]],
  ["none, said to the CONNECT", 56, ["-x", "D", ...known, "-k", "T"]],
  ["a certificate", 0, ["-x", "C", ...known, ...me, "http://a.test/"]],
  ["a certificate, through it", 0, ["-x", "C", ...known, ...me, "-k", "T"]],
  [
    "the server's does not go there",
    35,
    ["-x", "C", ...known, "-E", "me.pem", "--key", "me.key", "http://a.test/"],
  ],
  [
    "a locked key",
    0,
    [
      "-x",
      "C",
      ...known,
      "--proxy-cert",
      "me.pem",
      "--proxy-key",
      "locked.key",
      "--proxy-pass",
      "secret",
      "http://a.test/",
    ],
  ],
  [
    "a wrong passphrase",
    58,
    [
      "-x",
      "C",
      ...known,
      "--proxy-cert",
      "me.pem",
      "--proxy-key",
      "locked.key",
      "--proxy-pass",
      "wrong",
      "http://a.test/",
    ],
  ],
  [
    "DER",
    0,
    [
      "-x",
      "C",
      ...known,
      "--proxy-cert",
      "me.der",
      "--proxy-cert-type",
      "DER",
      "--proxy-key",
      "key.der",
      "--proxy-key-type",
      "DER",
      "http://a.test/",
    ],
  ],
  [
    "PKCS#12",
    0,
    [
      "-x",
      "C",
      ...known,
      "--proxy-cert",
      "me.p12:secret",
      "--proxy-cert-type",
      "P12",
      "http://a.test/",
    ],
  ],
  ["no such certificate", 58, ["-x", "P", ...known, "--proxy-cert", "none.pem", "http://a.test/"]],
  ["no such authorities", 77, ["-x", "P", "--proxy-cacert", "none.pem", "http://a.test/"]],
  ["its pin", 0, ["-x", "P", ...known, "--proxy-pinnedpubkey", "PIN", "-k", "T"]],
  [
    "another pin",
    90,
    ["-x", "P", ...known, "--proxy-pinnedpubkey", `sha256//${"A".repeat(43)}=`, "-k", "T"],
  ],
  [
    "the server's pin is not the proxy's",
    90,
    ["-x", "P", ...known, "--pinnedpubkey", "PIN", "-k", "T"],
  ],
  ["a list without it", 0, ["-x", "P", ...known, "--proxy-crlfile", "crl.pem", "-k", "T"]],
  ["a list it is in", 60, ["-x", "P", ...known, "--proxy-crlfile", "revoked.pem", "-k", "T"]],
  [
    "the server's list is not the proxy's",
    0,
    ["-x", "P", ...known, "--crlfile", "revoked.pem", "http://a.test/"],
  ],
  ["ciphers nobody knows", 59, ["-x", "P", ...known, "--proxy-ciphers", "NONE", "http://a.test/"]],
  [
    "a cipher of TLS 1.2",
    0,
    ["-x", "C", ...known, ...me, "--proxy-ciphers", "ECDHE-ECDSA-AES128-GCM-SHA256", "-k", "T"],
  ],
  ["a proxy of HTTP/1.0", 0, ["--proxy1.0", "H", "-k", "T"]],
  ["a password for SOCKS as ever", 0, ["--socks5-basic", "-x", "H", "http://a.test/"]],
];

/** Where curl 7.88 does not do what its manual says: 35 for any certificate within a tunnel, no look at the proxy's key, the server's lists for both. */
const notCompared: ReadonlySet<string> = new Set([
  "but not with the server",
  "the proxy's authority does not count with the server",
  "another pin",
  "the server's list is not the proxy's",
]);

describe("TLS with a proxy, curl's exit code and ours", () => {
  test.each(cases)("%s", async (name, expected, typed) => {
    const { port } = server.address() as AddressInfo;
    const words = typed.map((word, at) => {
      if (word === "PIN") return pin;
      if (word === "T") return `https://localhost:${port}/`;
      const proxy = /^--?(?:x|proxy1\.0)$/.test(typed[at - 1] ?? "")
        ? proxies.get(word)
        : undefined;
      if (proxy === undefined) return word;
      return word === "H" ? `127.0.0.1:${proxy.port}` : `https://localhost:${proxy.port}`;
    });
    if (curlIsThere && !notCompared.has(name))
      expect(await curlsCode(folder, words)).toBe(expected);
    expect(await ourCode(folder, words, messages)).toBe(expected);
  });

  test("CONNECT says HTTP/1.0 to one of HTTP/1.0", () => {
    const said = proxies.get("H")?.heads.filter((head) => head.startsWith("CONNECT")) ?? [];
    expect(said.map((head) => /HTTP\/1\.\d/.exec(head)?.[0])).toEqual(said.map(() => "HTTP/1.0"));
    expect(said.length).toBeGreaterThan(0);
  });
});
