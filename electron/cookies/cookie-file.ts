import { constants } from "node:fs";
import { copyFile } from "node:fs/promises";
import * as v from "valibot";
import type { Cookie, JarId } from "../../shared/model/cookie.ts";
import { readJsonFile } from "../base/json-file.ts";

const cookie = v.object({
  name: v.string(),
  value: v.string(),
  domain: v.string(),
  path: v.string(),
  expires: v.nullable(v.number()),
  secure: v.boolean(),
  httpOnly: v.boolean(),
  hostOnly: v.boolean(),
  sameSite: v.picklist(["strict", "lax", "none", ""]),
});

/** Cookies as version 1 kept them: the one jar, as tough-cookie writes it. */
const older = v.object({
  key: v.string(),
  value: v.optional(v.string(), ""),
  domain: v.string(),
  path: v.optional(v.nullable(v.string()), "/"),
  expires: v.optional(v.string()),
  maxAge: v.optional(v.nullable(v.union([v.number(), v.string()]))),
  creation: v.optional(v.string()),
  secure: v.optional(v.boolean(), false),
  httpOnly: v.optional(v.boolean(), false),
  hostOnly: v.optional(v.nullable(v.boolean()), false),
  sameSite: v.optional(v.string(), ""),
});

const content = v.object({
  // tough-cookie wrote its own name here.
  version: v.optional(v.union([v.string(), v.picklist([1, 2])])),
  cookies: v.optional(v.array(v.unknown())),
  jars: v.optional(v.record(v.string(), v.array(v.unknown()))),
});

/**
 * The jars in a file; none when it is not there. One bad cookie spoils only itself. A file that cannot be understood, or that a later Envoi
 * wrote, is put aside (`.broken`); one of version 1 is copied first (`.v1`), since the next change writes it anew.
 */
export async function readJars(file: string): Promise<ReadonlyMap<JarId, readonly Cookie[]>> {
  const parsed = await readJsonFile(file, (value) => {
    // A list passes for an object with no fields.
    if (Array.isArray(value)) throw new Error("not an object");
    return v.parse(content, value);
  });
  if (parsed === null) return new Map();
  if (parsed.cookies !== undefined && parsed.jars === undefined)
    await copyFile(file, `${file}.v1`, constants.COPYFILE_EXCL).catch(() => undefined);
  const { cookies, jars } = parsed;
  const found = new Map<JarId, readonly Cookie[]>();
  if (cookies !== undefined) found.set("", cookies.flatMap(fromOlder));
  for (const [id, list] of Object.entries(jars ?? {}))
    found.set(
      id,
      list.flatMap((entry) => {
        const result = v.safeParse(cookie, entry);
        return result.success ? [result.output] : [];
      }),
    );
  return found;
}

/** The text of the file. */
export function writeJars(jars: Iterable<readonly [JarId, readonly Cookie[]]>): string {
  return JSON.stringify({ version: 2, jars: Object.fromEntries(jars) });
}

function fromOlder(entry: unknown): Cookie[] {
  const result = v.safeParse(older, entry);
  if (!result.success) return [];
  const { key, value, domain, path, secure, httpOnly, hostOnly, sameSite } = result.output;
  const { expires, maxAge, creation } = result.output;
  const until =
    typeof maxAge === "number" && creation !== undefined
      ? Date.parse(creation) + maxAge * 1000
      : Date.parse(expires ?? "");
  return [
    {
      name: key,
      value,
      domain,
      path: path ?? "/",
      expires: Number.isFinite(until) ? Math.max(0, until) : null,
      secure,
      httpOnly,
      hostOnly: hostOnly ?? false,
      sameSite: sameSite === "strict" || sameSite === "lax" || sameSite === "none" ? sameSite : "",
    },
  ];
}
