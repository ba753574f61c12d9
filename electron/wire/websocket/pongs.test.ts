import { expect, it } from "vitest";
import { Pongs } from "./pongs.ts";

it("answers each ping as long as the answers are taken, and the newest of those that came meanwhile", async () => {
  const taken: (() => void)[] = [];
  const sent: number[] = [];
  const pongs = new Pongs((payload) => {
    sent.push(payload[0] ?? -1);
    return new Promise((resolve) => taken.push(resolve));
  });
  for (let at = 0; at < 200; at += 1) pongs.answer(Uint8Array.of(at));
  const first = Array.from({ length: 64 }, (_, at) => at);
  expect(sent).toEqual(first);
  taken.shift()?.();
  await Promise.resolve();
  expect(sent).toEqual([...first, 199]);
  for (const take of taken.splice(0)) take();
  await Promise.resolve();
  pongs.answer(Uint8Array.of(7));
  expect(sent).toEqual([...first, 199, 7]);
});

it("asks for nothing more when the connection is over", async () => {
  let asked = 0;
  const pongs = new Pongs(() => {
    asked += 1;
    return Promise.reject(new Error("over"));
  });
  for (let at = 0; at < 100; at += 1) pongs.answer(new Uint8Array());
  await Promise.resolve();
  expect(asked).toBe(64);
});
