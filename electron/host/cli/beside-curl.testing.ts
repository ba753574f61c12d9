import { execFile, spawnSync } from "node:child_process";
import { devNull } from "node:os";
import { toFailure } from "../../../shared/model/failure.ts";
import { exitCodeOf } from "./exit-code.ts";
import { parseOptions } from "./options/parse.ts";
import type { Messages } from "./output/messages.ts";
import { requestOf } from "./request/build.ts";
import { transfer } from "./transfer.ts";

export const curlIsThere = spawnSync("curl", ["--version"]).status === 0;

/** Whether the curl that is there knows an option that takes a value. */
export function curlKnows(option: string): boolean {
  return spawnSync("curl", [option, "x", "--version"]).status === 0;
}

/** curl's exit code for these words, its body thrown away. */
export function curlsCode(folder: string, words: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    execFile("curl", ["-q", "-s", "-4", "-o", devNull, ...words], { cwd: folder }, (error) =>
      resolve(error === null ? 0 : Number(error.code)),
    );
  });
}

/** Ours for the same. Changes the folder of this process for its length: one at a time. */
export async function ourCode(
  folder: string,
  words: readonly string[],
  messages: Messages,
): Promise<number> {
  const here = process.cwd();
  process.chdir(folder);
  try {
    const parsed = parseOptions(["-4", "-o", devNull, ...words]);
    if (parsed.kind === "bad") throw new Error(parsed.message);
    const [{ given, targets }] = parsed.operations;
    const request = await requestOf(given, targets[0] ?? "");
    return (await transfer({ request }, given, messages)).code;
  } catch (thrown) {
    return exitCodeOf(toFailure(thrown));
  } finally {
    process.chdir(here);
  }
}
