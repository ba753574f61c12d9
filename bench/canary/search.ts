import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";

/** A secret of the trial: a core that is the same in every encoding of text, and what stands around it. */
export interface Canary {
  readonly name: string;
  readonly core: string;
  readonly value: string;
}

/** A canary that was found where it should not be. Never its value. */
export interface Finding {
  readonly canary: string;
  readonly form: string;
  readonly place: string;
}

/** The forms the core of a canary may lie around in: written apart from what hides them, on purpose. */
function formsOf(core: string): readonly (readonly [form: string, bytes: Buffer])[] {
  const utf8 = Buffer.from(core, "utf8");
  const utf16 = Buffer.from(core, "utf16le");
  const base64 = (bytes: Buffer, shift: number): Buffer => {
    const text = Buffer.concat([Buffer.alloc(shift, 1), bytes]).toString("base64");
    // Only the letters that hang on the core alone.
    return Buffer.from(
      text.slice(shift === 0 ? 0 : shift + 1, Math.floor(((shift + bytes.length) * 8) / 6)),
    );
  };
  return [
    ["plain", utf8],
    ["reversed", Buffer.from([...core].toReversed().join(""))],
    ["utf-16le", utf16],
    ["utf-16be", Buffer.from(utf16).swap16()],
    ["hex", Buffer.from(utf8.toString("hex"))],
    ["HEX", Buffer.from(utf8.toString("hex").toUpperCase())],
    ["percent, every byte", Buffer.from([...utf8].map((byte) => `%${byte.toString(16)}`).join(""))],
    [
      "JSON \\u",
      Buffer.from(
        [...core].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
      ),
    ],
    ...[0, 1, 2].flatMap((shift): [string, Buffer][] => [
      [`base64 +${shift}`, base64(utf8, shift)],
      [`base64 of utf-16 +${shift}`, base64(utf16, shift)],
    ]),
  ];
}

/** Where in these bytes a canary lies, in any form. */
export function findIn(bytes: Buffer, place: string, canaries: readonly Canary[]): Finding[] {
  return canaries.flatMap(({ name, core }) =>
    formsOf(core)
      .filter(([, pattern]) => bytes.includes(pattern))
      .map(([form]) => ({ canary: name, form, place })),
  );
}

/** The same for every file below a folder, and the names of the files themselves. Gives how many were read, and those others may read. */
export async function findBelow(
  folder: string,
  canaries: readonly Canary[],
): Promise<{
  readonly files: number;
  readonly open: readonly string[];
  readonly found: Finding[];
}> {
  const found: Finding[] = [];
  const open: string[] = [];
  let files = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const place = path.relative(folder, file);
    found.push(...findIn(Buffer.from(entry.name), `the name of ${place}`, canaries));
    if (!entry.isFile()) continue;
    files += 1;
    found.push(...findIn(await readFile(file), place, canaries));
    if (((await stat(file)).mode & 0o077) !== 0) open.push(place);
  }
  return { files, open, found };
}
