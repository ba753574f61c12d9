import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildProbe, faultAt, pointsOf, type SaveCase } from "./save-faults.ts";
import { type CallPoint, straceWorks } from "./syscall-faults.ts";

const works = straceWorks();
if (!works) console.log("skipped: strace is not there or may not trace");

let folder = "";
let saveCase: SaveCase;
let points: readonly CallPoint[] = [];

beforeAll(async () => {
  if (!works) return;
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "envoi-faults-"));
  saveCase = {
    probe: await buildProbe(path.join(folder, "probe")),
    folder: path.join(folder, "case"),
    oldBytes: Buffer.alloc(3000, "old "),
    newBytes: Buffer.alloc(70_000, "new "),
  };
  points = await pointsOf(saveCase);
}, 30_000);
afterAll(async () => {
  if (works) await fs.rm(folder, { recursive: true, force: true });
});

const pointsNamed = (pattern: RegExp) => points.filter((point) => pattern.test(point.name));

describe.skipIf(!works)("a save under faults", () => {
  test("happens in the order: write, sync, rename, sync of the folder", () => {
    const order = pointsNamed(/^(write|pwrite64|fsync|rename\w*)$/).map((point) =>
      point.name.replace("pwrite64", "write").replace(/^rename\w*/, "rename"),
    );
    expect([...new Set(order.slice(0, -1))]).toEqual(["write", "fsync", "rename"]);
    expect(order.at(-1)).toBe("fsync");
    expect(order.indexOf("rename")).toBe(order.length - 2);
  });

  test("killed at any change of the disk: the old bytes or the new bytes", async () => {
    const lost: unknown[] = [];
    const changing = pointsNamed(/^(write|pwrite64|fsync|rename\w*|fchmod)$/);
    for (const point of changing) {
      const outcome = await faultAt(saveCase, point, "signal=SIGKILL");
      if (outcome.left === "torn" || !outcome.hit) lost.push(outcome);
    }
    expect(changing.length).toBeGreaterThanOrEqual(5);
    expect(lost).toEqual([]);
  }, 30_000);

  test.each([
    ["openat", "ENOSPC"],
    ["openat", "EROFS"],
    ["write", "ENOSPC"],
    ["write", "EDQUOT"],
    ["write", "EIO"],
    ["fsync", "EIO"],
    ["rename", "EACCES"],
    ["rename", "EXDEV"],
  ])(
    "%s fails with %s: the old bytes, and the error by name",
    async (name, code) => {
      const about = name === "openat" ? /\.tmp/ : /./;
      const point = pointsNamed(new RegExp(`^p?${name}(64|at2?)?$`)).find((one) =>
        about.test(one.text),
      );
      if (point === undefined) throw new Error(`no ${name} in the trace`);
      // A rename that is refused is tried again: every try must fail.
      const ordinal = name === "rename" ? `${point.ordinal}+` : point.ordinal;
      const outcome = await faultAt(saveCase, { ...point, ordinal }, `error=${code}`);
      expect(outcome).toMatchObject({ hit: true, left: "old", reported: code });
    },
    10_000,
  );

  test("a short write is finished, not taken for a whole one", async () => {
    const point = pointsNamed(/^p?write(64)?$/)[0];
    if (point === undefined) throw new Error("no write in the trace");
    // strace makes the call say that 10 bytes went out while none did: the size check must see it.
    const outcome = await faultAt(saveCase, point, "retval=10");
    expect(outcome).toMatchObject({ hit: true, left: "old", reported: "short-write" });
  }, 10_000);
});
