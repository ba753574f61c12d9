import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { defaultNetwork } from "../../../shared/model/network/network.ts";
import type { TraceDetail } from "../../../shared/model/trace.ts";
import { systemClock } from "../../base/clock.ts";
import { openRecorder } from "../record/open-recorder.ts";
import type { Recorder } from "../record/recorder.ts";
import { serve, type ScriptedServer } from "../scripted-peer.testing.ts";
import type { Connection } from "./connection.ts";
import type { ConnectContext, Target } from "./connector.ts";
import type { Pool } from "./pool.ts";
import type { Address } from "./address.ts";
import type { Resolver } from "./resolve.ts";
import { resolveHost } from "./resolve.ts";
import { createRoute, type RouteOptions } from "./route.ts";
import { noMaterial } from "./tls-material.ts";

/** Refused by the system before it asks anybody: a label has 63 characters at most. */
const impossible = `${"x".repeat(70)}.invalid`;

let home: string;
let recorder: Recorder;
let events: TraceDetail[];
const pools: Pool[] = [];
const servers: ScriptedServer[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "envoi-connect-"));
  recorder = openRecorder({ folder: join(home, "x"), clock: systemClock });
  events = [];
});
afterEach(async () => {
  for (const pool of pools.splice(0)) pool.close();
  for (const server of servers.splice(0)) await server.close();
  await recorder.close();
  await rm(home, { recursive: true, force: true });
});

const context = (signal = new AbortController().signal): ConnectContext => ({
  recorder,
  hop: 0,
  signal,
  emit: (event) => void events.push(event),
});
const target = (port: number, host = "127.0.0.1"): Target => ({
  scheme: "http",
  host,
  port,
  verifyTls: true,
  network: defaultNetwork,
  proxy: null,
  material: noMaterial,
});

const named = (host: string) => ({ host, port: 80, network: defaultNetwork });

function route(options: Partial<RouteOptions> = {}): Pool {
  const pool = createRoute({ clock: systemClock, ...options });
  pools.push(pool);
  return pool;
}
async function server(host?: string): Promise<ScriptedServer> {
  const one = await serve(() => undefined, host === undefined ? {} : { host });
  servers.push(one);
  return one;
}
/** A port nobody listens on. */
async function nobody(): Promise<number> {
  const one = await serve(() => undefined);
  await one.close();
  return one.port;
}
const to =
  (...addresses: readonly string[]): Resolver =>
  async ({ host }, context) => {
    context.emit({ kind: "dns-start", host });
    context.emit({ kind: "dns", host, addresses });
    return addresses.map((address): Address => ({
      address,
      family: address.includes(":") ? 6 : 4,
    }));
  };
function begin(connection: Connection): Promise<void> {
  return new Promise((resolve) =>
    connection.use(
      { data: () => undefined, end: () => undefined, closed: () => resolve() },
      { recorder, hop: 0 },
    ),
  );
}

describe("resolving", () => {
  it.each(["localhost", "LOCALHOST", "localhost.", "a.b.localhost"])(
    "%s is loopback, without asking",
    async (host) => {
      const found = await resolveHost(named(host), context());
      expect(found.map((one) => one.address)).toEqual(["::1", "127.0.0.1"]);
      expect(events).toEqual([
        { kind: "dns-start", host },
        { kind: "dns", host, addresses: ["::1", "127.0.0.1"] },
      ]);
    },
  );

  it.each([
    ["127.0.0.1", 4],
    ["::1", 6],
    ["fe80::1%lo", 6],
  ])("%s is an address already", async (host, family) => {
    expect(await resolveHost(named(host), context())).toEqual([{ address: host, family }]);
    expect(events).toEqual([]);
  });

  it("names a host that does not exist", async () => {
    await expect(resolveHost(named(impossible), context())).rejects.toMatchObject({
      failure: {
        kind: "resolve",
        phase: "resolve",
        code: expect.stringMatching(/^(?:ENOTFOUND|EAI_AGAIN)$/),
      },
    });
  });

  it("ends when it is cancelled, whatever the system's resolver does", async () => {
    const controller = new AbortController();
    const asked = resolveHost(named(impossible), context(controller.signal));
    controller.abort();
    await expect(asked).rejects.toMatchObject({ failure: { kind: "cancelled", phase: "resolve" } });
  });
});

describe("connecting", () => {
  it("tells every attempt, and takes the address that works", async () => {
    const there = await server("127.0.0.3");
    const pool = route({ resolve: to("127.0.0.4", "127.0.0.2", "127.0.0.3") });
    const connection = await pool.acquire(target(there.port, "many.test"), context());
    expect(events.map((event) => [event.kind, "address" in event ? event.address : ""])).toEqual([
      ["dns-start", ""],
      ["dns", ""],
      ["connect-start", "127.0.0.4"],
      ["connect-failed", "127.0.0.4"],
      ["connect-start", "127.0.0.2"],
      ["connect-failed", "127.0.0.2"],
      ["connect-start", "127.0.0.3"],
      ["connected", "127.0.0.3"],
    ]);
    expect(connection.view()).toMatchObject({
      number: 1,
      reused: false,
      uses: 1,
      remoteAddress: "127.0.0.3",
      remotePort: there.port,
    });
    connection.close("left");
  });

  it("falls back from IPv6 to IPv4", async () => {
    const there = await server();
    const connection = await route().acquire(target(there.port, "localhost"), context());
    expect(connection.view().remoteAddress).toBe("127.0.0.1");
    connection.close("left");
  });

  it("says why when nobody listens", async () => {
    await expect(route().acquire(target(await nobody()), context())).rejects.toMatchObject({
      failure: { kind: "connect", code: "ECONNREFUSED", phase: "connect" },
    });
    expect(events.map((event) => event.kind)).toEqual(["connect-start", "connect-failed"]);
  });

  it("does not begin when it is cancelled before", async () => {
    const there = await server();
    await expect(
      route().acquire(target(there.port), context(AbortSignal.abort())),
    ).rejects.toMatchObject({
      failure: { kind: "cancelled" },
    });
    expect(events).toEqual([]);
  });

  it("ends in the same turn when it is cancelled while resolving", async () => {
    const controller = new AbortController();
    const pool = route({
      resolve: (_endpoint, { signal }) =>
        new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    });
    const asked = pool.acquire(target(1, "slow.test"), context(controller.signal));
    controller.abort();
    await expect(asked).rejects.toMatchObject({ name: expect.stringMatching(/Error$/) });
    expect(pool.ledger.get()).toMatchObject({ open: [], waiting: [] });
  });
});

describe("the pool", () => {
  it("gives the connection used last, and counts its uses", async () => {
    const there = await server();
    const pool = route();
    const first = await pool.acquire(target(there.port), context());
    const second = await pool.acquire(target(there.port), context());
    void begin(first);
    void begin(second);
    first.release();
    second.release();
    const again = await pool.acquire(target(there.port), context());
    expect(again.number).toBe(second.number);
    expect(again.view()).toMatchObject({ reused: true, uses: 2 });
    expect(pool.ledger.get().open.map((one) => [one.number, one.state, one.uses])).toEqual([
      [1, "idle", 1],
      [2, "busy", 2],
    ]);
  });

  it("keeps connections apart by host and port", async () => {
    const there = await server();
    const pool = route({ resolve: to("127.0.0.1") });
    const base = target(there.port, "a.test");
    for (const other of [base, { ...base, host: "b.test" }]) {
      const connection = await pool.acquire(other, context());
      expect(connection.uses).toBe(1);
      void begin(connection);
      connection.release();
    }
    expect((await pool.acquire({ ...base, host: "A.TEST" }, context())).uses).toBe(2);
  });

  it("gives a fresh one when one may not be reused, and closes it afterwards", async () => {
    const there = await server();
    const pool = route();
    const kept = await pool.acquire(target(there.port), context());
    void begin(kept);
    kept.release();
    const own = { ...target(there.port), network: { ...defaultNetwork, reuse: false } };
    const fresh = await pool.acquire(own, context());
    void begin(fresh);
    expect(fresh.number).toBe(2);
    fresh.release();
    await there.peers[1]?.closed;
    expect(pool.ledger.get().open.map((one) => one.number)).toEqual([1]);
  });

  it("gives a fresh one when one is asked for", async () => {
    const there = await server();
    const pool = route();
    const first = await pool.acquire(target(there.port), context());
    void begin(first);
    first.release();
    const fresh = await pool.acquire(target(there.port), context(), { fresh: true });
    expect(fresh.number).toBe(2);
  });

  it("lets requests wait in line above its limit, in order, and lets them leave it", async () => {
    const there = await server();
    const pool = route({ maxPerTarget: 1 });
    const first = await pool.acquire(target(there.port), context());
    const order: number[] = [];
    const leaving = new AbortController();
    const left = pool.acquire(target(there.port), context(leaving.signal));
    const second = pool.acquire(target(there.port), context()).then((connection) => {
      order.push(2);
      return connection;
    });
    const third = pool.acquire(target(there.port), context()).then((connection) => {
      order.push(3);
      return connection;
    });
    expect(pool.ledger.get().waiting.length).toBe(3);
    leaving.abort();
    await expect(left).rejects.toMatchObject({ failure: { kind: "cancelled" } });
    void begin(first);
    first.release();
    (await second).close("left");
    expect((await third).number).toBe(2);
    expect(order).toEqual([2, 3]);
    expect(pool.ledger.get().waiting.length).toBe(0);
  });

  it("lets the next one try when a connection could not be opened", async () => {
    const port = await nobody();
    const pool = route({ maxPerTarget: 1 });
    const all = await Promise.allSettled(
      [1, 2, 3].map(() => pool.acquire(target(port), context())),
    );
    expect(all.map((one) => one.status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(pool.ledger.get()).toMatchObject({ open: [], waiting: [] });
  });

  it("closes one by its number or all, and tells the users", async () => {
    const there = await server();
    const pool = route();
    const first = await pool.acquire(target(there.port), context());
    const second = await pool.acquire(target(there.port), context());
    const told = begin(first);
    const both = begin(second);
    pool.closeConnections(first.number);
    await told;
    expect(pool.ledger.get().open.map((one) => one.number)).toEqual([second.number]);
    pool.close();
    await both;
    expect(pool.ledger.get().open).toEqual([]);
    await expect(pool.acquire(target(there.port), context())).rejects.toMatchObject({
      failure: { code: "connections-closed" },
    });
  });

  it("forgets a connection that was idle too long", async () => {
    const there = await server();
    const pool = route({ idleTimeout: 1 });
    const first = await pool.acquire(target(there.port), context());
    void begin(first);
    first.release();
    await there.peers[0]?.closed;
    expect(pool.ledger.get().open).toEqual([]);
  });
});

describe("what passes while nobody uses a connection", () => {
  it("is not recorded", async () => {
    const there = await server();
    const pool = route();
    const first = await pool.acquire(target(there.port), context());
    void begin(first);
    first.release();
    there.peers[0]?.send("late");
    await there.peers[0]?.closed;
    expect(recorder.summary().clearBytes).toBe(0);
  });
});
