import { mkdir, rm, stat, utimes } from "node:fs/promises";
import { devNull } from "node:os";
import { dirname, join } from "node:path";
import type { BodyRef } from "../../../../shared/model/body.ts";
import { FailureError } from "../../../../shared/model/failure.ts";
import { safeFileName } from "../../../../shared/model/file-name.ts";
import { percentDecode } from "../../../../shared/model/percent.ts";
import { splitUrl } from "../../../../shared/model/url.ts";
import { type Given, has, isOn, last, lastOf } from "../options/parse.ts";
import { badOption, numberOption } from "../settings/values.ts";
import { openOutput, type Output } from "./output.ts";

/** Where the body goes. It is opened when the first bytes come, since a reply may name the file. */
export interface BodyOutput {
  /** Bytes that are there already and are gone on after (--continue-at); 0 otherwise. */
  readonly resumeAt: number;
  /** The file is there and is not to be asked for again (--skip-existing). */
  readonly skips: boolean;
  /** Opened once. Rejects with FailureError `storage`. */
  open(body: BodyRef | null): Promise<Output>;
  /** Empties the file for another try (--retry): what an earlier one left is not part of it. False: standard output keeps what it got. */
  restart(): Promise<boolean>;
  /** The file as it is named; "" for standard output. */
  fileName(): string;
  /** Closes it. With --remove-on-error and a failed transfer the file goes too; with --remote-time it gets the time `modified`, epoch ms. */
  close(failed: boolean, modified?: number): Promise<void>;
}

/** Throws FailureError `input` for options that contradict each other. */
export async function bodyOutput(given: Given, url: string): Promise<BodyOutput> {
  const named = lastOf(given, ["output", "remote-name", "out-null"]);
  const byReply = isOn(given, "remote-header-name") && named === "remote-name";
  if (byReply && isOn(given, "include"))
    throw badOption(
      "--remote-header-name",
      "It cannot be used with --include.",
      "Use --dump-header.",
    );
  const folder = last(given, "output-dir");
  const plain =
    named === "output"
      ? (last(given, "output") ?? "-")
      : named === "out-null"
        ? devNull
        : named === undefined
          ? "-"
          : remoteName(url);
  const inFolder = (name: string) =>
    name === "-" || name === devNull || folder === undefined ? name : join(folder, name);
  const resumeAt = await resumeOffset(given, inFolder(plain));
  let opened: Promise<Output> | null = null;
  let file = inFolder(plain);

  async function open(body: BodyRef | null): Promise<Output> {
    if (byReply && body !== null) file = inFolder(body.fileName);
    if (file === "-") return openOutput(file);
    if (isOn(given, "create-dirs"))
      await mkdir(dirname(file), { recursive: true, mode: 0o750 }).catch(() => undefined);
    if (!isOn(given, "clobber", true)) file = await unusedName(file);
    // A name the server chose never replaces a file.
    return openOutput(file, resumeAt > 0 ? "a" : byReply ? "wx" : "w");
  }

  return {
    resumeAt,
    skips: isOn(given, "skip-existing") && (await isThere(file)),
    async restart() {
      if (file === "-" || resumeAt > 0) return false;
      if (opened === null) return true;
      await (await opened).close();
      opened = openOutput(file);
      return true;
    },
    open: (body) => (opened ??= open(body)),
    fileName: () => (file === "-" ? "" : file),
    async close(failed, modified) {
      if (opened === null) return;
      const output = await opened.catch(() => null);
      await output?.close();
      if (file === "-" || output === null) return;
      if (failed && isOn(given, "remove-on-error")) await rm(file, { force: true });
      else if (modified !== undefined && isOn(given, "remote-time"))
        await utimes(file, modified / 1000, modified / 1000).catch(() => undefined);
    },
  };
}

/** curl -O: the last segment of the URL's path that is not empty. */
function remoteName(url: string): string {
  const segments = splitUrl(url).path.split("/");
  const name = safeFileName(percentDecode(segments.findLast((segment) => segment !== "") ?? ""));
  return name === "" ? "curl_response" : name;
}

async function resumeOffset(given: Given, file: string): Promise<number> {
  // It is about the upload then.
  if (has(given, "upload-file")) return 0;
  if (last(given, "continue-at") !== "-") return numberOption(given, "continue-at") ?? 0;
  if (file === "-")
    throw badOption(
      "--continue-at",
      "The size to go on from is that of the output file, and there is none.",
      "Add --output.",
    );
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/** `name`, or with --no-clobber the first of `name.1` … that is not there. */
async function unusedName(file: string): Promise<string> {
  for (let number = 0; number < 100; number += 1) {
    const name = number === 0 ? file : `${file}.${number}`;
    if (!(await isThere(name))) return name;
  }
  throw new FailureError({
    kind: "storage",
    code: "EEXIST",
    message: "There is no free name for the output file.",
    place: "--no-clobber",
    remedy: "Give another with --output.",
  });
}
