import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import { availableParallelism } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildProgram } from "../../electron/base/save-faults.ts";
import {
  type CallPoint,
  runWithFault,
  type Traced,
  tracePoints,
} from "../../electron/base/syscall-faults.ts";
import { createGate } from "../../electron/collections/gate.ts";
import type { Area, FaultOptions } from "./area.ts";
import { brokenData, makeScene, marks, type Scene, sceneAt, survey } from "./scene.ts";

/** Calls that change the disk, or decide what is on it. */
const changing =
  /^(?:write|pwrite64|writev|fsync|fdatasync|rename\w*|fchmod|unlink\w*|mkdir\w*|rmdir|copy_file_range|sendfile|link\w*|symlink\w*|openat)$/;

interface Operation {
  readonly name: string;
  readonly scene: Scene;
  readonly traced: Traced;
  readonly before: ReadonlyMap<string, string>;
  readonly marks: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
  readonly points: readonly CallPoint[];
}

/** S1 (killed at each call), S2 (errors, all operations) and S4 (the order of calls) over every way Envoi changes a collection. */
export async function operations({ folder, fraction }: FaultOptions): Promise<readonly Area[]> {
  const program = await buildProgram(
    fileURLToPath(import.meta.resolve("./operation.ts")),
    path.join(folder, "program"),
  );
  const names = await namesOf(program, folder);
  const gate = createGate(availableParallelism());
  const tried = await Promise.all(
    names.map((name, index) =>
      gate(async () => {
        const operation = await prepare(program, path.join(folder, `scene-${index + 1}`), name);
        try {
          return await tryOperation(operation, index + 1, fraction);
        } finally {
          await fs.rm(operation.scene.root, { recursive: true, force: true });
        }
      }),
    ),
  );
  const kills = sumOf(tried.map((one) => one.kills));
  const errors = sumOf(tried.map((one) => one.errors));
  const orders = sumOf(tried.map((one) => one.orders));
  return [
    {
      id: "S1",
      what: `killed at a system call of ${names.length} operations, nothing lost or torn`,
      atLeast: 200,
      ...kills,
    },
    {
      id: "S2",
      what: "an operation whose calls fail, nothing lost or torn",
      atLeast: fraction < 0.2 ? 0 : 40,
      ...errors,
    },
    {
      id: "S4",
      what: "operations in the order write, sync, rename, sync of the folder",
      atLeast: names.length,
      ...orders,
    },
  ];
}

interface Counted {
  good: number;
  all: number;
  failing: string[];
}

interface Tried {
  readonly kills: Counted;
  readonly errors: Counted;
  readonly orders: Counted;
}

function count(counted: Counted, what: string, wrong: string | null): void {
  if (wrong === null) return;
  counted.all += 1;
  if (wrong === "") counted.good += 1;
  else counted.failing.push(`${what}: ${wrong}`);
}

function sumOf(all: readonly Counted[]): Counted {
  return {
    good: all.reduce((sum, { good }) => sum + good, 0),
    all: all.reduce((sum, one) => sum + one.all, 0),
    failing: all.flatMap(({ failing }) => failing),
  };
}

async function tryOperation(
  operation: Operation,
  number: number,
  fraction: number,
): Promise<Tried> {
  const { name } = operation;
  const empty = (): Counted => ({ good: 0, all: 0, failing: [] });
  const [kills, errors, orders] = [empty(), empty(), empty()];
  count(orders, name, disorderOf(operation.points, operation.scene.root) ?? "");
  const points = operation.points.filter(isChange);
  const step = Math.max(1, Math.round(1 / fraction));
  for (const [index, point] of points.entries()) {
    if ((index + number) % step !== 0) continue;
    const wrong = await faulted(operation, point, "signal=SIGKILL");
    count(kills, `${name} killed at ${point.name} ${point.ordinal}`, wrong);
  }
  const point = points.find(({ name: call }) => /^(?:mkdir|fsync|rename)/.test(call));
  if (point === undefined || fraction < 0.2) return { kills, errors, orders };
  for (const code of ["ENOSPC", "EIO", "EROFS"]) {
    const ordinal = `${point.ordinal}+`;
    const wrong = await faulted(operation, { ...point, ordinal }, `error=${code}`);
    count(errors, `${name}, ${point.name} fails with ${code}`, wrong);
  }
  return { kills, errors, orders };
}

function isChange({ name, text }: CallPoint): boolean {
  return changing.test(name) && (name !== "openat" || text.includes("O_CREAT"));
}

function run(program: string, root: string, name: string): Promise<string> {
  return new Promise((resolve, reject) =>
    execFile(process.execPath, [program, root, name], (error, stdout) =>
      error === null ? resolve(stdout) : reject(error),
    ),
  );
}

async function namesOf(program: string, folder: string): Promise<readonly string[]> {
  const scene = sceneAt(path.join(folder, "names"));
  await makeScene(scene);
  return JSON.parse(await run(program, scene.root, "")) as readonly string[];
}

async function prepare(program: string, root: string, name: string): Promise<Operation> {
  const scene = sceneAt(root);
  await makeScene(scene);
  const before = await survey(scene);
  const known = await marks(before);
  const said = await run(program, root, name);
  if (!said.includes('"done"')) throw new Error(`${name} does not work at all: ${said}`);
  const after = await survey(scene);
  const traced = {
    command: [process.execPath, program, root, name],
    place: root,
    log: `${root}.strace`,
  };
  await makeScene(scene);
  const points = await tracePoints(traced);
  return { name, scene, traced, before, marks: known, after, points };
}

/** What a fault left wrong; "" when nothing, null when it hit something else. */
async function faulted(
  { scene, traced, before, marks: known, after }: Operation,
  point: CallPoint,
  fault: string,
): Promise<string | null> {
  await makeScene(scene);
  const { hit } = await runWithFault(traced, point, fault);
  if (!hit) return null;
  const now = await survey(scene);
  const kept = new Set((await marks(now)).values());
  const lost = [...new Set(known.values())].filter((mark) => !kept.has(mark));
  const torn = [...now].filter(([hash]) => !before.has(hash) && !after.has(hash));
  const broken = await brokenData(scene);
  return [
    ...lost.map((mark) => `${mark} is lost`),
    ...torn.map(([, place]) => `${path.relative(scene.root, place)} is torn`),
    ...broken.map((file) => `${file} of the app's data is torn`),
  ].join(", ");
}

/**
 * The first file that was written and given its name before it was synced, or whose folder was not synced afterwards; null: none.
 * @param points in the order they were made
 */
function disorderOf(points: readonly CallPoint[], root: string): string | null {
  const dirty = new Set<string>();
  let unsynced = new Set<string>();
  for (const { name, text } of points) {
    const [, file = ""] = /^\d+<([^>]+)>/.exec(text) ?? [];
    if (/^p?write|^copy_file_range|^sendfile/.test(name)) dirty.add(file);
    if (/^f(?:data)?sync/.test(name)) {
      dirty.delete(file);
      unsynced.delete(file);
    }
    if (!name.startsWith("rename") || text.includes("= -1")) continue;
    const [from = "", to = ""] = [...text.matchAll(/"([^"]+)"/g)].map(([, one = ""]) => one);
    const early = [...dirty].find((one) => one === from || one.startsWith(`${from}/`));
    if (early !== undefined) return `${path.relative(root, early)} renamed before it was synced`;
    unsynced.add(path.dirname(to));
  }
  // Undone items need not outlast a power cut: the area is emptied by itself.
  unsynced = new Set([...unsynced].filter((one) => !one.includes("/undo/")));
  const [folder] = unsynced;
  return folder === undefined ? null : `${path.relative(root, folder)} not synced after a rename`;
}
