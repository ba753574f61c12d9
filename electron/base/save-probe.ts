import fs from "node:fs/promises";
import { atomicWrite } from "./atomic-write.ts";
import { toFailure } from "../../shared/model/failure.ts";

// A process of its own that saves, for tests that kill it or make its system calls fail.
// argv: target file, file with the new bytes, hash expected ("" = no check), repetitions.
const say = (answer: object) => process.stdout.write(`${JSON.stringify(answer)}\n`);
const [target = "", content = "", expectHash = "", times = "1"] = process.argv.slice(2);
const bytes = await fs.readFile(content);
for (let round = 0; round < Number(times); round += 1) {
  try {
    // Bytes that differ each round, so that none is skipped; the length tells a torn file from a whole one.
    if (Number(times) > 1) bytes.fill(`${process.pid % 10}`.charCodeAt(0) + (round % 2) * 32);
    const result = await atomicWrite(target, bytes, expectHash === "" ? {} : { expectHash });
    if (Number(times) === 1) say({ kind: result.kind });
  } catch (error) {
    say({ kind: "failed", code: toFailure(error).code });
  }
}
