import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ConnectionLedger } from "../../../shared/model/connection-ledger.ts";
import type { Connection } from "./connection.ts";
import { type ConnectBench, openConnectBench, targetOf } from "./connect.testing.ts";

let bench: ConnectBench;
beforeEach(async () => {
  bench = await openConnectBench();
});
afterEach(() => bench.close());

const silent = (): void => undefined;
const use = (connection: Connection): Promise<void> =>
  new Promise((resolve) =>
    connection.use(
      { data: silent, end: silent, closed: () => resolve() },
      { recorder: bench.recorder, hop: 0 },
    ),
  );
/** The ledger once it is as wanted. */
async function until(
  ledgers: AsyncIterable<ConnectionLedger>,
  wanted: (ledger: ConnectionLedger) => boolean,
): Promise<ConnectionLedger> {
  for await (const ledger of ledgers) if (wanted(ledger)) return ledger;
  throw new Error("the ledger ended");
}
const forever = new AbortController().signal;

describe("the ledger", () => {
  it("knows what is open, and how it is used", async () => {
    const { port } = await bench.server(silent);
    const pool = bench.route();
    const first = await pool.acquire(targetOf(port), bench.context());
    expect(pool.ledger.get().open).toEqual([
      {
        number: 1,
        scheme: "http",
        host: "127.0.0.1",
        port,
        state: "busy",
        protocol: "HTTP/1.1",
        tls: "",
        remote: `127.0.0.1:${port}`,
        proxy: "",
        active: 1,
        uses: 1,
        openedAt: expect.any(Number),
        idleSince: null,
      },
    ]);
    void use(first);
    first.release();
    expect(pool.ledger.get().open).toMatchObject([
      { state: "idle", active: 0, uses: 1, idleSince: expect.any(Number) },
    ]);
    await pool.acquire(targetOf(port), bench.context());
    expect(pool.ledger.get().open).toMatchObject([
      { number: 1, state: "busy", uses: 2, idleSince: null },
    ]);
  });

  it("knows who waits, and what is being opened", async () => {
    const { port } = await bench.server(silent);
    const pool = bench.route({ maxPerTarget: 1 });
    const opening = pool.acquire(targetOf(port), bench.context());
    expect(pool.ledger.get().open).toMatchObject([{ number: 1, state: "opening", remote: "" }]);
    const waiting = pool.acquire(targetOf(port), bench.context());
    expect(pool.ledger.get().waiting).toMatchObject([{ scheme: "http", host: "127.0.0.1", port }]);
    const first = await opening;
    void use(first);
    first.release();
    await waiting;
    expect(pool.ledger.get().waiting).toEqual([]);
  });

  it.each<[string, (connection: Connection, close: () => void) => void, string]>([
    ["the server ended it", (_, close) => close(), "server"],
    ["its user left", (connection) => connection.close("left"), "left"],
    ["a person closed it", () => undefined, "person"],
  ])("says that %s", async (_, act, reason) => {
    const server = await bench.server(silent);
    const pool = bench.route();
    const connection = await pool.acquire(targetOf(server.port), bench.context());
    void use(connection);
    if (reason === "server") connection.release();
    act(connection, () => server.peers[0]?.end());
    if (reason === "person") pool.closeConnections(connection.number);
    const { open, closed } = await until(
      pool.ledger.watch(forever),
      (one) => one.closed.length > 0,
    );
    expect(open).toEqual([]);
    expect(closed).toMatchObject([{ number: 1, reason, code: "", uses: 1 }]);
  });

  it("says that nobody used it, that bytes came unasked, that it was for one", async () => {
    const server = await bench.server(silent);
    const pool = bench.route({ idleTimeout: 5 });
    const idle = await pool.acquire(targetOf(server.port), bench.context());
    void use(idle);
    idle.release();
    await until(pool.ledger.watch(forever), ({ closed }) => closed[0]?.reason === "idle");
    const patient = bench.route();
    const unasked = await patient.acquire(targetOf(server.port), bench.context());
    void use(unasked);
    unasked.release();
    server.peers.at(-1)?.send("HTTP/1.1 408 Timeout\r\n\r\n");
    await until(patient.ledger.watch(forever), ({ closed }) => closed[0]?.reason === "unasked");
    const single = await patient.acquire(targetOf(server.port, { reuse: false }), bench.context());
    single.release();
    expect(patient.ledger.get().closed[0]?.reason).toBe("single");
  });

  it("closes what is still being opened, and who waits for it opens another", async () => {
    const server = await bench.server(silent);
    const pool = bench.route({ maxPerTarget: 1 });
    const target = { ...targetOf(server.port), scheme: "https" as const };
    const stop = new AbortController();
    const opening = pool.acquire(target, bench.context());
    const waiting = pool.acquire(target, bench.context(stop.signal));
    await until(pool.ledger.watch(forever), (one) => one.waiting.length > 0);
    pool.closeConnections();
    await expect(opening).rejects.toMatchObject({ failure: { code: "connection-dropped" } });
    const { open, closed } = await until(
      pool.ledger.watch(forever),
      (one) => one.open[0]?.number === 2,
    );
    expect(open).toMatchObject([{ state: "opening" }]);
    expect(closed).toMatchObject([{ number: 1, reason: "person", code: "" }]);
    stop.abort();
    await expect(waiting).rejects.toThrow();
  });

  it("keeps what could not be opened, with its code", async () => {
    const server = await bench.server(silent);
    await server.close();
    const pool = bench.route();
    await expect(pool.acquire(targetOf(server.port), bench.context())).rejects.toThrow();
    expect(pool.ledger.get()).toMatchObject({
      open: [],
      closed: [{ number: 1, reason: "failed", code: "ECONNREFUSED", uses: 0, protocol: "" }],
    });
    const stop = new AbortController();
    const going = pool.acquire(targetOf(server.port), bench.context(stop.signal));
    stop.abort();
    await expect(going).rejects.toThrow();
    expect(pool.ledger.get().closed[0]?.reason).toBe("cancelled");
  });

  it("tells a reader what is new, and ends with its signal", async () => {
    const { port } = await bench.server(silent);
    const pool = bench.route();
    const stop = new AbortController();
    const seen: string[] = [];
    const reading = (async () => {
      for await (const { open } of pool.ledger.watch(stop.signal)) {
        seen.push(open.map(({ state }) => state).join());
        if (seen.length === 1) void pool.acquire(targetOf(port), bench.context());
        if (open[0]?.state === "busy") stop.abort();
      }
    })();
    await reading;
    expect(seen[0]).toBe("");
    expect(seen.at(-1)).toBe("busy");
  });
});
