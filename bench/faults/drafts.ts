import { spawn } from "node:child_process";
import fs from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { createDrafts } from "../../electron/drafts/drafts.ts";
import { createGate } from "../../electron/collections/gate.ts";
import { buildProgram } from "../../electron/base/save-faults.ts";
import type { Area, FaultOptions } from "./area.ts";

/** ms of typing a kill may cost. */
const mayLose = 1000;
/** Processes that type at the same time: they mostly wait. */
const atOnce = 4;

/** S7: an app with unsaved edits is killed at some moment; what was typed a second before is there again. */
export async function drafts({ folder, fraction }: FaultOptions): Promise<readonly Area[]> {
  const program = await buildProgram(
    fileURLToPath(import.meta.resolve("./typing.ts")),
    path.join(folder, "program"),
  );
  const rounds = Math.max(5, Math.round(100 * fraction));
  const failing: string[] = [];
  const gate = createGate(atOnce);
  const kill = async (round: number): Promise<void> => {
    const data = path.join(folder, `data-${round}`);
    await fs.mkdir(data);
    const typed = await typeAndKill(program, data, 40 + ((round * 37) % 60));
    const [draft] = await createDrafts(data).list();
    const kept = draft === undefined ? -1 : Number(JSON.parse(draft.json));
    const end = typed.at(-1)?.at ?? 0;
    const due = typed.findLast(({ at }) => at <= end - mayLose)?.count ?? -1;
    if (kept < due) failing.push(`round ${round}: ${kept} kept, ${due} typed a second before`);
    await fs.rm(data, { recursive: true });
  };
  await Promise.all(Array.from({ length: rounds }, (_, round) => gate(() => kill(round))));
  const what = "killed with unsaved edits, at most a second of typing lost";
  return [{ id: "S7", what, atLeast: 100, all: rounds, good: rounds - failing.length, failing }];
}

/** Lets a process type until it said `after` counts, then kills it. What it said, with when (its own clock, ms). */
function typeAndKill(
  program: string,
  data: string,
  after: number,
): Promise<readonly { readonly count: number; readonly at: number }[]> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, data], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const typed: { count: number; at: number }[] = [];
    let rest = "";
    child.stdout.on("data", (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const [count = 0, at = 0] = line.split(" ").map(Number);
        typed.push({ count, at });
      }
      if (typed.length >= after) child.kill("SIGKILL");
    });
    child.on("exit", () => resolve(typed));
  });
}
