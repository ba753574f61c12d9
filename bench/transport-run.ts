import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import path from "node:path";

export type SideName = "envoi" | "http" | "undici" | "curl";

export type SideWork =
  | { readonly kind: "gets"; readonly count: number; readonly parallel: number }
  /** MiB. */
  | { readonly kind: "down" | "up"; readonly size: number }
  | { readonly kind: "handshakes"; readonly count: number };

export interface SideTook {
  /** Of the whole process, from its start to its end. */
  readonly ms: number;
  /** MiB of memory at most; NaN for a program that does not tell. */
  readonly peak: number;
  /** ms the event loop stood still at most; NaN likewise. */
  readonly stall: number;
}

export interface SidePlaces {
  readonly url: string;
  /** A file of the size of `up`. */
  readonly file: string;
  /** For what comes down. */
  readonly folder: string;
}

/** One side doing its work once, as a process of its own. Rejects when it did not end well. */
export async function runSide(
  side: SideName,
  work: SideWork,
  places: SidePlaces,
): Promise<SideTook> {
  const command =
    side === "curl"
      ? ["curl", ...curlArguments(work, places)]
      : [
          process.execPath,
          path.join(import.meta.dirname, "transport-side.js"),
          side,
          JSON.stringify(work),
          JSON.stringify(places),
        ];
  const [program = "", ...args] = command;
  const start = performance.now();
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.on("data", (bytes: Buffer) => (said += side === "curl" ? "" : bytes.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  const ms = performance.now() - start;
  // What Envoi's side kept, as it would lie in the way of the next.
  await rm(path.join(places.folder, String(child.pid)), { recursive: true, force: true });
  if (code !== 0) throw new Error(`${side} ended with ${code}`);
  const { peak = Number.NaN, stall = Number.NaN } = (
    said === "" ? {} : JSON.parse(said)
  ) as Partial<SideTook>;
  return { ms, peak, stall };
}

function curlArguments(work: SideWork, { url, file, folder }: SidePlaces): readonly string[] {
  switch (work.kind) {
    case "gets":
      return ["-s", "-o", "/dev/null", `${url}/0?[1-${work.count}]`];
    case "down":
      return ["-s", "-o", path.join(folder, "curl.bin"), `${url}/${work.size}`];
    case "up":
      return ["-s", "-F", `file=@${file}`, `${url}/0`];
    case "handshakes":
      return [
        "-s",
        "-k",
        "-o",
        "/dev/null",
        "-H",
        "Connection: close",
        `${url}/0?[1-${work.count}]`,
      ];
  }
}
