import { stat } from "node:fs/promises";
import { type Given, last } from "../options/parse.ts";
import { badOption } from "../settings/values.ts";
import { readBytes } from "./files.ts";

/**
 * Conditional fields (RFC 9110 §13.1) of curl's --etag-compare and --time-cond. Rejects with FailureError `not-found` for a file that cannot
 * be read and `input` for what is no time.
 */
export async function conditionsOf(given: Given): Promise<readonly (readonly [string, string])[]> {
  const compared = last(given, "etag-compare");
  const time = last(given, "time-cond");
  return [
    ...(compared === undefined ? [] : [["If-None-Match", await keptEtag(compared)] as const]),
    ...(time === undefined ? [] : [await timeCondition(time)]),
  ];
}

/** What an earlier run kept; the empty tag, which matches nothing, where none has written the file yet (curl(1), --etag-compare). */
async function keptEtag(file: string): Promise<string> {
  const there = await stat(file).then(
    () => true,
    () => false,
  );
  const text = !there ? "" : (await readBytes(file)).toString("latin1").trim();
  return text === "" ? '""' : text;
}

/** A time, or a file whose age counts; `-` before it turns the question round. */
async function timeCondition(typed: string): Promise<readonly [string, string]> {
  const turned = typed.startsWith("-");
  const text = turned ? typed.slice(1) : typed;
  const ms = await stat(text).then(
    (file) => file.mtimeMs,
    () => Date.parse(text),
  );
  if (Number.isNaN(ms))
    throw badOption(
      "--time-cond",
      "This is neither a time nor a file.",
      "Write for example '2026-01-31 12:00 GMT', or the name of a file.",
    );
  return [turned ? "If-Unmodified-Since" : "If-Modified-Since", new Date(ms).toUTCString()];
}
