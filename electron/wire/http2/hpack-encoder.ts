import { staticTable } from "./static-table.ts";

/** First place of each name in the static table, and of each field with a value. */
const names = new Map<string, number>();
const fields = new Map<string, number>();
staticTable.forEach(([name, value], at) => {
  if (!names.has(name)) names.set(name, at + 1);
  if (value !== "") fields.set(`${name}\n${value}`, at + 1);
});

/** Values nobody in between may put into a table (RFC 7541 §7.1.3). */
const sensitive = new Set(["authorization", "proxy-authorization", "cookie", "set-cookie"]);

/** Tells the other side that its table of our fields stays empty (RFC 7541 §6.3). Belongs before the first block of a connection. */
export const noTable: Uint8Array = Buffer.from([0x20]);

/**
 * A header block (RFC 7541 §6) in the order given, strings as UTF-8. Only the static table is used and no Huffman code: each block can be
 * read by itself, by a program and by a person looking at the bytes.
 */
export function encodeHeaderBlock(list: readonly (readonly [string, string])[]): Buffer {
  const parts: Uint8Array[] = [];
  for (const [name, value] of list) {
    const whole = fields.get(`${name}\n${value}`);
    if (whole !== undefined) {
      parts.push(integer(0x80, 7, whole));
      continue;
    }
    const known = names.get(name) ?? 0;
    parts.push(integer(sensitive.has(name) ? 0x10 : 0, 4, known));
    if (known === 0) parts.push(...string(name));
    parts.push(...string(value));
  }
  return Buffer.concat(parts);
}

function string(text: string): Uint8Array[] {
  const bytes = Buffer.from(text, "utf8");
  return [integer(0, 7, bytes.length), bytes];
}

function integer(pattern: number, prefix: number, value: number): Buffer {
  const most = (1 << prefix) - 1;
  if (value < most) return Buffer.from([pattern | value]);
  const bytes = [pattern | most];
  let rest = value - most;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return Buffer.from(bytes);
}
