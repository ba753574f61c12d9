import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Printing } from "./output/printing.ts";

/** A temporary folder (real path) for the files of one test. */
export interface TestFolder {
  readonly root: string;
  at(...names: readonly string[]): string;
  /** Files by their `/`-separated names. */
  write(files: Readonly<Record<string, string>>): Promise<void>;
  remove(): Promise<void>;
}

export async function testFolder(name: string): Promise<TestFolder> {
  const root = await realpath(await mkdtemp(join(tmpdir(), `envoi-${name}-`)));
  return {
    root,
    at: (...names) => join(root, ...names),
    write: async (files) => {
      for (const [file, text] of Object.entries(files)) {
        await mkdir(dirname(join(root, file)), { recursive: true });
        await writeFile(join(root, file), text);
      }
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

/** Runs a command inside the test, and gives what it printed. */
export async function ran(
  command: (words: readonly string[], printing: Printing) => Promise<number>,
  ...words: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const printed = { out: "", err: "" };
  const code = await command(words, {
    out: (text) => void (printed.out += text),
    err: (text) => void (printed.err += text),
  });
  return { code, ...printed };
}
