import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultNetwork } from "../../shared/model/network/network.ts";
import { proxyAddress } from "../../shared/model/network/proxy-address.ts";
import type { ProxySetting } from "../../shared/model/network/proxy.ts";
import { requestUrl } from "../../shared/model/url.ts";
import { createProxies } from "./choose.ts";
import { createPacEvaluator } from "./pac.ts";
import { readPacResult } from "./pac-result.ts";

const never = new AbortController().signal;
const target = (url: string) => requestUrl(url, { encode: false });
const shown = (ways: ReturnType<typeof readPacResult>) =>
  ways?.map((way) => (way === null ? "direct" : proxyAddress(way)));

describe("an answer of a file", () => {
  it.each<[string, readonly string[] | undefined]>([
    ["DIRECT", ["direct"]],
    ["", ["direct"]],
    [" ; ", ["direct"]],
    ["PROXY a.test:8080; DIRECT", ["http://a.test:8080", "direct"]],
    ["proxy a.test", ["http://a.test:80"]],
    [
      "HTTP a.test:1;HTTPS b.test;SOCKS c.test",
      ["http://a.test:1", "https://b.test:443", "socks4://c.test:1080"],
    ],
    ["SOCKS5 [::1]:1080", ["socks5h://[::1]:1080"]],
    ["PROXY [::1]", ["http://[::1]:80"]],
    ["FOO a.test:1; DIRECT", ["direct"]],
    ["FOO a.test:1", undefined],
    ["PROXY", undefined],
    ["PROXY a.test:99999", undefined],
    ["PROXY http://a.test:1", undefined],
  ])("%j", (text, expected) => {
    expect(shown(readPacResult(text))).toEqual(expected);
  });
});

describe("a proxy auto-config file", () => {
  const evaluator = createPacEvaluator();
  const ask = async (body: string, url = "http://www.a.test/x?y#z") =>
    await evaluator.evaluate(`function FindProxyForURL(url, host) { ${body} }`, target(url), never);
  const text = async (expression: string): Promise<unknown> => {
    const { ways } = await ask(
      `return "PROXY x" + encodeURIComponent(JSON.stringify(${expression})).replace(/%/g, "_") + ":1"`,
    );
    const host = ways[0]?.host ?? "";
    return JSON.parse(decodeURIComponent(host.slice(1).replaceAll("_", "%")));
  };

  it("is told the URL, of https only the host", async () => {
    expect(await text("[url, host]")).toEqual(["http://www.a.test/x?y", "www.a.test"]);
    const found = await ask(
      "return url === 'https://a.test:8443/' ? 'PROXY p:1' : 'DIRECT'",
      "https://user:secret@a.test:8443/secret?token",
    );
    expect(shown(found.ways)).toEqual(["http://p:1"]);
  });

  it("has the functions of such files", async () => {
    const cases: readonly (readonly [string, unknown])[] = [
      ["isPlainHostName('www')", true],
      ["isPlainHostName('www.a.test')", false],
      ["dnsDomainIs('www.a.test', '.a.test')", true],
      ["dnsDomainIs('www.b.test', '.a.test')", false],
      ["localHostOrDomainIs('www', 'www.a.test')", true],
      ["localHostOrDomainIs('www.a.test', 'www.a.test')", true],
      ["localHostOrDomainIs('www.b.test', 'www.a.test')", false],
      ["dnsDomainLevels('www.a.test')", 2],
      ["shExpMatch('http://a.test/x.gif', '*.gif')", true],
      ["shExpMatch('http://a.test/xgif', '*.gif')", false],
      ["shExpMatch('abc', 'a?c')", true],
      ["shExpMatch('a+c', 'a+c')", true],
      ["isInNet('10.1.2.3', '10.0.0.0', '255.0.0.0')", true],
      ["isInNet('11.1.2.3', '10.0.0.0', '255.0.0.0')", false],
      ["isInNet('localhost', '127.0.0.0', '255.0.0.0')", true],
      ["convert_addr('1.2.3.4')", 16_909_060],
      ["isInNetEx('fe80::1', 'fe80::/10')", true],
      ["isInNetEx('fec0::1', 'fe80::/10')", false],
      ["isInNetEx('10.1.2.3', '10.0.0.0/8')", true],
      ["isInNetEx('::ffff:10.1.2.3', '::ffff:10.0.0.0/104')", true],
      ["sortIpAddressList('10.2.3.9;2001:db8::2;10.1.2.3')", "2001:db8::2;10.1.2.3;10.2.3.9"],
      ["dnsResolve('127.0.0.1')", "127.0.0.1"],
      ["dnsResolve('no.such.name.invalid')", null],
      ["isResolvable('localhost')", true],
      ["/^\\d+\\.\\d+\\.\\d+\\.\\d+$/.test(myIpAddress())", true],
      ["typeof myIpAddressEx()", "string"],
      ["weekdayRange('SUN', 'SAT')", true],
      ["weekdayRange('MON', 'SUN', 'GMT')", true],
      ["weekdayRange('XXX')", false],
      ["dateRange(1, 31)", true],
      ["dateRange('JAN', 'DEC')", true],
      ["dateRange(1995, 1996)", false],
      ["dateRange(1, 'JAN', 2000, 31, 'DEC', 2999, 'GMT')", true],
      ["dateRange(1, 'JAN', 31, 'DEC')", true],
      ["timeRange(0, 24)", true],
      ["timeRange(0, 0, 23, 59)", true],
      ["timeRange(0, 0, 0, 23, 59, 59, 'GMT')", true],
      ["typeof alert('x')", "undefined"],
      ["typeof process + typeof require + typeof fetch", "undefinedundefinedundefined"],
    ];
    const results = await text(`[${cases.map(([expression]) => expression).join(",\n")}]`);
    const expected = cases.map(([, value]) => value);
    expect(results).toEqual(expected);
  });

  it.each([
    ["return 7", "pac-result"],
    ["return {}", "pac-result"],
    ["throw 1", "pac-error"],
    ["return nothing.here", "pac-error"],
    ["return (", "pac-syntax"],
    ["return FindProxyForURL()", "pac-depth"],
  ])("that says %j is a failure", async (body, code) => {
    await expect(ask(body)).rejects.toMatchObject({ failure: { kind: "proxy", code } });
  });

  it("that says null or nothing means directly", async () => {
    expect(shown((await ask("return null")).ways)).toEqual(["direct"]);
    expect(shown((await ask("")).ways)).toEqual(["direct"]);
  });
});

describe("choosing", () => {
  let folder: string;
  let server: Server;
  let asked: string[];
  let base: string;
  const pac =
    "function FindProxyForURL(u, h) { return h === 'a.test' ? 'PROXY p:1; DIRECT' : 'DIRECT' }";
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "envoi-pac-"));
    await writeFile(path.join(folder, "p.pac"), pac);
    asked = [];
    server = createServer((request, response) => {
      asked.push(request.url ?? "");
      if (request.url === "/moved") response.writeHead(302, { Location: "/p.pac" }).end();
      else if (request.url === "/p.pac") response.end(pac);
      else if (request.url === "/big") response.end(Buffer.alloc(2 << 20));
      else response.writeHead(404).end();
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.close();
    await rm(folder, { recursive: true, force: true });
  });
  const choose = async (proxy: ProxySetting, url: string, environment = {}) => {
    const found = await createProxies({ environment })(
      { ...defaultNetwork, proxy },
      target(url),
      never,
    );
    return { ...found, ways: shown(found.ways) };
  };

  it("by a file of this machine", async () => {
    for (const source of [path.join(folder, "p.pac"), `file://${path.join(folder, "p.pac")}`]) {
      expect(await choose({ kind: "pac", source }, "http://a.test/")).toEqual({
        ways: ["http://p:1", "direct"],
        source: "pac",
        bypassed: false,
      });
    }
  });

  it("by a file from the network, fetched once", async () => {
    const proxies = createProxies({ environment: {} });
    const network = { ...defaultNetwork, proxy: { kind: "pac", source: `${base}/moved` } as const };
    await proxies(network, target("http://a.test/"), never);
    const found = await proxies(network, target("https://b.test/"), never);
    expect(shown(found.ways)).toEqual(["direct"]);
    expect(asked).toEqual(["/moved", "/p.pac"]);
  });

  it.each(["/none", "/big"])("by %s, which cannot be read", async (name) => {
    await expect(
      choose({ kind: "pac", source: `${base}${name}` }, "http://a.test/"),
    ).rejects.toMatchObject({ failure: { kind: "proxy", code: "pac-unreadable" } });
  });

  it("by a file that is not there", async () => {
    await expect(
      choose({ kind: "pac", source: path.join(folder, "none") }, "http://a.test/"),
    ).rejects.toMatchObject({ failure: { code: "pac-unreadable", place: "ENOENT" } });
  });

  it("by the environment", async () => {
    const environment = { http_proxy: "http://p:1", no_proxy: "b.test" };
    expect(await choose({ kind: "environment" }, "http://a.test/", environment)).toMatchObject({
      ways: ["http://p:1"],
      source: "environment",
    });
    expect(await choose({ kind: "environment" }, "http://b.test/", environment)).toMatchObject({
      ways: ["direct"],
      bypassed: true,
    });
  });

  it("by the system, which a machine without a desktop keeps in the environment", async () => {
    const environment = { http_proxy: "http://p:1", XDG_CURRENT_DESKTOP: "" };
    const found = await choose({ kind: "system" }, "http://127.0.0.1/", environment);
    expect(found).toMatchObject({ ways: ["direct"], bypassed: true, source: "system" });
    if (process.platform === "linux")
      expect(await choose({ kind: "system" }, "http://a.test/", environment)).toMatchObject({
        ways: ["http://p:1"],
      });
  });

  it("by what the host asks of the system", async () => {
    const seen: string[] = [];
    const proxies = createProxies({
      environment: {},
      resolveSystem: async (url) => {
        seen.push(url);
        return "PROXY p:1; DIRECT";
      },
    });
    const network = { ...defaultNetwork, proxy: { kind: "system" } as const };
    const found = await proxies(network, target("https://a.test/secret?token"), never);
    expect(shown(found.ways)).toEqual(["http://p:1", "direct"]);
    expect(seen).toEqual(["https://a.test/"]);
  });

  it("ends with the request", async () => {
    const stop = new AbortController();
    const source = path.join(folder, "endless.pac");
    await writeFile(source, "for (;;);");
    const going = createProxies({ environment: {} })(
      { ...defaultNetwork, proxy: { kind: "pac", source } },
      target("http://a.test/"),
      stop.signal,
    );
    stop.abort();
    await expect(going).rejects.toMatchObject({ failure: { kind: "cancelled" } });
  });
});
