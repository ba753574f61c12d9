import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Suffered } from "./victim.ts";

const victim = fileURLToPath(new URL("victim.ts", import.meta.url));
const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/** One request at the hostile server in a process of its own, so that its memory is its own. Rejects when the process dies. */
export function suffer({
  port,
  path,
  bytes,
}: {
  readonly port: number;
  readonly path: string;
  readonly bytes: number;
}): Promise<Suffered> {
  const words = ["--expose-gc", "--import", loader, victim, String(port), path, String(bytes)];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, words, { maxBuffer: 1 << 20 }, (error, stdout) => {
      if (error === null) resolve(JSON.parse(stdout) as Suffered);
      else reject(error);
    });
  });
}
