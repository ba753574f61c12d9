import { readBytes } from "../request/files.ts";
import type { Operation, Parsed } from "./parse.ts";

/**
 * What was parsed, with every `--url @FILE` replaced by the lines of the file, which stand for themselves: no patterns in them, no options; empty
 * ones and those that begin with # say nothing. Rejects with FailureError `not-found` for a file that cannot be read.
 */
export async function withUrlFiles(
  parsed: Extract<Parsed, { kind: "ok" }>,
): Promise<Extract<Parsed, { kind: "ok" }>> {
  const [first, ...rest] = parsed.operations;
  return {
    ...parsed,
    operations: [await withLines(first), ...(await Promise.all(rest.map(withLines)))],
  };
}

async function withLines(operation: Operation): Promise<Operation> {
  const { listed } = operation;
  if (listed === undefined) return operation;
  const targets: string[] = [];
  const lines = new Set<number>();
  for (const [at, target] of operation.targets.entries()) {
    if (!listed.has(at)) {
      targets.push(target);
      continue;
    }
    for (const line of linesOf((await readBytes(target.slice(1))).toString("utf8"))) {
      lines.add(targets.length);
      targets.push(line);
    }
  }
  return { ...operation, targets, listed: lines };
}

function linesOf(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}
