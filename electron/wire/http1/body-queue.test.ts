import { describe, expect, it } from "vitest";
import { BodyQueue, type ReplyChunk } from "./body-queue.ts";
import { OffsetMap } from "./offset-map.ts";

function queue(): { body: BodyQueue; seen: string[] } {
  const seen: string[] = [];
  const body = new BodyQueue({
    onFull: (full) => void seen.push(full ? "full" : "room"),
    onLeave: () => void seen.push("left"),
  });
  return { body, seen };
}
const chunk = (length: number, offset = 0): ReplyChunk => ({
  bytes: new Uint8Array(length),
  offset,
});

describe("the queue of a body", () => {
  it("gives chunks in order, to a reader before and after them", async () => {
    const { body, seen } = queue();
    const first = body.next();
    body.push(chunk(1, 10));
    body.push(chunk(2, 11));
    body.end();
    expect((await first).value?.offset).toBe(10);
    expect((await body.next()).value?.offset).toBe(11);
    expect(await body.next()).toEqual({ done: true, value: undefined });
    expect(await body.next()).toEqual({ done: true, value: undefined });
    expect(seen).toEqual([]);
  });

  it("asks for a pause when it is full and lets go when there is room", async () => {
    const { body, seen } = queue();
    for (let at = 0; at < 5; at += 1) body.push(chunk(300_000));
    expect(seen).toEqual(["full"]);
    for (let at = 0; at < 4; at += 1) await body.next();
    expect(seen).toEqual(["full"]);
    await body.next();
    expect(seen).toEqual(["full", "room"]);
  });

  it("counts many tiny chunks as more than their bytes", () => {
    const { body, seen } = queue();
    for (let at = 0; at < 5000; at += 1) body.push(chunk(1));
    expect(seen).toEqual(["full"]);
  });

  it("throws a failure once, after what came before it", async () => {
    const { body } = queue();
    body.push(chunk(1));
    body.end(new Error("cut"));
    body.end();
    expect((await body.next()).done).toBe(false);
    await expect(body.next()).rejects.toThrow("cut");
    expect((await body.next()).done).toBe(true);
    const waiting = queue().body;
    const next = waiting.next();
    waiting.end(new Error("now"));
    await expect(next).rejects.toThrow("now");
  });

  it("tells once when the reader leaves early, and takes no more", async () => {
    const { body, seen } = queue();
    for (let at = 0; at < 5; at += 1) body.push(chunk(300_000));
    await body.return();
    await body.return();
    body.push(chunk(1));
    expect(seen).toEqual(["full", "room", "left"]);
    expect((await body.next()).done).toBe(true);
    const ended = queue();
    ended.body.end();
    await ended.body.return();
    expect(ended.seen).toEqual([]);
  });

  it("gives thousands in order", async () => {
    const { body } = queue();
    for (let at = 0; at < 3000; at += 1) body.push(chunk(1, at));
    body.end();
    let expected = 0;
    for await (const one of body) {
      expect(one.offset).toBe(expected);
      expected += 1;
    }
    expect(expected).toBe(3000);
  });
});

describe("the places of a stream in the record", () => {
  it("are one run when nothing came between", () => {
    const map = new OffsetMap();
    map.add(100, 10);
    map.add(110, 5);
    expect([map.at(0), map.at(14), map.length]).toEqual([100, 114, 15]);
    expect([map.at(3), map.endOf(3, 12)]).toEqual([103, 112]);
    expect([map.at(15), map.endOf(15, 15)]).toEqual([115, 115]);
    expect(map.together(4)).toBe(11);
  });

  it("jump over the other direction", () => {
    const map = new OffsetMap();
    map.add(100, 10);
    map.add(150, 10);
    map.add(300, 10);
    expect([0, 9, 10, 19, 20, 29].map((at) => map.at(at))).toEqual([100, 109, 150, 159, 300, 309]);
    expect([map.at(5), map.endOf(5, 15)]).toEqual([105, 155]);
    expect([map.at(5), map.endOf(5, 10)]).toEqual([105, 110]);
    expect([map.together(0), map.together(12), map.together(25)]).toEqual([10, 8, 5]);
  });

  it("keep the latest when there are too many", () => {
    const map = new OffsetMap();
    for (let at = 0; at < 70_000; at += 1) map.add(at * 10, 1);
    expect(map.at(69_999)).toBe(699_990);
    expect(map.at(40_000)).toBe(400_000);
    expect(map.at(0)).toBeGreaterThan(0);
  });
});
