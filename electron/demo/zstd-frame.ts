/** Block size limit of RFC 8878 §3.1.1.2.3. */
const blockLimit = 128 * 1024;

/**
 * Bytes as a Zstandard frame (RFC 8878) of raw blocks: valid for every decoder, not smaller than the input.
 * Node 20 has no Zstandard compressor; the demo only needs the coding on the wire.
 */
export function zstdFrame(bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(9);
  header.writeUInt32LE(0xfd2fb528, 0);
  // Single segment, 4-byte content size: the decoder knows the whole size from the start.
  header.writeUInt8(0b1010_0000, 4);
  header.writeUInt32LE(bytes.length, 5);
  const parts: Uint8Array[] = [header];
  for (let at = 0; at === 0 || at < bytes.length; at += blockLimit) {
    const block = bytes.subarray(at, at + blockLimit);
    const last = at + blockLimit >= bytes.length ? 1 : 0;
    const blockHeader = Buffer.alloc(3);
    blockHeader.writeUIntLE((block.length << 3) | last, 0, 3);
    parts.push(blockHeader, block);
  }
  return Buffer.concat(parts);
}
