import type { BodySource } from "../send.ts";

/** Bytes that are already in memory. */
export function bytesBody(bytes: Uint8Array): BodySource {
  return {
    length: bytes.length,
    replayable: true,
    async *open() {
      if (bytes.length > 0) yield bytes;
    },
  };
}

/** Text as UTF-8, byte for byte as typed: no BOM added, no line ends changed. */
export function textBody(text: string): BodySource {
  return bytesBody(Buffer.from(text, "utf8"));
}
