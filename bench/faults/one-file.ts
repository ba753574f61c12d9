import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { atomicWrite } from "../../electron/base/atomic-write.ts";
import { buildProbe, faultAt, pointsOf, type SaveCase } from "../../electron/base/save-faults.ts";
import type { CallPoint } from "../../electron/base/syscall-faults.ts";
import type { Area, FaultOptions } from "./area.ts";

const sizes = [10, 4096, 300_000, 3_000_000];
const codes = ["ENOSPC", "EDQUOT", "EIO", "EROFS", "EACCES", "EMFILE", "EXDEV", "EPERM", "EBUSY"];

/** The save of one file: S1 at four sizes, S2 call × error, S3 short writes and a full disk, S5 races, S6 two processes. */
export async function oneFile(options: FaultOptions): Promise<readonly Area[]> {
  const probe = await buildProbe(path.join(options.folder, "probe"));
  const caseOf = (size: number): SaveCase => ({
    probe,
    folder: path.join(options.folder, "case"),
    oldBytes: Buffer.alloc(Math.max(7, size >> 1), "old "),
    newBytes: Buffer.alloc(size, "new "),
  });
  const full = await fullDisk(options, probe);
  return [
    await kills(caseOf, options.fraction),
    await errors(caseOf(70_000)),
    await shortWrites(caseOf),
    ...(full === null ? [] : [full]),
    await interleavings(options),
    await twoProcesses(options, probe),
  ];
}

function area(
  id: string,
  what: string,
  atLeast: number,
  all: number,
  wrong: readonly object[],
): Area {
  const failing = wrong.map((one) => JSON.stringify(one));
  return { id, what, atLeast, all, good: all - wrong.length, failing };
}

async function kills(caseOf: (size: number) => SaveCase, fraction: number): Promise<Area> {
  let all = 0;
  const lost: object[] = [];
  for (const size of sizes) {
    const saveCase = caseOf(size);
    const points = await pointsOf(saveCase);
    for (let round = 0; round < Math.max(1, Math.round(2 * fraction)); round += 1) {
      for (const point of points) {
        const outcome = await faultAt(saveCase, point, "signal=SIGKILL");
        if (!outcome.hit) continue;
        all += 1;
        if (outcome.left === "torn") lost.push({ size, ...outcome });
      }
    }
  }
  return area("S1", "one file killed at a system call, old or new bytes whole", 40, all, lost);
}

async function errors(saveCase: SaveCase): Promise<Area> {
  const points = await pointsOf(saveCase);
  const named = (name: string, about = /./): CallPoint | undefined =>
    points.find(
      (point) => new RegExp(`^p?${name}(64|at2?)?$`).test(point.name) && about.test(point.text),
    );
  const places: readonly (readonly [string, CallPoint | undefined])[] = [
    ["openat", named("openat", /\.tmp/)],
    ["write", named("write")],
    ["fsync", named("fsync")],
    ["rename", named("rename")],
    // close itself cannot be tried: Node ends when one of its own fails.
    ["openat of what is there", named("openat", /request\.yml", O_RDONLY/)],
  ];
  let all = 0;
  const wrong: object[] = [];
  for (const [name, point] of places) {
    if (point === undefined) continue;
    for (const code of codes) {
      const ordinal = name === "rename" ? `${point.ordinal}+` : point.ordinal;
      const outcome = await faultAt(saveCase, { ...point, ordinal }, `error=${code}`);
      if (!outcome.hit) continue;
      all += 1;
      if (outcome.left !== "old" || outcome.reported !== code)
        wrong.push({ name, code, ...outcome });
    }
  }
  return area("S2", "error × call, old bytes kept and the error named", 40, all, wrong);
}

async function shortWrites(caseOf: (size: number) => SaveCase): Promise<Area> {
  let all = 0;
  const wrong: object[] = [];
  for (const size of sizes) {
    const saveCase = caseOf(size);
    const point = (await pointsOf(saveCase)).find((one) => /^p?write(64)?$/.test(one.name));
    if (point === undefined) throw new Error("a save without a write");
    for (const part of [1, 2, 3, 5, 9]) {
      const outcome = await faultAt(saveCase, point, `retval=${part}`);
      if (!outcome.hit) continue;
      all += 1;
      if (outcome.left !== "old" || outcome.reported !== "short-write")
        wrong.push({ size, part, ...outcome });
    }
  }
  return area("S3", "short writes noticed, old bytes kept", 20, all, wrong);
}

/** null: a small disk cannot be made here. */
async function fullDisk({ folder }: FaultOptions, probe: string): Promise<Area | null> {
  const disk = path.join(folder, "disk");
  await fs.mkdir(disk);
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", disk]).status !== 0)
    return null;
  const target = path.join(disk, "request.yml");
  const old = Buffer.alloc(100_000, "old ");
  const content = path.join(folder, "content");
  await fs.writeFile(target, old);
  await fs.writeFile(content, Buffer.alloc(200_000, "new "));
  const wrong: object[] = [];
  const rounds = 20;
  for (let round = 0; round < rounds; round += 1) {
    const { stdout } = spawnSync(process.execPath, [probe, target, content], { encoding: "utf8" });
    const left = await fs.readFile(target);
    const names = await fs.readdir(disk);
    if (!stdout.includes("ENOSPC") || !left.equals(old) || names.length !== 1)
      wrong.push({ round, stdout, names });
  }
  spawnSync("umount", [disk]);
  return area(
    "S3",
    "a truly full disk of 256 KB, old bytes kept and the error named",
    20,
    rounds,
    wrong,
  );
}

async function interleavings({ folder }: FaultOptions): Promise<Area> {
  const target = path.join(folder, "raced.yml");
  const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
  const rounds = 50;
  const silent: object[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await fs.writeFile(target, "base");
    // Another program saves between the loading and our save: in place, by a new file, or by removing the file.
    const way = (["in place", "renamed", "removed"] as const)[round % 3];
    if (way === "in place") await fs.writeFile(target, `outside ${round}`);
    if (way === "renamed") {
      await fs.writeFile(`${target}.new`, `outside ${round}`);
      await fs.rename(`${target}.new`, target);
    }
    if (way === "removed") await fs.unlink(target);
    const result = await atomicWrite(target, `ours ${round}`, { expectHash: hash("base") });
    const left = await fs.readFile(target, "utf8").catch(() => null);
    const kept = way === "removed" ? left === null : left === `outside ${round}`;
    if (result.kind !== "conflict" || !kept) silent.push({ round, way, left });
  }
  return area(
    "S5",
    "changed on disk between load and save, never overwritten unseen",
    50,
    rounds,
    silent,
  );
}

async function twoProcesses({ folder, fraction }: FaultOptions, probe: string): Promise<Area> {
  const target = path.join(folder, "shared.yml");
  const content = path.join(folder, "content");
  const size = 50_000;
  const each = Math.max(50, Math.round(500 * fraction));
  await fs.writeFile(target, Buffer.alloc(size, "0"));
  await fs.writeFile(content, Buffer.alloc(size, "1"));
  const savers = [0, 1].map(
    () =>
      new Promise<number | null>((resolve) =>
        spawn(process.execPath, [probe, target, content, "", String(each)]).on("exit", resolve),
      ),
  );
  let running = true;
  void Promise.all(savers).then(() => (running = false));
  const torn: object[] = [];
  let reads = 0;
  while (running) {
    const bytes = await fs.readFile(target);
    reads += 1;
    if (bytes.length !== size || new Set(bytes).size !== 1) torn.push({ read: reads });
  }
  const temps = (await fs.readdir(folder)).filter((name) => name.endsWith(".tmp"));
  const wrong = [...torn, ...temps.map((name) => ({ left: name }))];
  return area(
    "S6",
    `two processes saving one file ${2 * each} times, whole at each reading`,
    100,
    reads,
    wrong,
  );
}
