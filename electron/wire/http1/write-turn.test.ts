import { expect, test } from "vitest";
import { beginRequest, endRequest, writeInTurn } from "./write-turn.ts";

test("writes at once while few are on their way, else together at the end of the turn, in order", async () => {
  const written: string[] = [];
  const write = (name: string): void => writeInTurn(() => void written.push(name));
  for (let count = 0; count < 4; count += 1) beginRequest();
  write("fourth");
  expect(written).toEqual(["fourth"]);
  beginRequest();
  write("fifth");
  write("sixth");
  expect(written).toEqual(["fourth"]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(written).toEqual(["fourth", "fifth", "sixth"]);
  for (let count = 0; count < 5; count += 1) endRequest();
  write("last");
  expect(written.at(-1)).toBe("last");
});
