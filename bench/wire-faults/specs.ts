import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Area } from "./area.ts";

/** A goal that tests of this repository count. */
export interface SpecGoal {
  readonly id: string;
  readonly what: string;
  readonly atLeast: number;
  readonly file: string;
  /** Of the file's tests those whose whole name this fits. */
  readonly only?: RegExp;
  readonly env?: Readonly<Record<string, string>>;
  /** Cases in one test, where a test is not one case. */
  readonly each?: number;
}

interface SpecReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs the goal's tests and counts them. Rejects when they cannot be run at all. */
export async function countSpecs(goal: SpecGoal): Promise<Area> {
  const { id, what, atLeast, file, only = /./, env = {}, each = 1 } = goal;
  const report = await run(file, env);
  const cases = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ fullName, status }) => only.test(fullName) && /^(?:passed|failed)$/.test(status));
  const failing = cases.filter(({ status }) => status === "failed").map(({ fullName }) => fullName);
  const all = cases.length * each;
  return { id, what, atLeast, all, good: all - failing.length * each, failing, measured: [] };
}

async function run(file: string, env: Readonly<Record<string, string>>): Promise<SpecReport> {
  const manifest = createRequire(import.meta.url).resolve("vitest/package.json");
  const program = join(dirname(manifest), "vitest.mjs");
  const text = await new Promise<string>((resolve, reject) => {
    execFile(
      process.execPath,
      [program, "run", file, "--reporter=json", "--silent"],
      { cwd: root, env: { ...process.env, ...env }, maxBuffer: 1 << 28 },
      // A test that failed is in the report; without one something else is wrong.
      (error, stdout) => {
        const start = stdout.indexOf('{"numTotalTestSuites"');
        if (start >= 0) resolve(stdout.slice(start));
        else reject(error ?? new Error(`No report about ${file}.`));
      },
    );
  });
  return JSON.parse(text.slice(0, text.lastIndexOf("}") + 1)) as SpecReport;
}
