import { expect, test, vi } from "vitest";
import { allMessages, type SocketFinds } from "../../shared/model/socket-filter.ts";
import type { SocketFrame } from "../../shared/model/web-socket.ts";
import { createSocketPages } from "./socket-pages.ts";

const frameOf = (index: number): SocketFrame => ({
  index,
  direction: "received",
  hop: 0,
  at: index,
  start: 4 * index,
  end: 4 * index + 4,
  opcode: 1,
  fin: true,
  rsv: 0,
  masked: false,
  headBytes: 2,
  length: 2,
  plainLength: 2,
  compressed: false,
  first: index,
  closeCode: null,
  partial: false,
});

/** A record that has `there` frames, of which every `each` one fits; answers are as bounded as main's are. */
function recordOf(there: number, each = 1) {
  const state = { there, asked: [] as [number, number][] };
  const remote = {
    "exchange.socketFind": async ({ from }: { readonly from: number }): Promise<SocketFinds> => {
      const next = Math.min(state.there, from + 1_000);
      const runs: [number, number][] = [];
      for (let index = from; index < next; index += 1)
        if (index % each === 0) runs.push([index, 1]);
      return { runs, next };
    },
    "exchange.socketFrames": async (ask: { readonly from: number; readonly limit: number }) => {
      state.asked.push([ask.from, ask.limit]);
      const to = Math.min(state.there, ask.from + ask.limit);
      return {
        frames: Array.from({ length: Math.max(0, to - ask.from) }, (_, at) =>
          frameOf(ask.from + at),
        ),
      };
    },
  };
  return { state, remote };
}

test("rows are those that fit, and only the pages in sight are asked for", async () => {
  const { state, remote } = recordOf(10_000, 3);
  const pages = createSocketPages(remote, "id", allMessages);
  pages.grow(10_000, true);
  await vi.waitFor(() => expect(pages.scanned()).toBe(10_000));
  expect(pages.count()).toBe(3_334);
  expect(state.asked).toEqual([]);
  pages.want(1_000, 1_003);
  await vi.waitFor(() => expect(pages.peek(1_002)?.index).toBe(3_006));
  expect(state.asked).toEqual([[3_000, 200]]);
  expect((await pages.load(3_333))?.index).toBe(9_999);
  expect(await pages.load(3_334)).toBeNull();
  expect(pages.peek(0)).toBeNull();
  pages.close();
});

test("what was announced and is not on disk yet is waited for, and a page that was not full is read on", async () => {
  const { state, remote } = recordOf(2);
  const pages = createSocketPages(remote, "id", allMessages);
  pages.want(0, 10);
  pages.grow(5, false);
  await vi.waitFor(() => expect(pages.peek(1)?.index).toBe(1));
  state.there = 5;
  await vi.waitFor(() => expect(pages.peek(4)?.index).toBe(4));
  expect(state.asked).toEqual([
    [0, 200],
    [2, 198],
  ]);
  pages.close();
});

test("of one that ended, what the last count did not tell of is there too", async () => {
  const { remote } = recordOf(7);
  const pages = createSocketPages(remote, "id", allMessages, 2);
  pages.grow(3, true);
  await vi.waitFor(() => expect(pages.count()).toBe(5));
  expect((await pages.load(0))?.index).toBe(2);
  pages.close();
});

test("what was read stays when a question has no answer, and the next one may have one", async () => {
  const { remote } = recordOf(400);
  let linked = true;
  const asked = remote["exchange.socketFrames"];
  const pages = createSocketPages(
    {
      ...remote,
      "exchange.socketFrames": (ask) =>
        linked ? asked(ask) : Promise.reject(new Error("no link")),
    },
    "id",
    allMessages,
  );
  pages.grow(400, true);
  await vi.waitFor(() => expect(pages.count()).toBe(400));
  await pages.load(0);
  linked = false;
  expect(await pages.load(399)).toBeNull();
  expect(pages.failure()).not.toBeNull();
  expect([pages.count(), pages.peek(0)?.index]).toEqual([400, 0]);
  linked = true;
  expect((await pages.load(399))?.index).toBe(399);
  expect(pages.failure()).toBeNull();
  pages.close();
});

test("a record that is gone is told", async () => {
  const { remote } = recordOf(0);
  const empty = createSocketPages(remote, "id", allMessages);
  empty.grow(3, true);
  await vi.waitFor(() => expect(empty.failure()?.kind).toBe("not-found"));
  empty.close();
  const gone = async (): Promise<never> => {
    throw new Error("gone");
  };
  const pages = createSocketPages({ ...remote, "exchange.socketFind": gone }, "id", allMessages);
  pages.grow(3, true);
  await vi.waitFor(() => expect(pages.failure()).not.toBeNull());
  pages.close();
});

test("memory holds a bounded number of pages", async () => {
  const { remote } = recordOf(40_000);
  const pages = createSocketPages(remote, "id", allMessages);
  pages.grow(40_000, true);
  await vi.waitFor(() => expect(pages.scanned()).toBe(40_000));
  for (let row = 0; row < 40_000; row += 200) await pages.load(row);
  const here = Array.from({ length: 40_000 }, (_, row) => row).filter(
    (row) => pages.peek(row) !== null,
  );
  expect(here.length).toBe(10_000);
  pages.close();
});
