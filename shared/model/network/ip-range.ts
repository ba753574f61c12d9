/** An IP address as a number and its bits: 32 or 128. An IPv4 address inside IPv6 (`::ffff:1.2.3.4`) counts as IPv4. null: no address. */
export function readIp(text: string): { readonly value: bigint; readonly bits: 32 | 128 } | null {
  const four = readIpv4(text);
  if (four !== null) return { value: four, bits: 32 };
  const six = readIpv6(text.replace(/%.*$/, ""));
  if (six === null) return null;
  return six >> 32n === 0xffffn
    ? { value: six & 0xffff_ffffn, bits: 32 }
    : { value: six, bits: 128 };
}

function readIpv4(text: string): bigint | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return null;
  const parts = match.slice(1).map(Number);
  if (parts.some((part) => part > 255)) return null;
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

function readIpv6(text: string): bigint | null {
  if (!text.includes(":")) return null;
  const tail = /^(.*:)([\d.]+)$/.exec(text);
  const four = tail !== null && tail[2]?.includes(".") === true ? readIpv4(tail[2]) : null;
  if (text.includes(".") && four === null) return null;
  const plain =
    four === null
      ? text
      : `${tail?.[1]}${(four >> 16n).toString(16)}:${(four & 0xffffn).toString(16)}`;
  const halves = plain.split("::");
  if (halves.length > 2) return null;
  const [head = [], rest] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const words =
    rest === undefined
      ? head
      : [...head, ...Array.from({ length: 8 - head.length - rest.length }, () => "0"), ...rest];
  if (words.length !== 8 || words.some((word) => !/^[\da-f]{1,4}$/i.test(word))) return null;
  return words.reduce((sum, word) => (sum << 16n) | BigInt(Number.parseInt(word, 16)), 0n);
}

/** Whether an address lies in `address/bits`. A range that cannot be read holds nothing. */
export function isInRange(address: string, range: string): boolean {
  const [base = "", length = ""] = range.split("/");
  const one = readIp(address);
  const start = readIp(base);
  if (one === null || start === null || one.bits !== start.bits || !/^\d+$/.test(length))
    return false;
  const fixed = Number(length);
  if (fixed > start.bits) return false;
  const free = BigInt(start.bits - fixed);
  return one.value >> free === start.value >> free;
}
