import { oidText, readDer, readSequence } from "./der.ts";
import { nameParts } from "./oids.ts";

/** A distinguished name (RFC 5280 §4.1.2.4) as "CN=example.org, O=Example", with RFC 4514's escapes. Throws RangeError on what is none. */
export function nameText(bytes: Uint8Array): string {
  return readSequence(bytes)
    .flatMap((set) => readDer(set.content))
    .map((pair) => {
      const [type, value] = readDer(pair.content);
      const oid = oidText(type?.content ?? new Uint8Array());
      return `${nameParts[oid] ?? oid}=${escaped(stringText(value?.tag ?? 0, value?.content))}`;
    })
    .join(", ");
}

/** BMPString is UTF-16, T61String is taken for Latin-1; all others are UTF-8 or a part of it. */
function stringText(tag: number, content: Uint8Array = new Uint8Array()): string {
  const bytes = Buffer.from(content);
  if (tag === 0x1e) return bytes.swap16().toString("utf16le");
  return bytes.toString(tag === 0x14 ? "latin1" : "utf8");
}

function escaped(text: string): string {
  return text.replace(/[\\,+"<>;]/g, String.raw`\$&`);
}
