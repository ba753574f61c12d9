import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { allMessages, type SocketFilter } from "../../../shared/model/socket-filter.ts";
import { findSocketFrames } from "./find-socket.ts";
import { messageOf, readMessage } from "./read-socket.ts";
import { socketFramesFile } from "./socket-frame-format.ts";
import { type GivenFrame, writeSocketRecord } from "./socket-record.testing.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "envoi-find-socket-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function found(filter: Partial<SocketFilter>, from = 0): Promise<readonly number[]> {
  const { runs } = await findSocketFrames(folder, { ...allMessages, ...filter }, from);
  return runs.flatMap(([first, count]) => Array.from({ length: count }, (_, at) => first + at));
}

const talk: readonly GivenFrame[] = [
  { payload: "Hello, World", direction: "sent" },
  { payload: '{"say":"hel', fin: false },
  { payload: "are you there", opcode: 9 },
  { payload: "are you there", opcode: 10, direction: "sent" },
  { payload: 'lo again"}', opcode: 0, first: 1 },
  { payload: "world of bytes", opcode: 2, compressed: true },
  { payload: "\u0003\u00e8", opcode: 8, closeCode: 1000 },
  { payload: "nobody began this", opcode: 0, first: 0 },
];

test.each<[string, Partial<SocketFilter>, readonly number[]]>([
  ["each message once, and each control frame", {}, [0, 1, 2, 3, 5, 6, 7]],
  ["every frame", { form: "frames" }, [0, 1, 2, 3, 4, 5, 6, 7]],
  ["one direction", { direction: "sent" }, [0, 3]],
  ["pieces are of the kind of their message", { form: "frames", kind: "text" }, [0, 1, 4]],
  ["data alone", { kind: "data" }, [0, 1, 5]],
  ["ping and pong", { kind: "ping" }, [2, 3]],
  ["close", { kind: "close" }, [6]],
  ["text of a masked and of a compressed message", { text: "WORLD" }, [0, 5]],
  ["text across the pieces of a message", { text: "hello" }, [0, 1]],
  ["text of a frame alone", { form: "frames", text: "hello" }, [0]],
  ["nothing", { text: "nowhere" }, []],
])("finds %s", async (_, filter, indexes) => {
  await writeSocketRecord(folder, talk);
  expect(await found(filter)).toEqual(indexes);
});

test("goes on from a frame, and stops where the record ends", async () => {
  await writeSocketRecord(folder, talk);
  expect(await found({}, 4)).toEqual([5, 6, 7]);
  expect(await findSocketFrames(folder, allMessages, 8)).toEqual({ runs: [], next: 8 });
  await rm(join(folder, socketFramesFile));
  expect(await findSocketFrames(folder, allMessages, 0)).toEqual({ runs: [], next: 0 });
});

test("a message is told with its pieces; one that nobody began stands for itself", async () => {
  await writeSocketRecord(folder, talk);
  const message = await messageOf(folder, 4);
  expect(message).toMatchObject({ code: 1, size: 21, whole: true, count: 2 });
  expect(message?.frames.map(({ index }) => index)).toEqual([1, 4]);
  expect(await messageOf(folder, 7)).toMatchObject({ code: 0, count: 1, size: 17 });
  const parts: Uint8Array[] = [];
  for await (const part of readMessage(folder, 7)) parts.push(part);
  expect(Buffer.concat(parts).toString()).toBe("nobody began this");
});
