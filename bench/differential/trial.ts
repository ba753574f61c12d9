import type { Case, Trial } from "./collection.ts";
import { differences } from "./compare.ts";
import { reasonOf } from "./reasons.ts";
import type { Recorded, Recorder } from "./recorder.ts";
import { runBruno } from "./run-bruno.ts";
import { runEnvoi } from "./run-envoi.ts";
import { type Ground, runNewman } from "./run-newman.ts";

/** What came of one collection. */
export interface Outcome {
  readonly name: string;
  readonly requests: number;
  /** Requests newman and Bruno send alike. */
  readonly agreed: number;
  /** Of these, those Envoi sends alike. */
  readonly same: number;
  /** Of all, those Envoi sends as newman does. */
  readonly asNewman: number;
  readonly explained: number;
  readonly unexplained: number;
  /** Each difference, in a line. */
  readonly said: readonly string[];
}

/** Sends one collection with all three programs and compares. */
export async function compareTrial(
  trial: Trial,
  files: string,
  ground: Ground,
  recorder: Recorder,
): Promise<Outcome> {
  const said: string[] = [];
  recorder.take();
  const newmanSaid = await runNewman(trial, files, ground);
  const newman = recorder.take();
  if (newman.size === 0) said.push(`newman sent nothing: ${lastLine(newmanSaid)}`);
  let brunoSaid = "";
  try {
    brunoSaid = await runBruno(trial, files, ground);
  } catch (thrown) {
    brunoSaid = thrown instanceof Error ? thrown.message : "?";
  }
  const bruno = recorder.take();
  if (bruno.size === 0) said.push(`Bruno sent nothing: ${lastLine(brunoSaid)}`);
  const { unsent } = await runEnvoi(trial, files, ground);
  const envoi = recorder.take();
  const tally = { agreed: 0, same: 0, asNewman: 0, explained: 0, unexplained: 0 };
  for (const one of trial.cases) {
    const [byNewman, byBruno, byEnvoi] = [newman, bruno, envoi].map((all) =>
      all.get(one.id)?.at(-1),
    );
    const agreed =
      byNewman !== undefined &&
      byBruno !== undefined &&
      differences(byNewman, byBruno, one).length === 0;
    if (agreed) tally.agreed += 1;
    const found = differing(byNewman, byEnvoi, one, unsent.get(one.id));
    if (found.length === 0) {
      if (byNewman !== undefined) tally.asNewman += 1;
      if (agreed) tally.same += 1;
      continue;
    }
    const reason = reasonOf(one, found);
    if (reason !== null) tally.explained += 1;
    else if (agreed) tally.unexplained += 1;
    const side = agreed ? "both" : "newman";
    said.push(
      `${one.id} ${one.name.trim()} (${side}): ${found.join("; ")}${reason === null ? "" : ` [${reason}]`}`,
    );
  }
  return { name: trial.name, requests: trial.cases.length, ...tally, said };
}

function differing(
  newman: Recorded | undefined,
  envoi: Recorded | undefined,
  one: Case,
  unsent: string | undefined,
): readonly string[] {
  if (newman === undefined && envoi === undefined) return [];
  if (newman === undefined) return ["newman did not send it"];
  if (envoi === undefined) return [`Envoi did not send it: ${unsent ?? "no request"}`];
  return differences(newman, envoi, one);
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
