import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { devNull, tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultNetwork } from "../../../shared/model/network/network.ts";
import type { HopRequest } from "../../client/hop.ts";
import { bodyOf, openBench } from "../../client/exchange-hop.testing.ts";
import { curlConfig, type CurlTask } from "./curl-config.ts";
import { readCurlHeads } from "./curl-heads.ts";
import { createCurlFinder, versionWith } from "./curl-program.ts";

const task: CurlTask = {
  method: "POST",
  url: "https://a.test:8443/x?y",
  headers: [
    { name: "Host", value: "a.test:8443", origin: "client" },
    { name: "X-A", value: 'say "hi" \\ there', origin: "request" },
    { name: "X-Empty", value: "", origin: "request" },
    { name: "Content-Length", value: "3", origin: "body" },
  ],
  host: "a.test:8443",
  verifyTls: true,
  network: defaultNetwork,
  heads: "/f/heads",
  body: "/f/body",
  authorities: "/f/ca",
  identity: null,
  passphrase: "",
  revocations: "",
  pinned: "",
};

describe("what curl is told", () => {
  it("is the request and nothing of curl's own", () => {
    expect(curlConfig(task).split("\n")).toEqual([
      "http3-only",
      "silent",
      "no-buffer",
      "globoff",
      "path-as-is",
      "disallow-username-in-url",
      'noproxy = "*"',
      'proto = "=https"',
      'url = "https://a.test:8443/x?y"',
      'request = "POST"',
      'dump-header = "/f/heads"',
      'write-out = "%{stderr}%{size_upload}"',
      'header = "X-A: say \\"hi\\" \\\\ there"',
      'header = "X-Empty;"',
      'header = "user-agent:"',
      'header = "accept:"',
      'header = "content-type:"',
      'header = "expect:"',
      'upload-file = "/f/body"',
      'cacert = "/f/ca"',
      "",
    ]);
  });

  it("has the settings of the connection and of TLS", () => {
    const text = curlConfig({
      ...task,
      method: "HEAD",
      verifyTls: false,
      headers: [{ name: "Host", value: "other", origin: "request" }],
      body: null,
      identity: { type: "pkcs12", pkcs12: "/f/p12" },
      passphrase: "secret",
      revocations: "/f/crl",
      pinned: "sha256//a;sha256//b",
      network: {
        ...defaultNetwork,
        requireStaple: true,
        resolve: ["a.test:8443:127.0.0.1"],
        connectTo: ["a.test:8443:b.test:1"],
        dnsServers: ["127.0.0.1", "127.0.0.2:53"],
        sourceAddress: "127.0.0.3",
        localPort: "1-9",
        ciphers: "TLS_AES_128_GCM_SHA256",
        groups: "X25519",
        connectTimeout: 1_500,
        ipVersion: "4",
      },
    });
    for (const line of [
      "head",
      `output = ${JSON.stringify(devNull)}`,
      "insecure",
      "ipv4",
      'header = "Host: other"',
      'cert = "/f/p12"',
      'cert-type = "P12"',
      'pass = "secret"',
      'resolve = "a.test:8443:127.0.0.1"',
      'connect-to = "a.test:8443:b.test:1"',
      'dns-servers = "127.0.0.1,127.0.0.2:53"',
      'interface = "127.0.0.3"',
      'local-port = "1-9"',
      'tls13-ciphers = "TLS_AES_128_GCM_SHA256"',
      'curves = "X25519"',
      'connect-timeout = "1.5"',
      'crlfile = "/f/crl"',
      'pinnedpubkey = "sha256//a;sha256//b"',
      "cert-status",
    ])
      expect(text.split("\n")).toContain(line);
    expect(text).not.toContain("cacert");
  });
});

describe("what curl says", () => {
  it("of its version", () => {
    const text =
      "curl 8.11.0 (x) libcurl/8.11.0\nProtocols: https\nFeatures: HSTS HTTP2 HTTP3 SSL\n";
    expect(versionWith("HTTP3", text)).toBe("8.11.0");
    expect(versionWith("HTTP3", text.replace(" HTTP3", ""))).toBeNull();
    expect(versionWith("HTTP3", "")).toBeNull();
  });

  it("of a reply's heads", () => {
    const text =
      "HTTP/3 103 \r\nlink: a\r\n\r\nHTTP/3 200 \r\ncontent-type: b\r\nx: 1\r\nx: 2\r\n\r\ndigest: c\r\n";
    expect(readCurlHeads(text)).toEqual({
      interim: [{ httpVersion: "3", status: 103, reason: "", headers: [["link", "a"]] }],
      head: {
        httpVersion: "3",
        status: 200,
        reason: "",
        headers: [
          ["content-type", "b"],
          ["x", "1"],
          ["x", "2"],
        ],
      },
      trailers: [["digest", "c"]],
    });
    expect(readCurlHeads("HTTP/3 200 \r\nhalf")).toMatchObject({ head: null, trailers: [] });
  });
});

/** Says it speaks HTTP/3, and answers as its URL says. Only how it is called and heard is tested with it. */
const standIn = `#!/usr/bin/env node
const fs = require("node:fs");
if (process.argv[2] === "--version") {
  console.log("curl 8.99.0 (stand-in)\\nFeatures: HTTP3 SSL");
} else {
  const config = fs.readFileSync(0, "utf8");
  const value = (name) => JSON.parse(new RegExp("^" + name + " = (.*)$", "m").exec(config)?.[1] ?? '""');
  const url = value("url");
  if (url.endsWith("/refused")) process.exit(7);
  fs.writeFileSync(value("dump-header"), "HTTP/3 103 \\r\\nlink: a\\r\\n\\r\\nHTTP/3 200 \\r\\nx: 1\\r\\n\\r\\n");
  if (url.endsWith("/endless")) {
    process.stdout.write("begun");
    setInterval(() => undefined, 1000);
  } else {
    const body = value("upload-file");
    process.stdout.write(process.argv.slice(2).join(" ") + "|" + (body ? fs.readFileSync(body, "utf8") : ""));
    process.stderr.write("curl: a warning\\n" + (body ? fs.statSync(body).size : 0));
  }
}
`;

describe.skipIf(process.platform === "win32")("an exchange through curl", () => {
  let folder: string;
  let findCurl: ReturnType<typeof createCurlFinder>;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "envoi-stand-in-"));
    const program = path.join(folder, "curl");
    await writeFile(program, standIn);
    await chmod(program, 0o755);
    findCurl = createCurlFinder({ folders: folder, chosen: "" });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const http3: Partial<HopRequest> = {
    scheme: "https",
    network: { ...defaultNetwork, httpVersion: "3" },
  };
  const left = async (): Promise<string[]> =>
    (await readdir(tmpdir())).filter((name) => name.startsWith("envoi-curl-"));

  it("gives head and content, and leaves nothing behind", async () => {
    const before = await left();
    const bench = await openBench({}, { findCurl });
    const got = await bench.send({ port: 1, ...http3, method: "PUT", body: bodyOf("hello") });
    expect(got.failure).toBeNull();
    expect(got.response?.head).toMatchObject({ httpVersion: "3", status: 200 });
    expect(got.body.toString()).toBe("--disable --config -|hello");
    expect(got.events.map(({ kind }) => kind)).toEqual([
      "request",
      "note",
      "send-start",
      "sent",
      "first-byte",
      "informational",
      "head",
      "sent",
      "hop-end",
    ]);
    expect(got.events.at(-2)).toMatchObject({ headBytes: 0, bodyBytes: 5 });
    expect((await left()).filter((name) => !before.includes(name))).toEqual([]);
    await bench.close();
  });

  it("fails by curl's exit code, and ends with curl when it is cancelled", async () => {
    const bench = await openBench({}, { findCurl });
    const refused = await bench.send({ port: 1, ...http3, target: "/refused" });
    expect(refused.failure).toMatchObject({ kind: "connect", code: "curl-7" });
    const controller = new AbortController();
    const cancelled = await bench.send(
      { port: 1, ...http3, target: "/endless" },
      { signal: controller.signal, onResponse: () => controller.abort() },
    );
    expect(cancelled.failure?.kind).toBe("cancelled");
    expect(cancelled.body.toString()).toBe("begun");
    await bench.close();
  });

  it("is refused with what to do where there is no such curl, and where HTTP/3 cannot go", async () => {
    const bench = await openBench({}, { findCurl: createCurlFinder({ folders: "", chosen: "" }) });
    expect((await bench.send({ port: 1, ...http3 })).failure).toMatchObject({
      code: "http3-no-curl",
      remedy: expect.stringContaining("Install"),
    });
    const plain = await bench.send({ port: 1, ...http3, scheme: "http" });
    expect(plain.failure?.code).toBe("http3-http");
    await bench.close();
  });
});
