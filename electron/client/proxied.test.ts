import { describe, expect, it } from "vitest";
import { asks, basic, fine, openProxyBench, proxyServer, settingsFor } from "./proxied.testing.ts";

const bench = openProxyBench();

describe("a proxy that forwards", () => {
  it("gets the request in absolute form, and no tunnel is asked for", async () => {
    const { port, heads } = await bench.proxy(() => fine("from the proxy"));
    const { exchange } = await bench.send("http://target.test:81/a?b=%20c", proxyServer(port));
    expect(exchange.failure).toBeNull();
    expect(heads[0]).toMatch(/^GET http:\/\/target\.test:81\/a\?b=%20c HTTP\/1\.1\r\nHost: target/);
    expect(heads[0]).not.toContain("Proxy-Authorization");
    const [hop] = exchange.hops;
    expect(exchange.hops).toHaveLength(1);
    expect(hop?.requestTarget).toBe("http://target.test:81/a?b=%20c");
    expect(hop?.connection?.proxy).toEqual({ address: `http://127.0.0.1:${port}` });
  });

  it("alone gets the fields meant for it, in what it forwards and in CONNECT", async () => {
    const { port, heads } = await bench.proxy((head) =>
      head.startsWith("CONNECT")
        ? { bytes: "HTTP/1.1 405 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", end: true }
        : fine(),
    );
    const headers = ["X-For: proxy", "User-Agent:", "X-None;"];
    await bench.send("http://a.test/", proxyServer(port, { headers }));
    expect(heads[0]).toContain("\r\nX-For: proxy\r\nX-None:\r\n");
    expect(heads[0]).not.toContain("User-Agent");
    await bench.send("http://a.test/", proxyServer(port, { headers, tunnel: true }));
    expect(heads[1]).toBe(
      "CONNECT a.test:80 HTTP/1.1\r\nHost: a.test:80\r\nX-For: proxy\r\nX-None:\r\n\r\n",
    );
  });

  it("serves several hosts over one connection", async () => {
    const { port, connections } = await bench.proxy(() => fine());
    await bench.send("http://a.test/", proxyServer(port));
    const { exchange } = await bench.send("http://b.test/", proxyServer(port));
    expect(exchange.hops[0]?.connection?.reused).toBe(true);
    expect(connections).toEqual([0, 0]);
  });

  it("is signed in at with Basic at once when that is the scheme", async () => {
    const { port, heads } = await bench.proxy(() => fine());
    await bench.send(
      "http://a.test/",
      proxyServer(port, { username: "u", password: "p", auth: "basic" }),
    );
    expect(heads[0]).toContain(`\r\nProxy-Authorization: ${basic}\r\n`);
  });

  it("says what it wants, and the next request goes signed in at once", async () => {
    const { port, heads } = await bench.proxy((head) =>
      head.includes(basic) ? fine("in") : asks('Basic realm="x"'),
    );
    const server = proxyServer(port, { username: "u", password: "p" });
    const { exchange } = await bench.send("http://a.test/", server);
    expect(exchange.hops.map((hop) => [hop.reason, hop.response?.status])).toEqual([
      ["first", 407],
      ["auth", 200],
    ]);
    await bench.send("http://a.test/", server);
    expect(heads).toHaveLength(3);
    expect(heads[2]).toContain(basic);
  });

  it("that is not satisfied is shown with its reply", async () => {
    const { port, heads } = await bench.proxy(() => asks('Basic realm="x"'));
    const server = proxyServer(port, { username: "u", password: "wrong" });
    const { exchange } = await bench.send("http://a.test/", server);
    expect(exchange.failure).toBeNull();
    expect(exchange.hops.at(-1)?.response?.status).toBe(407);
    expect(exchange.hops.at(-1)?.body?.size).toBe(4);
    expect(heads).toHaveLength(2);
  });

  it("is answered with Digest rather than Basic, and the session goes on", async () => {
    const { port, heads } = await bench.proxy((head) =>
      head.includes("Proxy-Authorization: Digest ")
        ? fine()
        : asks('Digest realm="r", nonce="n", qop="auth", algorithm=SHA-256, Basic realm="r"'),
    );
    const server = proxyServer(port, { username: "u", password: "p" });
    await bench.send("http://a.test/x", server);
    await bench.send("http://a.test/y", server);
    expect(heads[1]).toMatch(/uri="http:\/\/a\.test\/x", .*algorithm=SHA-256, .*nc=00000001/);
    expect(heads[2]).toMatch(/uri="http:\/\/a\.test\/y", .*nc=00000002/);
  });

  it("is signed in at with NTLM over one connection, whoever else sends meanwhile", async () => {
    const type2 = Buffer.concat([
      Buffer.from("NTLMSSP\0\x02\0\0\0", "latin1"),
      Buffer.alloc(8),
      Buffer.from([1, 0x82, 0, 0]),
      Buffer.alloc(24),
    ]).toString("base64");
    const others: Promise<unknown>[] = [];
    const { port, heads, connections } = await bench.proxy((head) => {
      const [, token] = /Proxy-Authorization: NTLM (\S+)/.exec(head) ?? [];
      if (head.includes("/other")) return fine();
      if (token === undefined) return asks("NTLM");
      const kind = Buffer.from(token, "base64")[8];
      others.push(bench.send("http://a.test/other", proxyServer(port)));
      return kind === 1 ? asks(`NTLM ${type2}`) : fine("in");
    });
    const server = proxyServer(port, { username: "D\\u", password: "p", auth: "ntlm" });
    const { exchange } = await bench.send("http://a.test/", server);
    await Promise.all(others);
    expect(exchange.hops.map((hop) => hop.response?.status)).toEqual([407, 200]);
    const mine = connections.filter((_, at) => !heads[at]?.includes("/other"));
    expect(new Set(mine).size).toBe(1);
  });

  it("is reached over TLS when it is an https proxy", async () => {
    const { port, heads } = await bench.httpsProxy(() => fine("over TLS"));
    const { exchange } = await bench.send("http://a.test/", proxyServer(port, { scheme: "https" }));
    expect(exchange.failure).toBeNull();
    expect(heads[0]).toMatch(/^GET http:\/\/a\.test\/ /);
    const connection = exchange.hops[0]?.connection;
    expect(connection?.tls).toBeUndefined();
    expect(connection?.proxy?.tls?.version).toBe("TLSv1.3");
  });

  it.each(["http://a.test/", "https"])(
    "its verification, switched off, does not outlive the request: %s",
    async (scheme) => {
      const { port, heads } = await bench.httpsProxy((head) =>
        head.startsWith("CONNECT") ? "open" : fine(),
      );
      const target = scheme === "https" ? await bench.secure() : null;
      const url = target === null ? scheme : `https://target.test:${target.port}/`;
      const server = proxyServer(port, { scheme: "https" });
      const settings = settingsFor(server);
      const send = (verifyProxy: boolean) =>
        bench.client().send({ url, settings: { ...settings, verifyProxy } });
      expect((await send(false)).exchange.failure).toBeNull();
      // A kept connection, and a session that could be resumed, are there now; the server itself is still not verified.
      const { exchange } = await send(true);
      expect(exchange.failure).toMatchObject({
        kind: "proxy",
        code: "proxy-DEPTH_ZERO_SELF_SIGNED_CERT",
      });
      expect(heads).toHaveLength(1);
      const again = (await send(false)).exchange.hops.at(-1)?.connection;
      expect(again?.reused).toBe(true);
      expect(again?.proxy?.tls?.verified).toBe(false);
    },
  );

  it("gets the bytes of a raw exchange as they are", async () => {
    const { port, heads } = await bench.proxy(() => fine());
    const bytes = Buffer.from("GET http://a.test/ HTTP/1.1\r\nhost: a\r\n\r\n");
    await bench.client().send({
      raw: { host: "a.test", port: 80, tls: false, bytes },
      settings: settingsFor(proxyServer(port, { username: "u", password: "p", auth: "basic" })),
    });
    expect(heads[0]).toBe(bytes.toString());
  });
});
