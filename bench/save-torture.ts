// Kills, fails and races saves, many times more than the tests do, and prints counts. Linux with strace:
//   npx tsx bench/save-torture.ts [fraction]
// The last line is `ok` and the exit code 0 only when nothing was lost, torn or overwritten unseen.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { atomicWrite } from "../electron/base/atomic-write.ts";
import {
  buildProbe,
  type CallPoint,
  faultAt,
  pointsOf,
  type SaveCase,
  straceWorks,
} from "../electron/base/save-faults.ts";

const fraction = Number(process.argv[2] ?? "1");
if (!straceWorks()) {
  console.log("skipped: strace is not there or may not trace");
  process.exit(0);
}
const folder = await fs.mkdtemp(path.join(os.tmpdir(), "envoi-torture-"));
const probe = await buildProbe(path.join(folder, "probe"));
let bad = 0;

function report(what: string, good: number, all: number, details: readonly object[] = []): void {
  console.log(`${what}: ${good}/${all}`);
  for (const detail of details) console.log(`  ${JSON.stringify(detail)}`);
  bad += all - good;
}

const sizes = [10, 4096, 300_000, 3_000_000];
const caseOf = (size: number): SaveCase => ({
  probe,
  folder: path.join(folder, "case"),
  oldBytes: Buffer.alloc(Math.max(7, size >> 1), "old "),
  newBytes: Buffer.alloc(size, "new "),
});

async function kills(): Promise<void> {
  let all = 0;
  const lost: object[] = [];
  for (const size of sizes) {
    const saveCase = caseOf(size);
    const points = await pointsOf(saveCase);
    for (let round = 0; round < Math.max(1, 4 * fraction); round += 1) {
      for (const point of points) {
        const outcome = await faultAt(saveCase, point, "signal=SIGKILL");
        if (!outcome.hit) continue;
        all += 1;
        if (outcome.left === "torn") lost.push({ size, ...outcome });
      }
    }
  }
  report("killed at a system call, old or new bytes whole", all - lost.length, all, lost);
}

async function errors(): Promise<void> {
  const codes = ["ENOSPC", "EDQUOT", "EIO", "EROFS", "EACCES", "EMFILE", "EXDEV", "EPERM", "EBUSY"];
  const saveCase = caseOf(70_000);
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
    ["close", named("close", /\.tmp/)],
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
  report("errno x system call, old bytes kept and error named", all - wrong.length, all, wrong);
}

async function shortWrites(): Promise<void> {
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
  report("short writes noticed", all - wrong.length, all, wrong);
}

async function fullDisk(): Promise<void> {
  const disk = path.join(folder, "disk");
  await fs.mkdir(disk);
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", disk]).status !== 0) {
    console.log("a truly full disk: skipped, a small tmpfs cannot be mounted here");
    return;
  }
  const target = path.join(disk, "request.yml");
  const old = Buffer.alloc(100_000, "old ");
  const content = path.join(folder, "content");
  await fs.writeFile(target, old);
  await fs.writeFile(content, Buffer.alloc(200_000, "new "));
  let good = 0;
  const rounds = 20;
  for (let round = 0; round < rounds; round += 1) {
    const { stdout } = spawnSync(process.execPath, [probe, target, content], { encoding: "utf8" });
    const left = await fs.readFile(target);
    const names = await fs.readdir(disk);
    if (stdout.includes("ENOSPC") && left.equals(old) && names.length === 1) good += 1;
  }
  spawnSync("umount", [disk]);
  report("a truly full disk (256 KB), old bytes kept and error named", good, rounds);
}

async function twoProcesses(): Promise<void> {
  const target = path.join(folder, "shared.yml");
  const content = path.join(folder, "content");
  const size = 50_000;
  const each = Math.round(500 * fraction);
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
  let reads = 0;
  let torn = 0;
  while (running) {
    const bytes = await fs.readFile(target);
    reads += 1;
    if (bytes.length !== size || new Set(bytes).size !== 1) torn += 1;
  }
  const temps = (await fs.readdir(folder)).filter((name) => name.endsWith(".tmp")).length;
  report(
    `two processes, ${2 * each} saves, whole at each of ${reads} readings`,
    reads - torn,
    reads,
  );
  report("temp files left", 0, temps);
}

async function interleavings(): Promise<void> {
  const target = path.join(folder, "raced.yml");
  const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
  const rounds = 50;
  let silent = 0;
  for (let round = 0; round < rounds; round += 1) {
    await fs.writeFile(target, "base");
    // Another program replaces the file between the loading and the save.
    await fs.writeFile(target, `outside ${round}`);
    const result = await atomicWrite(target, `ours ${round}`, { expectHash: hash("base") });
    const left = await fs.readFile(target, "utf8");
    if (result.kind !== "conflict" || left !== `outside ${round}`) silent += 1;
  }
  report("file changed between load and save, never overwritten", rounds - silent, rounds);
}

try {
  await kills();
  await errors();
  await shortWrites();
  await fullDisk();
  await twoProcesses();
  await interleavings();
} finally {
  await fs.rm(folder, { recursive: true, force: true });
}
console.log(bad === 0 ? "ok" : `${bad} bad`);
process.exitCode = bad === 0 ? 0 : 1;
