/** Bytes being written. The view is of the same bytes: it writes numbers with fewer steps than a Buffer. */
export interface Page {
  readonly bytes: Buffer;
  readonly view: DataView;
}

/** Its bytes are whatever they were: whoever writes an entry writes all of it. */
export function newPage(length: number): Page {
  const bytes = Buffer.allocUnsafe(length);
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, length) };
}
