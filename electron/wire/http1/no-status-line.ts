/** A SETTINGS frame on the connection itself: what a server that speaks HTTP/2 says first (RFC 9113 §3.4, §6.5). */
export function beginsHttp2(bytes: Buffer): boolean {
  if (bytes.length < 9) return false;
  const settings = bytes[3] === 4 && ((bytes[4] ?? 0) & 0xfe) === 0;
  return settings && bytes.readUIntBE(0, 3) % 6 === 0 && bytes.readUInt32BE(5) === 0;
}

/** Without control characters that no text has; for replies of HTTP/0.9. */
export function isText(bytes: Buffer): boolean {
  return !/[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]/.test(bytes.toString("latin1"));
}
