import type { ExchangeId } from "../../shared/model/exchange.ts";
import type {
  SocketFilter,
  SocketFinds,
  SocketMessageView,
} from "../../shared/model/socket-filter.ts";
import type { SocketFrame } from "../../shared/model/web-socket.ts";
import { findSocketFrames } from "../wire/record/find-socket.ts";
import { readMarks } from "../wire/record/read-record.ts";
import { messageOf, readSocketFrames } from "../wire/record/read-socket.ts";
import { notFound } from "./exchange-id.ts";
import type { ExchangeStore } from "./store.ts";

/** What passed on the WebSocket of an exchange; of one that runs too. Failure `not-found`. */
export interface SocketRecords {
  socketFrames(input: {
    readonly id: ExchangeId;
    readonly from: number;
    readonly limit: number;
  }): Promise<{ readonly frames: readonly SocketFrame[] }>;
  /** Those that fit, from one on; an answer is bounded. */
  socketFind(input: {
    readonly id: ExchangeId;
    readonly filter: SocketFilter;
    readonly from: number;
  }): Promise<SocketFinds>;
  /** What the message is made of that frame `index` belongs to. */
  socketMessage(input: {
    readonly id: ExchangeId;
    readonly index: number;
  }): Promise<SocketMessageView>;
}

export function socketRecords(store: Pick<ExchangeStore, "open">): SocketRecords {
  return {
    socketFrames: async ({ id, from, limit }) => ({
      frames: await readSocketFrames(await store.open(id), from, limit),
    }),
    socketFind: async ({ id, filter, from }) =>
      await findSocketFrames(await store.open(id), filter, from),
    async socketMessage({ id, index }) {
      const folder = await store.open(id);
      const message = await messageOf(folder, index);
      const first = message?.frames[0];
      const last = message?.frames.at(-1);
      if (message === null || first === undefined || last === undefined) throw notFound("body");
      const { size, whole, count, frames } = message;
      const { start, direction } = first;
      const marks = await readMarks(folder, { start, end: last.end });
      const faults = marks
        .filter((mark) => mark.kind === "fault" && mark.direction === direction)
        .map((mark) => ({ rule: mark.label, offset: mark.start }));
      return { size, whole, count, frames, faults };
    },
  };
}
