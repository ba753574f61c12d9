import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OwnNetwork } from "../../../shared/model/network/network.ts";
import { serve } from "../scripted-peer.testing.ts";
import { type ConnectBench, openConnectBench, targetOf } from "./connect.testing.ts";
import { openNameServer, type Zone } from "./name-server.testing.ts";

let bench: ConnectBench;
beforeEach(async () => {
  bench = await openConnectBench();
});
afterEach(() => bench.close());

const silent = (): void => undefined;
/** Connects to `host` under these settings; gives the remote address, or the failure. */
async function reach(port: number, network: OwnNetwork, host = "a.test") {
  const pool = bench.route();
  const connection = await pool.acquire(targetOf(port, network, { host }), bench.context());
  const view = connection.view();
  connection.close("left");
  return view;
}
const kinds = () => bench.events.map((event) => event.kind);
const attempts = () =>
  bench.events.flatMap((event) => (event.kind === "connect-start" ? [event.address] : []));

describe("a resolve override", () => {
  it("is used instead of any look-up", async () => {
    const { port } = await bench.server(silent);
    const view = await reach(port, { resolve: [`a.test:${port}:127.0.0.1`] });
    expect(view).toMatchObject({ remoteAddress: "127.0.0.1", remotePort: port });
    expect(bench.events.slice(0, 2)).toEqual([
      { kind: "dns-start", host: "a.test" },
      { kind: "dns", host: "a.test", addresses: ["127.0.0.1"], override: true },
    ]);
  });

  it("tries several addresses in turn", async () => {
    const { port } = await bench.server(silent, { host: "127.0.0.3" });
    const resolve = [`+a.test:${port}:127.0.0.4,127.0.0.2,127.0.0.3`];
    expect((await reach(port, { resolve })).remoteAddress).toBe("127.0.0.3");
    expect(attempts()).toEqual(["127.0.0.4", "127.0.0.2", "127.0.0.3"]);
  });

  it("takes IPv6 in brackets, and of several addresses those of the IP version that is wanted", async () => {
    const { port } = await bench.server(silent, { host: "::1" });
    const resolve = [`*:${port}:127.0.0.1,[::1]`];
    expect((await reach(port, { resolve, ipVersion: "6" })).remoteAddress).toBe("::1");
    expect(attempts()).toEqual(["::1"]);
  });

  it("with no address of the IP version that is wanted asks nobody else", async () => {
    const network = { resolve: ["*:80:[::1]"], ipVersion: "4" } as const;
    await expect(reach(80, network, "localhost")).rejects.toMatchObject({
      failure: { kind: "resolve", code: "no-address-of-version" },
    });
    expect(attempts()).toEqual([]);
  });

  it("counts for an address too", async () => {
    const { port } = await bench.server(silent);
    const resolve = [`192.0.2.7:${port}:127.0.0.1`];
    expect((await reach(port, { resolve }, "192.0.2.7")).remoteAddress).toBe("127.0.0.1");
  });

  it.each(["a.test", "a.test:1:not-an-address"])("that says %j is refused", async (line) => {
    await expect(reach(1, { resolve: [line] })).rejects.toMatchObject({
      failure: { kind: "input", code: "resolve-override", place: "network.resolve" },
    });
  });
});

describe("connect-to", () => {
  it("connects elsewhere and says so", async () => {
    const { port } = await bench.server(silent);
    const view = await reach(80, { connectTo: [`a.test:80:127.0.0.1:${port}`] });
    expect(view.remotePort).toBe(port);
    expect(bench.events[0]).toEqual({
      kind: "connect-to",
      from: "a.test:80",
      to: `127.0.0.1:${port}`,
    });
  });

  it("resolves the other place's name, overrides included", async () => {
    const { port } = await bench.server(silent);
    const network = { connectTo: [`:::${port}`], resolve: [`a.test:${port}:127.0.0.1`] };
    expect((await reach(80, network)).remoteAddress).toBe("127.0.0.1");
  });

  it("that cannot be understood is refused", async () => {
    await expect(reach(1, { connectTo: ["a.test"] })).rejects.toMatchObject({
      failure: { kind: "input", code: "connect-to" },
    });
  });
});

describe("name servers of one's own", () => {
  const zone: Zone = {
    "four.test": ["127.0.0.1"],
    "both.test": ["127.0.0.1", "::1"],
    "many.test": ["127.0.0.2", "127.0.0.1"],
    "none.test": [],
    "broken.test": 2,
    "refused.test": 5,
    "silent.test": "silent",
  };
  const names = async () => bench.owned(await openNameServer(zone));

  it("are asked for A and AAAA, and nobody else is", async () => {
    const { port } = await bench.server(silent);
    const server = await names();
    expect((await reach(port, { dnsServers: [server.address] }, "four.test")).remoteAddress).toBe(
      "127.0.0.1",
    );
    expect(server.asked.toSorted()).toEqual(["A four.test", "AAAA four.test"]);
    expect(bench.events[0]).toEqual({
      kind: "dns-start",
      host: "four.test",
      servers: [server.address],
    });
  });

  it.each([
    ["any", ["::1", "127.0.0.1"]],
    ["4", ["127.0.0.1"]],
    ["6", ["::1"]],
  ] as const)("give addresses of IP version %s", async (ipVersion, addresses) => {
    const { port } = await bench.server(silent, { host: ipVersion === "6" ? "::1" : "127.0.0.1" });
    const server = await names();
    await reach(port, { dnsServers: [server.address], ipVersion }, "both.test");
    expect(bench.events[1]).toEqual({ kind: "dns", host: "both.test", addresses });
    expect(server.asked).toHaveLength(ipVersion === "any" ? 2 : 1);
  });

  it.each([
    ["unknown.test", "dns-ENOTFOUND"],
    ["none.test", "dns-ENODATA"],
    ["broken.test", "dns-ESERVFAIL"],
    ["refused.test", "dns-EREFUSED"],
  ])("that do not help with %s say %s", async (host, code) => {
    const server = await names();
    await expect(reach(1, { dnsServers: [server.address] }, host)).rejects.toMatchObject({
      failure: { kind: "resolve", code, phase: "resolve", remedy: expect.any(String) },
    });
  });

  it("an empty name is not waited for", async () => {
    await expect(reach(1, {}, "")).rejects.toMatchObject({
      failure: { kind: "resolve", code: "resolve-failed" },
    });
  });

  it("that are not addresses are refused", async () => {
    await expect(reach(1, { dnsServers: ["dns.test"] })).rejects.toMatchObject({
      failure: { kind: "input", code: "name-server-address" },
    });
  });

  it("do not count for localhost", async () => {
    const { port } = await bench.server(silent);
    const server = await names();
    await reach(port, { dnsServers: [server.address] }, "localhost");
    expect(server.asked).toEqual([]);
  });

  it("that stay silent are bounded by the time for resolving, or cancelled", async () => {
    const server = await names();
    const network = { dnsServers: [server.address], resolveTimeout: 30 };
    await expect(reach(1, network, "silent.test")).rejects.toMatchObject({
      failure: { kind: "timeout", code: "resolve-timeout", phase: "resolve" },
    });
    const stop = new AbortController();
    const asked = bench
      .route()
      .acquire(
        targetOf(1, { dnsServers: [server.address] }, { host: "silent.test" }),
        bench.context(stop.signal),
      );
    stop.abort();
    await expect(asked).rejects.toMatchObject({ failure: { kind: "cancelled" } });
  });
});

describe("the IP version", () => {
  it.each(["4", "6"] as const)("%s is the only one tried", async (ipVersion) => {
    const host = ipVersion === "4" ? "127.0.0.1" : "::1";
    const { port } = await bench.server(silent, { host });
    expect((await reach(port, { ipVersion }, "localhost")).remoteAddress).toBe(host);
    expect(attempts()).toEqual([host]);
  });

  it("leaves no way to an address of the other", async () => {
    await expect(reach(1, { ipVersion: "6" }, "127.0.0.1")).rejects.toMatchObject({
      failure: { kind: "resolve", code: "no-address-of-version" },
    });
    expect(kinds()).toEqual([]);
  });

  it("keeps a zone", async () => {
    const { port } = await bench.server(silent, { host: "::1" });
    expect((await reach(port, {}, "::1%lo")).remoteAddress).toBe("::1");
  });
});

describe("happy eyeballs", () => {
  it("begins every attempt at once when the delay is 0", async () => {
    const { port } = await bench.server(silent);
    const resolve = [`a.test:${port}:127.0.0.2,127.0.0.3,127.0.0.1`];
    await reach(port, { resolve, happyEyeballs: 0 });
    expect(kinds().slice(2, 5)).toEqual(["connect-start", "connect-start", "connect-start"]);
    expect(kinds().at(-1)).toBe("connected");
  });
});

describe("where connections begin", () => {
  it.each(["127.0.0.5", "host!127.0.0.5"])("%s is the local address", async (sourceAddress) => {
    const { port } = await bench.server(silent);
    expect((await reach(port, { sourceAddress }, "127.0.0.1")).localAddress).toBe("127.0.0.5");
  });

  it.each(["lo", "if!lo"])("the interface %s gives an address of each version", async (name) => {
    const { port } = await bench.server(silent);
    const view = await reach(port, { sourceAddress: name }, "localhost");
    expect(view.localAddress).toBe("127.0.0.1");
    expect(attempts()).toEqual(["::1", "127.0.0.1"]);
  });

  it("only addresses of its own version are tried", async () => {
    const { port } = await bench.server(silent);
    await reach(port, { sourceAddress: "127.0.0.1" }, "localhost");
    expect(attempts()).toEqual(["127.0.0.1"]);
    await expect(reach(port, { sourceAddress: "127.0.0.1" }, "::1")).rejects.toMatchObject({
      failure: { code: "source-version" },
    });
  });

  it.each(["nosuch0", "if!127.0.0.1", "host!lo"])("%s is nowhere", async (sourceAddress) => {
    await expect(reach(1, { sourceAddress })).rejects.toMatchObject({
      failure: { kind: "input", code: "source-address" },
    });
  });

  it("an address that is not this machine's is said to be", async () => {
    await expect(reach(1, { sourceAddress: "198.51.100.1" }, "127.0.0.1")).rejects.toMatchObject({
      failure: { code: "EADDRNOTAVAIL" },
    });
  });

  it("a busy local port is passed over for the next of the range", async () => {
    const { port } = await bench.server(silent);
    const { taken, next } = await neighbours();
    const network = { localPort: `${taken.port}-${next}`, sourceAddress: "127.0.0.1" };
    expect((await reach(port, network, "127.0.0.1")).localPort).toBe(next);
    expect(kinds()).toEqual(["connect-start", "connected"]);
    await expect(
      reach(port, { ...network, localPort: String(taken.port) }, "127.0.0.1"),
    ).rejects.toMatchObject({ failure: { code: "EADDRINUSE" } });
  });

  it.each(["x", "0", "5-4", "70000", "1-2-3"])("%s is no local port", async (localPort) => {
    await expect(reach(1, { localPort }, "127.0.0.1")).rejects.toMatchObject({
      failure: { kind: "input", code: "local-port" },
    });
  });
});

/** A busy port with a free one right after it. */
async function neighbours() {
  for (;;) {
    const taken = bench.owned(await serve(silent));
    const next = taken.port + 1;
    const other = createServer();
    const free = await new Promise<boolean>((resolve) => {
      other.once("error", () => resolve(false));
      other.listen(next, "127.0.0.1", () => resolve(true));
    });
    if (!free) continue;
    other.close();
    await once(other, "close");
    return { taken, next };
  }
}

describe("a unix socket", () => {
  async function listen(path: string): Promise<readonly Socket[]> {
    const sockets: Socket[] = [];
    const server: Server = createServer((socket) => sockets.push(socket.on("error", silent)));
    server.listen(path);
    await once(server, "listening");
    bench.owned({
      async close() {
        for (const socket of sockets) socket.destroy();
        server.close();
        await once(server, "close");
      },
    });
    return sockets;
  }

  it("is connected to whatever the host is", async () => {
    const path = join(bench.home, "a.sock");
    await listen(path);
    const view = await reach(80, { unixSocket: path }, "nowhere.invalid");
    expect(view).toMatchObject({ socketPath: path, remoteAddress: "", localPort: 0 });
    expect(bench.events).toEqual([
      { kind: "connect-start", address: path, port: 0 },
      { kind: "connected", address: path, port: 0, localAddress: "", localPort: 0 },
    ]);
  });

  it.runIf(process.platform === "linux")("may be abstract", async () => {
    const name = `envoi-${process.pid}-${Math.random()}`;
    await listen(`\0${name}`);
    expect((await reach(80, { unixSocket: `@${name}` })).socketPath).toBe(`@${name}`);
  });

  it("that is not there, is no socket, or has too long a path says so", async () => {
    const refused = async (unixSocket: string) =>
      await reach(80, { unixSocket }).then(
        () => "connected",
        (thrown: { failure: { code: string } }) => thrown.failure.code,
      );
    expect(await refused(join(bench.home, "none"))).toBe("socket-ENOENT");
    expect(await refused(process.execPath)).toMatch(/^socket-E(?:CONNREFUSED|NOTSOCK)$/);
    if (process.platform === "linux")
      expect(await refused("@envoi-none")).toMatch(
        /^(?:socket-ECONNREFUSED|abstract-name-padded)$/,
      );
    expect(await refused(`/tmp/${"x".repeat(120)}`)).toBe("socket-path-length");
  });
});
