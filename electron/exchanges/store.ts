import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Exchange, ExchangeId } from "../../shared/model/exchange.ts";
import type { TraceEvent } from "../../shared/model/trace.ts";
import type { StoredBody } from "../client/kept-body.ts";
import { isExchangeId, notFound } from "./exchange-id.ts";

/**
 * Past exchanges on disk: a folder each, holding the record of the wire, `exchange.json`, `trace.json` and `bodies.json`. History is a
 * convenience, not a document: files are renamed into place, not synced, and what is torn is as if it were not there.
 */
export interface ExchangeStore {
  folderOf(id: ExchangeId): string;
  save(
    exchange: Exchange,
    trace: readonly TraceEvent[],
    bodies: readonly StoredBody[],
  ): Promise<void>;
  /** Failure `not-found`. */
  exchange(id: ExchangeId): Promise<Exchange>;
  trace(id: ExchangeId): Promise<readonly TraceEvent[]>;
  bodies(id: ExchangeId): Promise<readonly StoredBody[]>;
  /** Newest first. */
  list(): Promise<readonly ExchangeId[]>;
  /** Removes the oldest until `limit` are left; never one of `running`. */
  prune(limit: number, running: ReadonlySet<ExchangeId>): Promise<void>;
}

const version = 1;

export function createExchangeStore(folder: string): ExchangeStore {
  const folderOf = (id: ExchangeId): string => {
    if (!isExchangeId(id)) throw notFound("exchange");
    return join(folder, id);
  };
  /** Oldest first; read once, then kept in step. */
  let known: Promise<string[]> | null = null;
  const ids = (): Promise<string[]> => {
    known ??= readdir(folder).then(
      (names) => names.filter(isExchangeId).sort(),
      () => [],
    );
    return known;
  };

  async function write(id: ExchangeId, name: string, value: unknown): Promise<void> {
    const file = join(folderOf(id), name);
    await writeFile(`${file}.part`, JSON.stringify({ version, value }), { mode: 0o600 });
    await rename(`${file}.part`, file);
  }

  async function read(id: ExchangeId, name: string): Promise<unknown> {
    const text = await readFile(join(folderOf(id), name), "utf8").catch(() => {
      throw notFound("exchange");
    });
    try {
      const parsed: unknown = JSON.parse(text);
      const found = parsed as { version?: unknown; value?: unknown } | null;
      if (found?.version === version && typeof found.value === "object" && found.value !== null)
        return found.value;
    } catch {
      // Torn by a crash: the same as gone.
    }
    throw notFound("exchange");
  }

  return {
    folderOf,
    async save(exchange, trace, bodies) {
      await mkdir(folderOf(exchange.id), { recursive: true, mode: 0o700 });
      await Promise.all([
        write(exchange.id, "trace.json", withoutGrowth(trace)),
        write(exchange.id, "bodies.json", bodies),
      ]);
      // Last, so that an exchange that is there is whole.
      await write(exchange.id, "exchange.json", exchange);
      const all = await ids();
      if (!all.includes(exchange.id)) all.push(exchange.id);
    },
    // These files are written by this module alone, in a folder only this user can write to.
    exchange: async (id) => (await read(id, "exchange.json")) as Exchange,
    trace: async (id) => (await read(id, "trace.json")) as readonly TraceEvent[],
    bodies: async (id) => (await read(id, "bodies.json")) as readonly StoredBody[],
    list: async () => [...(await ids())].sort().toReversed(),
    async prune(limit, running) {
      const all = await ids();
      const spare = all.toSorted().filter((id) => !running.has(id));
      const tooMany = spare.slice(0, Math.max(0, all.length - Math.max(0, limit)));
      for (const id of tooMany) {
        all.splice(all.indexOf(id), 1);
        await rm(folderOf(id), { recursive: true, force: true });
      }
    },
  };
}

/** How far a body had come at each moment is of no use afterwards: the last word of each hop stays. */
function withoutGrowth(trace: readonly TraceEvent[]): readonly TraceEvent[] {
  const last = new Map<number, TraceEvent>();
  for (const event of trace) if (event.kind === "body") last.set(event.hop, event);
  return trace.filter((event) => event.kind !== "body" || last.get(event.hop) === event);
}
