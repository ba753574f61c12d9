import { mkdir, open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Exchange, ExchangeId } from "../../shared/model/exchange.ts";
import {
  type ExchangeSummary,
  type HistoryPlace,
  summaryOf,
} from "../../shared/model/exchange-summary.ts";
import type { TraceEvent } from "../../shared/model/trace.ts";
import { errorCode } from "../base/storage-failure.ts";
import type { StoredBody } from "../client/kept-body.ts";
import type { RecordPack } from "../wire/record/pack.ts";
import type { RecordGuard } from "./record-guard.ts";
import { isExchangeId, notFound } from "./exchange-id.ts";

/**
 * Past exchanges on disk: the record of the wire, decoded bodies, and `exchange.json` with all the rest. What is small lies in a pack
 * until somebody looks at it, because making a file costs more than filling it; the rest has a folder of the exchange's name. History is a convenience, not a document: the file is written once, not synced, and
 * what is torn is as if it were not there.
 */
export interface ExchangeStore {
  /** The folder with the exchange's files; what lies in the pack is unpacked into it first. There is none when there are no files. */
  open(id: ExchangeId): Promise<string>;
  save(
    exchange: Exchange,
    trace: readonly TraceEvent[],
    bodies: readonly StoredBody[],
    place: HistoryPlace | null,
    /** What opens its bytes again, sealed; null: they are not sealed. */
    sealed?: string | null,
  ): Promise<void>;
  /** The folder an exchange has, or would have. */
  folderOf(id: ExchangeId): string;
  /** Writes what opens the bytes of every exchange anew; `change` gives null for what stays. */
  changeSealed(change: (sealed: string) => string | null): Promise<void>;
  /** Failure `not-found`. */
  exchange(id: ExchangeId): Promise<Exchange>;
  trace(id: ExchangeId): Promise<readonly TraceEvent[]>;
  bodies(id: ExchangeId): Promise<readonly StoredBody[]>;
  /** Newest first. */
  list(): Promise<readonly ExchangeId[]>;
  /** Newest first; what cannot be read is left out. */
  summaries(): Promise<readonly ExchangeSummary[]>;
  /** With all its files. Unknown ids are ignored. */
  remove(id: ExchangeId): Promise<void>;
  /** Removes the oldest until `limit` are left; never one of `running`. */
  prune(limit: number, running: ReadonlySet<ExchangeId>): Promise<void>;
}

const version = 2;
const fileName = "exchange.json";
const sealedName = "secrets.sealed";

interface Kept {
  /** First in the file, so that a history reads only the beginning of each. Absent in older ones. */
  readonly summary?: ExchangeSummary;
  readonly exchange: Exchange;
  readonly trace: readonly TraceEvent[];
  readonly bodies: readonly StoredBody[];
}

/** Without a pack every exchange has its folder. The pack is the one its records go to; whoever opened it closes it. */
export function createExchangeStore(
  folder: string,
  pack?: RecordPack,
  guard?: Pick<RecordGuard, "open" | "forget">,
): ExchangeStore {
  const folderOf = (id: ExchangeId): string => {
    if (!isExchangeId(id)) throw notFound("exchange");
    return join(folder, id);
  };
  const unpacked = new Set<ExchangeId>();
  const summaries = new Map<ExchangeId, ExchangeSummary>();
  /** Oldest first; read once, then kept in step. */
  let known: Promise<string[]> | null = null;
  const ids = (): Promise<string[]> => {
    known ??= readdir(folder).then(
      (names) => [...new Set([...names, ...(pack?.records() ?? [])])].filter(isExchangeId).sort(),
      () => [],
    );
    return known;
  };

  async function write(id: ExchangeId, kept: Kept): Promise<void> {
    const file = join(folderOf(id), fileName);
    const text = JSON.stringify({ version, ...kept });
    if (pack !== undefined) {
      pack.append(id, () => [[fileName, Buffer.from(text)]]);
      await pack.written();
      return;
    }
    try {
      await writeFile(file, text, { mode: 0o600 });
    } catch (thrown) {
      // The record made the folder, unless not a byte went over the wire.
      if (errorCode(thrown) !== "ENOENT") throw thrown;
      await mkdir(folderOf(id), { recursive: true, mode: 0o700 });
      await writeFile(file, text, { mode: 0o600 });
    }
  }

  async function read(id: ExchangeId): Promise<Kept> {
    const path = join(folderOf(id), fileName);
    const packed = pack?.read(id, fileName)?.toString("utf8");
    const text =
      packed ??
      (await readFile(path, "utf8").catch(() => {
        throw notFound("exchange");
      }));
    try {
      const found = JSON.parse(text) as ({ version?: unknown } & Partial<Kept>) | null;
      if (found?.version === version && found.exchange && found.trace && found.bodies)
        // This file is written by this module alone, in a folder only this user can write to.
        return {
          exchange: found.exchange,
          trace: found.trace,
          bodies: found.bodies,
          ...(found.summary === undefined ? {} : { summary: found.summary }),
        };
    } catch {
      // Torn by a crash: the same as gone.
    }
    throw notFound("exchange");
  }

  /** Of an exchange this process did not save: its file's beginning is enough, unless it is an older one. */
  async function readSummary(id: ExchangeId): Promise<ExchangeSummary | null> {
    try {
      const packed = pack?.read(id, fileName) ?? null;
      const start = packed ?? (await readStart(join(folderOf(id), fileName)));
      const summary = summaryIn(start.toString("utf8", 0, summaryBytes));
      if (summary !== null) return summary;
      const kept = await read(id);
      return kept.summary ?? summaryOf(kept.exchange, null);
    } catch {
      return null;
    }
  }

  async function sealedOf(id: ExchangeId): Promise<string | null> {
    const packed = pack?.read(id, sealedName)?.toString("utf8");
    return packed ?? (await readFile(join(folderOf(id), sealedName), "utf8").catch(() => null));
  }

  async function writeSealed(id: ExchangeId, sealed: string): Promise<void> {
    // Overwritten where it lies already, because that one is read first once the record is unpacked.
    const file = join(folderOf(id), sealedName);
    const there = await readFile(file).catch(() => null);
    if (pack !== undefined) {
      pack.append(id, () => [[sealedName, Buffer.from(sealed)]]);
      await pack.written();
    }
    if (pack !== undefined && there === null) return;
    await mkdir(folderOf(id), { recursive: true, mode: 0o700 });
    await writeFile(file, sealed, { mode: 0o600 });
  }

  async function removeOf(all: string[], id: ExchangeId): Promise<void> {
    all.splice(all.indexOf(id), 1);
    pack?.remove(id);
    unpacked.delete(id);
    summaries.delete(id);
    guard?.forget(id, folderOf(id));
    await rm(folderOf(id), { recursive: true, force: true });
  }

  return {
    async open(id) {
      const path = folderOf(id);
      if (pack?.has(id) === true && !unpacked.has(id)) {
        await pack.unpack(id, path);
        unpacked.add(id);
      }
      const sealed = guard === undefined ? null : await sealedOf(id);
      if (sealed !== null) guard?.open(id, path, sealed);
      return path;
    },
    folderOf,
    async changeSealed(change) {
      for (const id of await ids()) {
        const sealed = await sealedOf(id);
        const next = sealed === null ? null : change(sealed);
        if (next !== null) await writeSealed(id, next);
      }
    },
    async save(exchange, trace, bodies, place, sealed = null) {
      const summary = summaryOf(exchange, place);
      if (sealed !== null) await writeSealed(exchange.id, sealed);
      await write(exchange.id, { summary, exchange, trace: withoutGrowth(trace), bodies });
      summaries.set(exchange.id, summary);
      const all = await ids();
      if (!all.includes(exchange.id)) all.push(exchange.id);
    },
    exchange: async (id) => (await read(id)).exchange,
    trace: async (id) => (await read(id)).trace,
    bodies: async (id) => (await read(id)).bodies,
    list: async () => [...(await ids())].sort().toReversed(),
    async summaries() {
      const found: ExchangeSummary[] = [];
      for (const id of (await ids()).toSorted().toReversed()) {
        const summary = summaries.get(id) ?? (await readSummary(id));
        if (summary === null) continue;
        summaries.set(id, summary);
        found.push(summary);
      }
      return found;
    },
    async remove(id) {
      const all = await ids();
      if (all.includes(id)) await removeOf(all, id);
    },
    async prune(limit, running) {
      const all = await ids();
      const spare = all.toSorted().filter((id) => !running.has(id));
      const tooMany = spare.slice(0, Math.max(0, all.length - Math.max(0, limit)));
      for (const id of tooMany) await removeOf(all, id);
    },
  };
}

/** A summary and what stands before it are shorter. */
const summaryBytes = 16 << 10;

async function readStart(file: string): Promise<Buffer> {
  const handle = await open(file, "r");
  try {
    const bytes = Buffer.alloc(summaryBytes);
    const { bytesRead } = await handle.read(bytes, 0, summaryBytes, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The summary at the beginning of a file's text; null when there is none. */
function summaryIn(text: string): ExchangeSummary | null {
  // Inside a JSON string the quotes would be escaped, so this is where the next member begins.
  const end = text.indexOf(',"exchange":{');
  if (end < 0) return null;
  const found = JSON.parse(`${text.slice(0, end)}}`) as { version?: unknown } & Partial<Kept>;
  return found.version === version ? (found.summary ?? null) : null;
}

/** How far a body had come at each moment is of no use afterwards: the last word of each hop and direction stays. */
function withoutGrowth(trace: readonly TraceEvent[]): readonly TraceEvent[] {
  const last = new Map<string, TraceEvent>();
  for (const event of trace)
    if (event.kind === "body" || event.kind === "upload")
      last.set(`${event.kind} ${event.hop}`, event);
  return trace.filter(
    (event) =>
      (event.kind !== "body" && event.kind !== "upload") ||
      last.get(`${event.kind} ${event.hop}`) === event,
  );
}
