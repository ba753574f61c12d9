import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { SocketCase } from "./case.ts";
import { closingCases } from "./closing.ts";
import { framingCases } from "./framing.ts";
import { type Judge, openJudge } from "./judge.ts";
import { textCases } from "./text.ts";

// The judge itself is tried: another client that is known to be right passes, and clients that are wrong do not.

let judge: Judge;
beforeAll(async () => {
  judge = await openJudge();
});
afterAll(() => judge.close());

type Echo = (socket: WebSocket, data: Buffer, binary: boolean) => unknown;
const right: Echo = (socket, data, binary) => socket.send(data, { binary });

async function judged(one: SocketCase, echo: Echo): Promise<string | null> {
  const verdict = judge.next(one);
  const socket = new WebSocket(judge.url);
  socket.on("message", (data: Buffer, binary) => echo(socket, data, binary));
  socket.on("error", () => undefined);
  return await verdict;
}

const named = (id: string): SocketCase => {
  const found = [...framingCases, ...textCases, ...closingCases].find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no case ${id}`);
  return found;
};

test("there are as many cases as in Autobahn's suite, each once", () => {
  const ids = [...framingCases, ...textCases, ...closingCases].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBe(16 + 11 + 7 + 10 + 20 + 145 + 37);
});

test("npm's ws passes", async () => {
  const failed: string[] = [];
  // It reads a message to its end before it looks at its text.
  const texts = textCases.slice(0, 40).filter(({ id }) => !id.startsWith("6.4."));
  for (const one of [...framingCases, ...closingCases, ...texts]) {
    const problem = await judged(one, right);
    if (problem !== null) failed.push(`${one.id}: ${problem}`);
  }
  expect(failed).toEqual([]);
});

test.each<[string, string, Echo]>([
  ["sends something else", "1.1.2", (socket) => socket.send("no")],
  ["sends text as bytes", "1.1.2", (socket, data) => socket.send(data, { binary: true })],
  ["sends twice", "7.1.6", (socket, data) => [data, data].forEach((one) => socket.send(one))],
  ["says goodbye too early", "5.19", (socket) => socket.close(1000)],
  ["closes with another code", "1.2.2", (socket) => socket.close(4000)],
])("a client that %s does not", async (_, id, echo) => {
  expect(await judged(named(id), echo)).not.toBeNull();
});
