import { constants } from "node:fs";
import { copyFile } from "node:fs/promises";
import * as v from "valibot";
import type { Cookie, JarId } from "../../shared/model/cookie.ts";
import { readJsonFile } from "../base/json-file.ts";
import type { Vault } from "../secrets/vault.ts";

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
  version: v.optional(v.union([v.string(), v.picklist([1, 2, 3])])),
  cookies: v.optional(v.array(v.unknown())),
  jars: v.optional(v.record(v.string(), v.array(v.unknown()))),
  /** Version 3: all of version 2, sealed. */
  sealed: v.optional(v.object({ sealer: v.string(), text: v.string() })),
});

/**
 * The jars in a file; none when it is not there. A text when its key is not at hand: the name of what sealed it. One bad cookie spoils only itself. A file that cannot be understood, or that a later Envoi
 * wrote, is put aside (`.broken`); one of version 1 is copied first (`.v1`), since the next change writes it anew.
 */
export async function readJars(
  file: string,
  vault: Pick<Vault, "opener"> | null = null,
): Promise<ReadonlyMap<JarId, readonly Cookie[]> | string> {
  const stored = await readJsonFile(file, (value) => {
    // A list passes for an object with no fields.
    if (Array.isArray(value)) throw new Error("not an object");
    return v.parse(content, value);
  });
  if (stored === null) return new Map();
  const parsed = stored.sealed === undefined ? stored : opened(stored.sealed, vault);
  if (parsed === null) return stored.sealed?.sealer ?? "";
  if (parsed.cookies !== undefined && parsed.jars === undefined)
    await copyFile(file, `${file}.v1`, constants.COPYFILE_EXCL).catch(() => undefined);
  return jarsOf(parsed);
}

/** The jars in the plain text of a file. Throws when it is none. */
export function jarsIn(value: unknown): ReadonlyMap<JarId, readonly Cookie[]> {
  return jarsOf(v.parse(content, value));
}

function jarsOf({
  cookies,
  jars,
}: v.InferOutput<typeof content>): ReadonlyMap<JarId, readonly Cookie[]> {
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

/** The text of the file: sealed with the vault's newest key, where there is a vault. Throws FailureError while it is locked. */
export function writeJars(
  jars: Iterable<readonly [JarId, readonly Cookie[]]>,
  vault: Pick<Vault, "sealer"> | null = null,
): string {
  const plain = JSON.stringify({ version: 2, jars: Object.fromEntries(jars) });
  if (vault === null) return plain;
  const { sealer } = vault;
  const text = Buffer.from(sealer.seal(plain)).toString("base64");
  return JSON.stringify({ version: 3, sealed: { sealer: sealer.name, text } });
}

/** What was sealed; null: its key is not at hand (now). */
function opened(
  { sealer, text }: { readonly sealer: string; readonly text: string },
  vault: Pick<Vault, "opener"> | null,
): v.InferOutput<typeof content> | null {
  try {
    const plain = vault?.opener(sealer)?.open(Buffer.from(text, "base64"));
    return plain === undefined ? null : v.parse(content, JSON.parse(plain));
  } catch {
    return null;
  }
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
