import { PassThrough, pipeline } from "node:stream";
import { basename } from "node:path";
import { fileBody } from "../../../client/body/file.ts";
import { formContentType } from "../../../client/body/form.ts";
import {
  multipartBody,
  multipartContentType,
  newBoundary,
} from "../../../client/body/multipart.ts";
import { bytesBody } from "../../../client/body/text.ts";
import type { BodySource } from "../../../client/send.ts";
import { all, type Given, last, has } from "../options/parse.ts";
import { badOption } from "../settings/values.ts";
import { dataNames, dataOf, fileOrText } from "./data.ts";
import { bodyFile } from "./files.ts";
import { formParts } from "./form.ts";

/** What the options make the body of. */
export interface OptionBody {
  readonly source: BodySource;
  readonly contentType: string | null;
  readonly accept: string | null;
  /** Content-Range of an upload that is gone on with. */
  readonly contentRange?: string;
}

/** The body, or null for none. Rejects with FailureError: a file that cannot be read, two kinds of body at once. */
export async function bodyOf(given: Given): Promise<OptionBody | null> {
  const kinds = (
    [
      ["--form", has(given, "form") || has(given, "form-string")],
      ["--json", has(given, "json")],
      ["--upload-file", has(given, "upload-file")],
      ["--data", dataNames.some((name) => has(given, name))],
    ] as const
  ).filter(([, there]) => there);
  if (kinds.length > 1)
    throw badOption(
      kinds.map(([name]) => name).join(" "),
      "A request has one body, and these options make two.",
      "Leave one out.",
    );
  switch (kinds[0]?.[0]) {
    case "--form":
      return formBody(given);
    case "--json":
      return jsonBody(given);
    case "--upload-file":
      return uploadBody(given, last(given, "upload-file") ?? "");
    case "--data":
      return dataBody(given);
    case undefined:
      return null;
  }
}

async function formBody(given: Given): Promise<OptionBody> {
  const boundary = newBoundary();
  return {
    source: multipartBody(await formParts(given), boundary),
    contentType: multipartContentType(boundary),
    accept: null,
  };
}

async function jsonBody(given: Given): Promise<OptionBody> {
  const parts = await Promise.all(all(given, "json").map((text) => fileOrText(text, true)));
  return {
    source: bytesBody(Buffer.concat(parts)),
    contentType: "application/json",
    accept: "application/json",
  };
}

async function dataBody(given: Given): Promise<OptionBody | null> {
  const binary = last(given, "data-binary");
  const alone =
    given.filter(({ name }) => (dataNames as readonly string[]).includes(name)).length === 1;
  // A single file is streamed; everything else is small enough to join.
  if (alone && binary?.startsWith("@") && binary !== "@-") {
    const file = await bodyFile(binary.slice(1));
    return { source: fileBody(file), contentType: formContentType, accept: null };
  }
  const data = await dataOf(given);
  return data === null
    ? null
    : { source: bytesBody(data), contentType: formContentType, accept: null };
}

async function uploadBody(given: Given, path: string): Promise<OptionBody> {
  const offset = last(given, "continue-at");
  if (offset !== undefined) {
    if (path === "-" || path === ".")
      throw badOption(
        "--continue-at",
        "An upload from standard input cannot be gone on with.",
        "Name a file.",
      );
    const { uploadRest } = await import("./upload-rest.ts");
    return { ...uploadRest(await bodyFile(path), offset), contentType: null, accept: null };
  }
  const source = path === "-" || path === "." ? stdinBody() : fileBody(await bodyFile(path));
  return { source, contentType: null, accept: null };
}

/** Standard input as it comes: no length, sent once. */
/** Bytes of standard input that may wait. */
const aheadBytes = 1 << 20;

/** Reads on while what came is being sent, and gives all that waits at once: a pipe gives 64 KiB at a time. */
function readAhead(input: NodeJS.ReadableStream): AsyncIterable<Uint8Array> {
  const ahead = new PassThrough({ highWaterMark: aheadBytes });
  // An error of either end is that of the reader.
  pipeline(input, ahead, () => undefined);
  return ahead;
}

function stdinBody(): BodySource {
  return {
    length: null,
    replayable: false,
    open: () => readAhead(process.stdin),
  };
}

/** The URL of an upload: one whose path has no last segment gets the file's name, as curl does. */
export function uploadUrl(given: Given, url: string): string {
  const file = last(given, "upload-file");
  if (file === undefined || file === "-" || file === ".") return url;
  const [, base = "", path = "", rest = ""] =
    /^((?:[a-z][a-z0-9+.-]*:\/\/)?[^/?#]*)([^?#]*)(.*)$/is.exec(url) ?? [];
  if (path !== "" && !path.endsWith("/")) return url;
  return `${base}${path || "/"}${encodeURIComponent(basename(file))}${rest}`;
}
