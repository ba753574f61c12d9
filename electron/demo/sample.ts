import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { atomicWrite } from "../base/atomic-write.ts";
import { environmentFile, environmentText, sampleFiles } from "./sample-files.ts";

/**
 * Writes the sample collection into `folder` when there is none yet, and gives `folder`. Files that are there are left as
 * they are: they are the person's now. Only the address of the demo server in the Demo environment is brought up to date.
 */
export async function writeSample(folder: string, url: string): Promise<string> {
  const exists = await readFile(join(folder, "opencollection.yml")).then(
    () => true,
    () => false,
  );
  if (exists) {
    await updateAddress(join(folder, environmentFile), url);
    return folder;
  }
  for (const [path, text] of sampleFiles(url)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await atomicWrite(file, Buffer.from(text));
  }
  return folder;
}

/** Changes the port in `value: http://127.0.0.1:<port>` and nothing else; writes the file anew when it is gone. */
async function updateAddress(file: string, url: string): Promise<void> {
  const text = await readFile(file, "utf8").catch(() => null);
  const next =
    text === null
      ? environmentText(url)
      : text.replace(/^(\s+value: )["']?http:\/\/127\.0\.0\.1:\d+["']?$/m, `$1${url}`);
  if (next === text) return;
  await mkdir(dirname(file), { recursive: true });
  await atomicWrite(file, Buffer.from(next));
}
