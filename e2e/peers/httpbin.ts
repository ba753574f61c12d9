import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** Debian's httpbin while it runs. */
export interface Httpbin {
  readonly url: string;
  readonly place: string;
  close(): Promise<void>;
}

const python = "/usr/bin/python3";

/** True where Debian's python3-httpbin and gunicorn are installed. */
export function hasHttpbin(): boolean {
  return spawnSync(python, ["-c", "import httpbin, gunicorn"], { stdio: "ignore" }).status === 0;
}

/** Starts httpbin on a free port of 127.0.0.1. */
export async function startHttpbin(): Promise<Httpbin> {
  const args = ["-m", "gunicorn", "-b", "127.0.0.1:0", "--threads", "4", "httpbin:app"];
  const child = spawn(python, args, { stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(child, "exit");
  let place = "";
  for await (const line of createInterface({ input: child.stderr })) {
    place = /Listening at: http:\/\/(127\.0\.0\.1:\d+)/.exec(line)?.[1] ?? "";
    if (place !== "") break;
  }
  if (place === "") throw new Error("httpbin did not start");
  child.stderr.resume();
  return {
    url: `http://${place}`,
    place,
    async close() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
