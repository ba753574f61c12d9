import type { ByteArrival } from "../../shared/model/wire-log.ts";
import type { RunList, StoredBody } from "../client/kept-body.ts";
import { readTimes } from "../wire/record/read-record.ts";
import { runsOf } from "./run-reader.ts";

/** When bytes of a body (offsets in that form, ascending) arrived, and where they are on the clear side of its record. */
export async function arrivalsOf(
  folder: string,
  body: StoredBody,
  form: "decoded" | "encoded",
  offsets: readonly number[],
): Promise<readonly ByteArrival[]> {
  const places = await placesOf(folder, body, form, offsets);
  const known = places.filter((place) => place !== null);
  const times = await readTimes(folder, known);
  let next = 0;
  return places.map((offset) => {
    if (offset === null) return { at: null, offset };
    next += 1;
    return { at: times[next - 1] ?? null, offset };
  });
}

async function placesOf(
  folder: string,
  body: StoredBody,
  form: "decoded" | "encoded",
  offsets: readonly number[],
): Promise<readonly (number | null)[]> {
  if (form === "decoded" && body.decodedFile !== null) {
    if (body.decodedRuns === undefined) return offsets.map(() => null);
    const runs = await runsOf(folder, body.decodedRuns, offsets);
    return runs.map((run) => run?.offset ?? null);
  }
  // Those of an earlier exchange are in another record.
  const before = body.beforeFile === undefined ? 0 : (body.ref.resumedFrom ?? 0);
  const own = offsets.filter((offset) => offset >= before).map((offset) => offset - before);
  const runs = await runsOf(folder, body satisfies RunList, own);
  const first = offsets.length - own.length;
  return offsets.map((_, index) => {
    const run = runs[index - first] ?? null;
    return run === null ? null : run.offset + ((own[index - first] ?? 0) - run.start);
  });
}
