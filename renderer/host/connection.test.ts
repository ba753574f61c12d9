import { afterEach, expect, test } from "vitest";
import { memoryLinks, type Link } from "../../shared/contract/link.ts";
import type { Call, Handlers, Kinds, Stream, Topic } from "../../shared/contract/kinds.ts";
import { serve } from "../../shared/contract/server.ts";
import { type Connection, type ConnectionState, createConnection } from "./connection.ts";

type Trial = {
  "trial.add": Call<{ readonly by: number }, number>;
  "trial.count": Stream<null, number>;
  "trial.total": Topic<number>;
};
const kinds: Kinds<Trial> = {
  "trial.add": "call",
  "trial.count": "stream",
  "trial.total": "topic",
};

/** A main that can go away and come back. Its total outlives each link. */
function createMain() {
  const links: Link[] = [];
  let total = 0;
  let up = true;
  let refuses = false;
  let tries = 0;
  const handlers: Handlers<Trial> = {
    "trial.add": async ({ by }) => (total += by),
    "trial.count": async function* (_, signal) {
      for (let at = 0; !signal.aborted; at += 1) yield at;
    },
    "trial.total": async function* (signal) {
      yield total;
      await new Promise<void>((resolve) =>
        signal.addEventListener("abort", () => resolve(), { once: true }),
      );
    },
  };
  return {
    tries: () => tries,
    open: async () => {
      tries += 1;
      if (refuses) return "refused" as const;
      if (!up) return "unreachable" as const;
      const { left, right } = memoryLinks();
      links.push(right);
      serve<Trial>(right, kinds, handlers);
      return left;
    },
    down: () => {
      up = false;
      for (const link of links.splice(0)) link.close();
    },
    up: () => (up = true),
    refuse: () => (refuses = true),
  };
}

let connection: Connection<Trial> | null = null;
afterEach(() => connection?.close());

function reach(wanted: ConnectionState): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (connection?.state.get() !== wanted) return;
      stop?.();
      resolve();
    };
    const stop = connection?.state.subscribe(check);
    check();
  });
}

test("goes from connecting to open, and calls work", async () => {
  const main = createMain();
  connection = createConnection<Trial>(main.open, kinds);
  expect(connection.state.get()).toBe("connecting");
  await reach("open");
  expect(await connection.remote["trial.add"]({ by: 2 })).toBe(2);
});

test("says that it is lost, fails what was under way, and comes back by itself", async () => {
  const main = createMain();
  connection = createConnection<Trial>(main.open, kinds);
  await reach("open");
  const counting = (async () => {
    for await (const item of connection?.remote["trial.count"](null) ?? [])
      if (item === 10) main.down();
  })();
  await expect(counting).rejects.toMatchObject({ failure: { code: "link-closed" } });
  await reach("lost");
  await expect(connection.remote["trial.add"]({ by: 1 })).rejects.toMatchObject({
    failure: { code: "link-closed" },
  });
  main.up();
  await reach("open");
  expect(await connection.remote["trial.add"]({ by: 1 })).toBe(1);
});

test("a topic goes on with a new snapshot after the link came back", async () => {
  const main = createMain();
  connection = createConnection<Trial>(main.open, kinds);
  const stop = new AbortController();
  const seen: number[] = [];
  // Begun before there is a link at all.
  for await (const total of connection.remote["trial.total"](stop.signal)) {
    seen.push(total);
    if (seen.length === 3) stop.abort();
    else {
      await connection.remote["trial.add"]({ by: 5 });
      main.down();
      main.up();
    }
  }
  expect(seen).toEqual([0, 5, 10]);
});

test("a topic that waits for a link ends with its reader", async () => {
  const main = createMain();
  main.down();
  connection = createConnection<Trial>(main.open, kinds);
  const reader = connection.remote["trial.total"]()[Symbol.asyncIterator]();
  const waiting = reader.next();
  await reader.return?.();
  expect((await waiting).done).toBe(true);
  const aborted = connection.remote["trial.total"](AbortSignal.abort())[Symbol.asyncIterator]();
  expect((await aborted.next()).done).toBe(true);
});

test("tries again until main is there", async () => {
  const main = createMain();
  main.down();
  connection = createConnection<Trial>(main.open, kinds);
  const twice = async (): Promise<void> =>
    main.tries() < 3 ? new Promise((done) => setImmediate(done)).then(twice) : undefined;
  await twice();
  expect(connection.state.get()).toBe("connecting");
  main.up();
  await reach("open");
});

test("a page that is refused says so and stops trying", async () => {
  const main = createMain();
  connection = createConnection<Trial>(main.open, kinds);
  await reach("open");
  main.refuse();
  main.down();
  await reach("restarted");
  expect(main.tries()).toBe(2);
});

test("closing ends it for good", async () => {
  const main = createMain();
  connection = createConnection<Trial>(main.open, kinds);
  await reach("open");
  connection.close();
  await expect(connection.remote["trial.add"]({ by: 1 })).rejects.toMatchObject({
    failure: { code: "link-closed" },
  });
  expect(main.tries()).toBe(1);
});
