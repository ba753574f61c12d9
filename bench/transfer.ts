import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openPeer } from "./peer.ts";
import { type Measure, median, type Ratio } from "./ratio.ts";
import type { Took } from "./transfer-side.ts";

const size = 100;
const rounds = 5;

/** 100 MiB from the server to disk. */
export const download: Measure = () =>
  transfer("down", `${size} MiB down`, "node:http piped to a file");

/** A file of 100 MiB to the server as multipart. */
export const upload: Measure = () =>
  transfer("up", `${size} MiB multipart up`, "node:http with the same bytes from createReadStream");

/** Each side in a fresh process each time, so that the peak of one is not the peak of the other. */
async function transfer(
  direction: "down" | "up",
  name: string,
  comparedWith: string,
): Promise<readonly Ratio[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "envoi-bench-"));
  const peer = await openPeer();
  try {
    const file = path.join(folder, "body.bin");
    if (direction === "up") await fill(file);
    const url = `${peer.url}/${direction === "down" ? size : 0}`;
    const pairs: { readonly envoi: Took; readonly other: Took }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const first = await side(round % 2 === 0 ? "envoi" : "other", direction, url, file);
      const second = await side(round % 2 === 0 ? "other" : "envoi", direction, url, file);
      pairs.push(
        round % 2 === 0 ? { envoi: first, other: second } : { envoi: second, other: first },
      );
    }
    const of = (unit: "ms" | "MiB", pick: (took: Took) => number): Ratio => ({
      name: unit === "ms" ? `${name}, time` : `${name}, peak memory of the process`,
      unit,
      comparedWith,
      ratio: median(pairs.map((pair) => pick(pair.envoi) / pick(pair.other))),
      envoi: median(pairs.map((pair) => pick(pair.envoi))),
      other: median(pairs.map((pair) => pick(pair.other))),
    });
    return [of("ms", (took) => took.ms), of("MiB", (took) => took.peak)];
  } finally {
    peer.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function side(name: string, direction: string, url: string, file: string): Promise<Took> {
  const child = fork(
    path.join(import.meta.dirname, "transfer-side.ts"),
    [name, direction, url, file],
    {
      execArgv: process.execArgv,
    },
  );
  const [took] = (await once(child, "message")) as [Took];
  await once(child, "exit");
  return took;
}

async function fill(file: string): Promise<void> {
  const handle = await open(file, "w");
  const block = Buffer.alloc(2 ** 20, "0123456789abcdef");
  for (let done = 0; done < size; done += 1) await handle.write(block);
  await handle.close();
}
