import { once } from "node:events";
import { expect, test } from "vitest";
import type { ImportJob, ImportResult } from "./job.ts";
import { runJob, startImportThread } from "./run-job.ts";

const job: ImportJob = {
  kind: "read",
  sources: [{ path: "a.txt", bytes: Buffer.from("curl http://127.0.0.1/one") }],
  options: {},
};

test("a job runs in a thread, not in the window's: nothing falls back", async () => {
  const thread = startImportThread(job);
  // Rejects with what the thread failed with, should it not start.
  const [result] = (await once(thread, "message")) as [ImportResult];
  await thread.terminate();
  expect(result).toMatchObject({ kind: "read" });
});

test("a cancelled job ends its thread and says so", async () => {
  const ended = new AbortController();
  const running = runJob(job, ended.signal);
  ended.abort();
  await expect(running).rejects.toMatchObject({ failure: { kind: "cancelled" } });
});
