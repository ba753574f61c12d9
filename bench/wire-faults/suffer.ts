import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Soaked } from "./soak.ts";
import type { Suffered } from "./victim.ts";

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
  return alone("victim.ts", [String(port), path, String(bytes)]);
}

/** Many exchanges in a process of their own. Rejects when it dies. */
export function soak(
  kind: "requests" | "sockets" | "messages",
  count: number,
  ports: { readonly http: number; readonly socket: number },
): Promise<Soaked> {
  return alone("soak.ts", [kind, String(count), String(ports.http), String(ports.socket)]);
}

function alone<T>(file: string, words: readonly string[]): Promise<T> {
  const program = fileURLToPath(new URL(file, import.meta.url));
  const all = ["--expose-gc", "--import", loader, program, ...words];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, all, { maxBuffer: 1 << 20 }, (error, stdout) => {
      if (error === null) resolve(JSON.parse(stdout) as T);
      else reject(error);
    });
  });
}
